/**
 * derive: a new column computed by an SQL expression from the columns of the same row. It may read the target, which the
 * leak guard sees in the lineage; new data without a target then cannot be prepared.
 */
import { columnsOf } from '../../expression/evaluate';
import { parseExpression } from '../../expression/parse';
import type { TransformParams } from '../../schema/transform-step';
import { everyRow } from './columns';
import { declareDerived, deriveColumn } from './derive-column';
import { defineTransform, unfitted } from './transform';

export const derive = defineTransform<TransformParams<'derive'>, Record<string, never>>({
	id: 'derive',
	scope: 'stateless',
	...unfitted,
	declares: (kinds, { name, expression }) => [
		...kinds,
		declareDerived(kinds, name, parseExpression(expression)),
	],
	lineage: (kinds, { name, expression }) => {
		const names = kinds.map((kind) => kind.name);
		return [{ column: name, from: columnsOf(parseExpression(expression), names), past: false }];
	},
	apply: (table, _state, { name, expression }) => ({
		table: deriveColumn(table, name, parseExpression(expression)),
		origin: everyRow(table.rows),
	}),
});
