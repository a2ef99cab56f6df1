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
	// An input sees the fills of its own steps alone. The target's table shows those of the first input that fills a column,
	// and is the very table of an input where no other fills anything.
	const raw = main;
	const inputs = stage.inputs.map((staged, i) => {
		const own = pipeline.inputs[i]?.dataset === pipeline.target.dataset;
		let table = own ? raw : staged.table;
		(pipeline.inputs[i]?.interpolate ?? []).forEach((step, s) => {
			table = filled(table, step, resolved.inputs[i]?.interpolate[s] ?? [], rows?.(i) ?? null);
		});
		if (own) main = main === raw ? table : withFills(main, raw, table);
		return { ...staged, table };
	});
	return { ...stage, main, inputs };
}

/** `main` with the columns that `table` fills and `main` leaves as they are in `raw`. */
function withFills(main: Table, raw: Table, table: Table): Table {
	if (table === raw) return main;
	const columns = main.columns.map((column, c) =>
		column === raw.columns[c] ? (table.columns[c] ?? column) : column,
	);
	return { ...main, columns };
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
