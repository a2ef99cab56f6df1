/**
 * filter: keeps the rows for which an SQL condition is true, on all data before the split and on new data. A condition
 * over the target cannot be asked of new data that has none: there every row stays.
 */
import { columnsOf } from '../../expression/evaluate';
import { parseExpression } from '../../expression/parse';
import type { TransformParams } from '../../schema/transform-step';
import { columnOf } from '../../table/table';
import { rowsTaken, sameRows } from './columns';
import { declareFilter, filterRows } from './filter-rows';
import { defineTransform, unfitted } from './transform';

export const filter = defineTransform<TransformParams<'filter'>, Record<string, never>>({
	id: 'filter',
	scope: 'stateless',
	tabular: true,
	...unfitted,
	declares(kinds, { where }) {
		declareFilter(kinds, parseExpression(where));
		return [...kinds];
	},
	apply(table, _state, { where }, { target }) {
		const condition = parseExpression(where);
		if (target !== null && !columnOf(table, target)) {
			const names = [...table.columns.map(({ name }) => name), target];
			if (columnsOf(condition, names).includes(target)) return sameRows(table, table.columns);
		}
		return rowsTaken(table, filterRows(table, condition));
	},
});
