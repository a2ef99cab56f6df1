/**
 * rolling: a statistic of each row and the rows before it, as pandas `rolling`. The row itself is part of its window, so
 * a window over the target would give the target away; the leak guard reads that from the lineage. The first rows of a
 * stretch, which have fewer than `minPeriods` values, are missing.
 */
import { BenchtopError } from '../../errors/error';
import type { TransformParams } from '../../schema/transform-step';
import { isFloat, isInteger } from '../../table/table';
import type { ColumnKind } from '../step';
import { everyRow } from './columns';
import { rollingStatistic } from './rolling-statistic';
import { computed, seriesColumns, seriesKinds, seriesLineage, type SeriesOutput } from './series';
import { defineTransform, unfitted } from './transform';

type Params = TransformParams<'rolling'>;

const outputs = ({ columns, statistic, window }: Params): SeriesOutput[] =>
	columns.map((source) => ({ source, suffix: `${statistic}${window}`, dtype: () => 'float64' }));

export const rolling = defineTransform<Params, Record<string, never>>({
	id: 'rolling',
	scope: 'series',
	tabular: true,
	...unfitted,
	declares(kinds, params) {
		const { window, minPeriods = window } = params;
		if (minPeriods > window) throw new BenchtopError('transform.min-periods', { window, minPeriods });
		const countable = ({ dtype }: ColumnKind) => isFloat(dtype) || isInteger(dtype) || dtype === 'bool';
		return seriesKinds(kinds, params, outputs(params), countable);
	},
	lineage: (_kinds, params) => seriesLineage(params, outputs(params), false),
	apply(table, _state, params) {
		const { window, statistic, minPeriods = window } = params;
		const rule = (values: Float64Array) => rollingStatistic(values, window, statistic, minPeriods);
		return {
			table: seriesColumns(table, params, outputs(params), (_, source, along) =>
				computed('rolling', source, 'float64', along, rule),
			),
			origin: everyRow(table.rows),
		};
	},
});
