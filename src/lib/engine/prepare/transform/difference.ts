/**
 * difference: how much each row differs from the row `periods` before it, as pandas `diff`. Of dates it is the number of
 * days, with the share of the day. The first rows of a stretch are missing. It reads the row itself: of the target it
 * would give the target away, which the leak guard reads from the lineage.
 */
import type { TransformParams } from '../../schema/transform-step';
import { isInteger, type Dtype } from '../../table/table';
import { everyRow } from './columns';
import { computed, seriesColumns, seriesKinds, seriesLineage, type SeriesOutput } from './series';
import { defineTransform, unfitted } from './transform';

type Params = TransformParams<'difference'>;

const DAY = 86_400_000;
/** A difference of 32-bit numbers may need more bits. */
const differenceType = (dtype: Dtype) => (isInteger(dtype) ? 'int64' : 'float64');
const isDate = (dtype: Dtype) => dtype === 'date' || dtype === 'timestamp';

const outputs = ({ columns, periods = 1 }: Params): SeriesOutput[] =>
	columns.map((source) => ({ source, suffix: `diff${periods}`, dtype: differenceType }));

export const difference = defineTransform<Params, Record<string, never>>({
	id: 'difference',
	scope: 'series',
	tabular: true,
	...unfitted,
	declares: (kinds, params) =>
		seriesKinds(kinds, params, outputs(params), ({ dtype }) => dtype !== 'string' && dtype !== 'bool'),
	lineage: (_kinds, params) => seriesLineage(params, outputs(params), false),
	apply(table, _state, params) {
		const { periods = 1 } = params;
		return {
			table: seriesColumns(table, params, outputs(params), (_, source, along) => {
				const unit = isDate(source.dtype) ? DAY : 1;
				return computed('difference', source, differenceType(source.dtype), along, (values) =>
					values.map((value, i) => (i < periods ? NaN : (value - (values[i - periods] as number)) / unit)),
				);
			}),
			origin: everyRow(table.rows),
		};
	},
});
