import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { contentHash } from '../table/content-hash';
import type { Table } from '../table/table';
import { datasetSchema } from './dataset';
import { fullShape, innerOf, samplesIn } from './dataset-shape';

const hex = 'a'.repeat(64);
const statistics = { kind: 'categorical', missing: 0, distinct: 1, top: [] };
const document = {
	kind: 'dataset',
	id: `sha256:${hex}`,
	name: 'pictures',
	version: 1,
	rows: 24,
	columns: ['red', 'green', 'blue'].map((name) => ({ name, dtype: 'int32', statistics })),
	source: { format: 'png', file: 'pictures', bytes: 1, notes: [] },
	parquet: { bytes: 1, sha256: hex },
	createdAt: 0,
};
const image = { kind: 'image', samples: 4, rows: 2, columns: 3 };

describe('the shape of a dataset', () => {
	it('says how many rows a sample has', () => {
		const dataset = v.parse(datasetSchema, { ...document, shape: image });
		expect(samplesIn(dataset)).toBe(4);
		expect(fullShape(dataset)).toEqual([4, 3, 2, 3]);
		expect(innerOf(dataset.shape)).toEqual({ inner: [2, 3] });
		const sequence = v.parse(datasetSchema, {
			...document,
			shape: { kind: 'sequence', samples: 6, rows: 4 },
		});
		expect(fullShape(sequence)).toEqual([6, 4, 3]);
		expect(innerOf(sequence.shape)).toEqual({ inner: [4] });
	});
	it('is not there of a table, whose document stays as it was', () => {
		const dataset = v.parse(datasetSchema, document);
		expect(dataset).toEqual(document);
		expect(fullShape(dataset)).toEqual([24, 3]);
		expect(innerOf(dataset.shape)).toEqual({});
	});
	it('must account for every row', () => {
		for (const shape of [
			{ ...image, samples: 5 },
			{ ...image, rows: 0 },
			{ kind: 'sequence', samples: 24, rows: 2 },
		])
			expect(v.safeParse(datasetSchema, { ...document, shape }).success).toBe(false);
	});
	it('is part of the identity, since the same numbers in another shape are other data', async () => {
		const values = Float64Array.from({ length: 24 }, (_, i) => i);
		const table: Table = { rows: 24, columns: [{ name: 'gray', dtype: 'int32', values }] };
		const ids = [table, { ...table, inner: [4] }, { ...table, inner: [2, 3] }, { ...table, inner: [3, 2] }];
		const hashes = await Promise.all(ids.map(contentHash));
		expect(new Set(hashes).size).toBe(4);
	});
});
