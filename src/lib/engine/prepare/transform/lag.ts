/**
 * lag: the values of earlier rows beside each row, as pandas `shift`. The first rows of a stretch, which have no row so
 * far before them, are missing. Works on every type, text included.
 */
import type { TransformParams } from '../../schema/transform-step';
import { isString, type Column } from '../../table/table';
import { everyRow } from './columns';
import { seriesColumns, seriesKinds, seriesLineage, type SeriesOutput } from './series';
import { defineTransform, unfitted } from './transform';

type Params = TransformParams<'lag'>;

interface LagOutput extends SeriesOutput {
	readonly by: number;
}

const outputs = ({ columns, by }: Params): LagOutput[] =>
	columns.flatMap((source) =>
		by.map((rows): LagOutput => ({ source, suffix: `lag${rows}`, dtype: (dtype) => dtype, by: rows })),
	);

export const lag = defineTransform<Params, Record<string, never>>({
	id: 'lag',
	scope: 'series',
	tabular: true,
	...unfitted,
	declares: (kinds, params) => seriesKinds(kinds, params, outputs(params), () => true),
	lineage: (_kinds, params) => seriesLineage(params, outputs(params), true),
	apply: (table, _state, params) => ({
		table: seriesColumns(table, params, outputs(params), ({ by }, source, along) =>
			shifted(source, along, by),
		),
		origin: everyRow(table.rows),
	}),
});

function shifted(source: Column, along: readonly Uint32Array[], by: number): Column {
	if (isString(source))
		return { ...source, codes: shift(source.codes, new Int32Array(source.codes.length).fill(-1), along, by) };
	return {
		...source,
		values: shift(source.values, new Float64Array(source.values.length).fill(NaN), along, by),
	};
}

function shift<A extends Int32Array | Float64Array>(
	from: A,
	into: A,
	along: readonly Uint32Array[],
	by: number,
): A {
	for (const rows of along)
		for (let i = by; i < rows.length; i++) into[rows[i] as number] = from[rows[i - by] as number] as number;
	return into;
}
