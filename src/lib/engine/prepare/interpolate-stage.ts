/**
 * Interpolation of a staged pipeline: every input's columns, and the target's, filled before anything is learned. Which
 * rows see which is the protocol of SPEC §4; new data is one stretch.
 */
import type { InterpolateStep } from '../schema/interpolate-step';
import type { Table } from '../table/table';
import type { InterpolationSplits } from './interpolate/by-split';
import { interpolateColumns } from './interpolate/interpolate-columns';
import type { Stage } from './stage';

/** Row numbers per split in each input's table; null for new data. */
export type RowsBySplit = (input: number) => InterpolationSplits;

/** The stage with its gaps filled as the pipeline declares; itself where nothing is interpolated. */
export function interpolateStage(stage: Stage, rows: RowsBySplit | null): Stage {
	const { pipeline, resolved } = stage;
	let { main } = stage;
	const label = pipeline.target.interpolate;
	const [target] = pipeline.target.columns;
	if (label && target !== undefined) main = filled(main, label, [target], rows?.(-1) ?? null);
	const tables = stage.inputs.map(({ table }, i) => {
		const own = pipeline.inputs[i]?.dataset === pipeline.target.dataset;
		let result = own ? main : table;
		(pipeline.inputs[i]?.interpolate ?? []).forEach((step, s) => {
			result = filled(result, step, resolved.inputs[i]?.interpolate[s] ?? [], rows?.(i) ?? null);
		});
		if (own) main = result;
		return result;
	});
	const inputs = stage.inputs.map((staged, i) => {
		const own = pipeline.inputs[i]?.dataset === pipeline.target.dataset;
		return { ...staged, table: own ? main : (tables[i] ?? staged.table) };
	});
	return { ...stage, main, inputs };
}

function filled(
	table: Table,
	step: InterpolateStep,
	names: readonly string[],
	splits: InterpolationSplits | null,
): Table {
	const columns = new Map(
		interpolateColumns(table, names, step, splits).map((column) => [column.name, column]),
	);
	return { ...table, columns: table.columns.map((column) => columns.get(column.name) ?? column) };
}
