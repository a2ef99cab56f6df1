/**
 * normalizeText as a transform: texts of the named columns (all text columns but the target when none are) written the
 * same way. Values that become equal become one, so the dictionary shrinks; what is done to a text is in
 * normalize-text.ts.
 */
import type { TransformParams } from '../../schema/transform-step';
import { canonicalStrings } from '../../table/select-rows';
import { isString, type Column } from '../../table/table';
import type { ColumnKind } from '../step';
import { columnsAsked, kindsTaken, withColumns } from './columns';
import { normalizeText } from './normalize-text';
import { defineTransform, unfitted } from './transform';

type Params = TransformParams<'normalizeText'>;
const isText = ({ dtype }: ColumnKind) => dtype === 'string';
export const textNormalizer = defineTransform<Params, Record<string, never>>({
	id: 'normalizeText',
	scope: 'stateless',
	...unfitted,
	declares(kinds, { columns }, { target }) {
		kindsTaken(kinds, columns, 'normalizeText', isText, (kind) => isText(kind) && kind.name !== target);
		return [...kinds];
	},
	apply(table, _state, params, context) {
		const asked = params.columns
			? columnsAsked(table, params.columns, context.target)
			: table.columns.filter((column) => isText(column) && column.name !== context.target);
		return withColumns(
			table,
			asked.map((column) => normalized(column, params)),
		);
	},
});

function normalized(column: Column, params: Params): Column {
	if (!isString(column)) return column;
	const texts = normalizeText(column.dictionary, params);
	return canonicalStrings({
		...column,
		dictionary: texts.map((text) => text ?? ''),
		codes: column.codes.map((code) => (code < 0 || texts[code] === null ? -1 : code)),
	});
}
