/** What kind of question a target asks: two classes, several classes, or a quantity; with the reason in plain words. */
import { BenchtopError } from '../errors/error';
import type { Analysis } from '../schema/common';
import type { Reason } from '../schema/proposal';
import { isFloat, isInteger, isString, type Column } from '../table/table';
import { present } from '../table/quantile';
import { categoriesOf, categoryText } from './categories';
import { rangeTrouble } from './column-fate';
import { CLASS_LIMIT } from './fit-target';

/** A whole-number label with more distinct values than this is a quantity. */
const INTEGER_CLASSES = 20;

export interface TargetChoice {
	readonly analysis: Analysis;
	readonly reasons: readonly Reason[];
}

/** The analysis for a target; refuses one that is empty, has one single value, or is text with too many values. */
export function proposeTarget(column: Column): TargetChoice {
	const values = valuesOf(column);
	const { name, dtype } = column;
	const count = values.length;
	if (count === 0) throw new BenchtopError('pipeline.target-empty', { column: name });
	if (count === 1) {
		const value = `"${categoryText(values[0] ?? null, dtype)}"`;
		throw new BenchtopError('pipeline.target-one-class', { column: name, value });
	}
	const say = (analysis: Analysis, text: string, ...more: Reason[]): TargetChoice => ({
		analysis,
		reasons: [{ column: name, verdict: 'info', text }, ...more],
	});
	if (count === 2 && !isFloat(dtype)) {
		const [first = null, second = null] = values;
		return say(
			'binary',
			`Two values, ${categoryText(first, dtype)} and ${categoryText(second, dtype)}: a binary classification.`,
		);
	}
	if (isString(column)) {
		const rows = column.codes.reduce((n, code) => (code >= 0 ? n + 1 : n), 0);
		if (count > CLASS_LIMIT)
			throw new BenchtopError('pipeline.target-many-classes', { column: name, count, limit: CLASS_LIMIT });
		if (count === rows) throw new BenchtopError('pipeline.target-unique', { column: name, count });
		const few: Reason[] =
			count * 3 > rows
				? [
						{
							column: name,
							verdict: 'warn',
							text: `${count} classes over ${rows} rows: most classes have hardly a row to learn from.`,
						},
					]
				: [];
		return say('multi-class', `Text with ${count} values: a multi-class classification.`, ...few);
	}
	const trouble = rangeTrouble(column);
	if (trouble !== null) throw new BenchtopError('pipeline.target-range', { column: name, detail: trouble });
	const rows = present(column.values).length;
	if (isInteger(dtype) && count <= INTEGER_CLASSES && count * 2 > rows)
		return say('regression', `Whole numbers of which hardly one repeats: a regression.`);
	if (isInteger(dtype) && count <= INTEGER_CLASSES) {
		const tip: Reason[] =
			count >= 5
				? [
						{
							column: name,
							verdict: 'info',
							text: `If "${name}" is a quantity and not a kind, set the analysis to regression.`,
						},
					]
				: [];
		return say('multi-class', `Whole numbers with ${count} values: a multi-class classification.`, ...tip);
	}
	if (count === 2 && isFloat(dtype))
		return say('regression', 'Decimal numbers: a regression.', {
			column: name,
			verdict: 'warn',
			text: `"${name}" has two values only. If they are classes, add the file again and read the column as int64 or text.`,
		});
	if (isInteger(dtype))
		return say(
			'regression',
			`Whole numbers with more than ${INTEGER_CLASSES} distinct values: a regression.`,
		);
	return say(
		'regression',
		isFloat(dtype) ? 'Decimal numbers: a regression.' : 'Points in time, as numbers: a regression.',
	);
}

/** Sorted distinct values; of numbers no more than it takes to see that there are many. */
function valuesOf(column: Column): (string | number)[] {
	if (isString(column)) return categoriesOf(column).filter((value) => value !== null);
	const seen = new Set<number>();
	for (const value of column.values) {
		if (!Number.isNaN(value)) seen.add(value);
		if (seen.size > INTEGER_CLASSES) break;
	}
	return [...seen].sort((a, b) => a - b);
}
