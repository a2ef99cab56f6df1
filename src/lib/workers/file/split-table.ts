/**
 * The split table of a pipeline as Parquet and back: columns row and split, and fold and repeat where models were trained on
 * folds (both 0 for the split itself, else from 1). Without folds the bytes are those of the first format.
 */
import { SPLITS, type SplitName } from '../../engine/schema/common';
import type { SplitPart } from '../../engine/split/split-indices';
import { columnsToParquet, ParquetColumns, type FileColumn } from './parquet-columns';

/** Which row is in which part, part by part. */
export function writeSplit(parts: readonly SplitPart[]): Uint8Array<ArrayBuffer> {
	const rows = parts.reduce((sum, { samples }) => sum + samples.length, 0);
	const column = (of: (part: SplitPart) => ArrayLike<number>): Uint32Array => {
		const values = new Uint32Array(rows);
		let at = 0;
		for (const part of parts) {
			values.set(of(part), at);
			at += part.samples.length;
		}
		return values;
	};
	const constant = (name: 'fold' | 'repeat'): FileColumn => ({
		name,
		type: 'uint32',
		values: column((part) => new Uint32Array(part.samples.length).fill(part[name])),
	});
	return columnsToParquet([
		{ name: 'row', type: 'uint32', values: column(({ samples }) => samples) },
		{
			name: 'split',
			type: 'text',
			stretches: parts.map(({ split, samples }) => ({ text: split, count: samples.length })),
		},
		...(parts.some(({ fold }) => fold > 0) ? [constant('fold'), constant('repeat')] : []),
	]);
}

/** The parts in the order of the file; empty ones are not in it. @throws Error where a column is missing or holds no split */
export function readSplit(bytes: Uint8Array): SplitPart[] {
	const columns = new ParquetColumns(bytes);
	const [rows, names] = [columns.integers('row'), columns.text('split')];
	const folded = columns.names.includes('fold');
	const none = new Uint32Array(rows.length);
	const [folds, repeats] = folded ? [columns.integers('fold'), columns.integers('repeat')] : [none, none];
	const parts: SplitPart[] = [];
	for (let start = 0; start < rows.length;) {
		const same = (i: number) => names[i] === names[start] && folds[i] === folds[start];
		let end = start + 1;
		while (end < rows.length && same(end)) end++;
		const split = names[start] as SplitName;
		if (!SPLITS.includes(split)) throw new Error(`there is no split ${split}`);
		const [fold, repeat] = [folds[start] as number, repeats[start] as number];
		if (parts.some((part) => part.split === split && part.fold === fold))
			throw new Error(`the rows of ${split} are not together`);
		parts.push({ split, fold, repeat, samples: rows.slice(start, end) });
		start = end;
	}
	return parts;
}
