/**
 * Stages a NumPy array: three dimensions are sequences, four are pictures, two a plain table (SPEC DS-11 … DS-14).
 * What an array file may hold is said in engine/array.
 */
import { looksChannelsLast, tableOfArray } from '../../engine/array/array-table';
import { readNpy } from '../../engine/array/npy';
import { readNpyHeader } from '../../engine/array/npy-header';
import { BenchtopError } from '../../engine/errors/error';
import type { LongCall } from '../../engine/ports';
import type { DatasetShape } from '../../engine/schema/dataset-shape';
import { samplesOf, type Table } from '../../engine/table/table';
import { refuseTooMany } from './array-limit';
import type { Database } from './database';
import { partsOf, stageColumns } from './stage-columns';
import type { Staging } from './staged-columns';

/** Longest head of an array file that is looked at before the rest is read. */
const HEAD = (1 << 20) + 12;

/** Reads an .npy file; `file.name` is used in errors and as the staging's name only. */
export async function stageArray(db: Database, file: File, call: LongCall): Promise<Staging> {
	const { name, size } = file;
	if (size === 0) throw new BenchtopError('data.empty-file', { file: name });
	const head = readNpyHeader(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()), name);
	refuseTooMany(
		name,
		head.shape.reduce((all, length) => all * length, 1),
	);
	call.onProgress?.({ done: 0, total: size, unit: 'bytes', phase: 'Reading the array' });
	const array = readNpy(new Uint8Array(await file.arrayBuffer()), name);
	const last = looksChannelsLast(array.shape);
	const table = tableOfArray(array, undefined, { channels: last ? 'last' : 'first' });
	const notes = last
		? [`Pictures of ${array.shape[3]} channels, which came last in the array; they are kept first`]
		: [];
	const { rows, columns } = table;
	const about = {
		file: name,
		format: 'npy' as const,
		bytes: size,
		notes,
		rows,
		columns,
		shape: shapeOf(table),
	};
	return stageColumns(db, about, partsOf(table), call);
}

function shapeOf(table: Table): DatasetShape | undefined {
	const [rows, columns] = table.inner ?? [];
	const samples = samplesOf(table);
	if (rows === undefined) return undefined;
	return columns === undefined
		? { kind: 'sequence', samples, rows }
		: { kind: 'image', samples, rows, columns };
}
