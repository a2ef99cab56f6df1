/** Tensors held and kept: what comes back is what was given, and what is damaged or another's does not come back. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Id } from '../../engine/canonical';
import { pipelineSchema, type Pipeline } from '../../engine/schema/pipeline';
import type { Table } from '../../engine/table/table';
import { prepare } from '../../engine/train/prepared';
import { packTensors, tensorBytes, unpackTensors } from './kept-tensors';
import { TensorCache } from './tensor-cache';

const [TABLE, ID, OTHER] = ['1', '2', '3'].map((digit): Id => `sha256:${digit.repeat(64)}`) as [Id, Id, Id];
const ROWS = 41;
const table: Table = {
	rows: ROWS,
	columns: [
		{ name: 'x', dtype: 'float64', values: Float64Array.from({ length: ROWS }, (_, row) => Math.sin(row)) },
		{
			name: 'word',
			dtype: 'string',
			codes: Int32Array.from({ length: ROWS }, (_, row) => row % 3),
			dictionary: ['ä', 'b "', 'c'],
		},
		{ name: 'y', dtype: 'bool', values: Float64Array.from({ length: ROWS }, (_, row) => row % 2) },
	],
};
const pipelineOf = (changes: object = {}): Pipeline =>
	v.parse(pipelineSchema, {
		kind: 'pipeline',
		name: 'p',
		analysis: 'binary',
		inputs: [
			{
				dataset: TABLE,
				columns: { exclude: [] },
				impute: [],
				encode: [{ encoder: 'OneHotEncoder', columns: ['word'] }, { encoder: 'StandardScaler' }],
			},
		],
		target: { dataset: TABLE, columns: ['y'], encode: { encoder: 'OrdinalEncoder' } },
		split: { test: 0.2, validation: 0.2, folds: 2, seed: 3 },
		...changes,
	});
const prepared = (pipeline = pipelineOf(), fold?: number) =>
	prepare(new Map([[TABLE, table]]), pipeline, ID, fold);
const unsupervised = {
	analysis: 'regression',
	target: { dataset: TABLE, columns: [], encode: null, unsupervised: 'autoencoder' },
	split: { test: 0.2, validation: 0.2, seed: 3 },
};

describe('kept tensors', () => {
	it.each([
		['of a pipeline', pipelineOf(), undefined],
		['of a fold', pipelineOf(), 1],
		['whose training rows are others', pipelineOf({ transform: [{ transform: 'sample', method: 'up' }] }), 0],
	] as const)('come back as they were: %s', async (_, pipeline, fold) => {
		const before = prepared(pipeline, fold);
		const after = await unpackTensors(await packTensors(before), ID, fold);
		expect(after).toEqual(before);
		expect(after && tensorBytes(after)).toBe(tensorBytes(before));
	});

	it('hold what is the same only once', async () => {
		const before = prepared(pipelineOf(unsupervised));
		const after = await unpackTensors(await packTensors(before), ID);
		expect(after).toEqual(before);
		expect(after?.splits.train.y).toBe(after?.splits.train.x);
		expect(after?.training.x).toBe(after?.splits.train.x);
	});

	it('are none of another pipeline or fold', async () => {
		const blob = await packTensors(prepared(pipelineOf(), 0));
		expect(await unpackTensors(blob, OTHER, 0)).toBeNull();
		expect(await unpackTensors(blob, ID, 1)).toBeNull();
		expect(await unpackTensors(blob, ID)).toBeNull();
	});

	it('are none when a byte is another or the end is missing', async () => {
		const before = prepared();
		const bytes = new Uint8Array(await (await packTensors(before)).arrayBuffer());
		await fc.assert(
			fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
				const damaged = bytes.slice();
				damaged[at] = (damaged[at] as number) ^ change;
				const after = await unpackTensors(new Blob([damaged]), ID);
				// A byte between two arrays says nothing.
				if (after) expect(after).toEqual(before);
				expect(await unpackTensors(new Blob([bytes.slice(0, at)]), ID)).toBeNull();
			}),
			{ numRuns: 60 },
		);
	});
});

describe('the cache of tensors', () => {
	const [first, second, third] = [0, 1, undefined].map((fold) => prepared(pipelineOf(), fold)) as [
		ReturnType<typeof prepared>,
		ReturnType<typeof prepared>,
		ReturnType<typeof prepared>,
	];

	it('holds the last used and lets go of the others beyond its room', () => {
		const cache = new TensorCache(20);
		cache.put(first, [TABLE], 10);
		cache.put(second, [TABLE], 10);
		expect(cache.get(ID, 0)).toBe(first);
		cache.put(third, [TABLE], 5);
		expect([cache.get(ID, 0), cache.get(ID, 1), cache.get(ID)]).toEqual([first, null, third]);
	});

	it('holds one that is larger than its room, alone and until the next', () => {
		const cache = new TensorCache(20);
		cache.put(first, [TABLE], 10);
		cache.put(second, [TABLE], Infinity);
		expect([cache.get(ID, 0), cache.get(ID, 1)]).toEqual([null, second]);
		cache.put(third, [TABLE], 10);
		expect([cache.get(ID, 1), cache.get(ID)]).toEqual([null, third]);
	});

	it('forgets what was made of a dataset, and nothing else', () => {
		const cache = new TensorCache();
		cache.put(first, [TABLE], 1);
		cache.put(second, [OTHER], 1);
		cache.forget(TABLE);
		expect([cache.get(ID, 0), cache.get(ID, 1)]).toEqual([null, second]);
	});
});
