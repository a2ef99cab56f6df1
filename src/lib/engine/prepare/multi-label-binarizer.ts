/**
 * MultiLabelBinarizer: a text that lists labels ("comedy,drama") as one column of 0 and 1 per label, labels sorted.
 * A missing or empty text has none; labels it has never seen are left out.
 */
import * as v from 'valibot';
import type { EncodeParams } from '../schema/encode-step';
import { compareCodePoints } from '../table/compare';
import { canonicalStrings, float64 } from '../table/select-rows';
import { isString, type Column } from '../table/table';
import { numbers } from './scaling';
import { defineStep } from './step';

const stateSchema = v.object({ separator: v.string(), labels: v.array(v.array(v.string())) });
type LabelState = v.InferOutput<typeof stateSchema>;

export const multiLabelBinarizer = defineStep<EncodeParams<'MultiLabelBinarizer'>, LabelState>({
	id: 'MultiLabelBinarizer',
	scope: 'vocabulary',
	state: stateSchema,
	accepts: ({ dtype }) => dtype === 'string',
	fit: (block, { separator = ',' }) => ({
		separator,
		labels: block.map((column) =>
			[...new Set(listsOf(used(column), separator).flat())].sort(compareCodePoints),
		),
	}),
	apply: (block, { separator, labels }) =>
		block.flatMap((column, c) => {
			if (!isString(column)) return [];
			const lists = listsOf(column, separator).map((list) => new Set(list));
			return (labels[c] ?? []).map((label) => {
				const has = lists.map((list) => (list.has(label) ? 1 : 0));
				return float64(
					`${column.name}=${label}`,
					Float64Array.from(column.codes, (code) => has[code] ?? 0),
				);
			});
		}),
	invert(block, { separator, labels }, columns) {
		let at = 0;
		return labels.map((own, c): Column => {
			const parts = block.slice(at, (at += own.length)).map(numbers);
			const texts = Array.from(parts[0] ?? [], (_, i) =>
				own.filter((_label, k) => (parts[k]?.[i] as number) > 0.5).join(separator),
			);
			const dictionary = [...new Set(texts)].filter(Boolean);
			const codes = Int32Array.from(texts, (text) => dictionary.indexOf(text));
			return canonicalStrings({ name: columns[c]?.name ?? '', dtype: 'string', dictionary, codes });
		});
	},
	names: (columns, { labels }) =>
		columns.flatMap((name, c) => (labels[c] ?? []).map((label) => `${name}=${label}`)),
});

const used = (column: Column): Column => (isString(column) ? canonicalStrings(column) : column);

/** The labels of every text of the column's dictionary. */
const listsOf = (column: Column, separator: string): string[][] =>
	isString(column)
		? column.dictionary.map((text) =>
				text
					.split(separator)
					.map((label) => label.trim())
					.filter(Boolean),
			)
		: [];
