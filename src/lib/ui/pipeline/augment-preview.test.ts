/** The contact sheet shows what training sees: the engine's own copies, back in the unit of the data. */
import { describe, expect, it } from 'vitest';
import { augmentSample } from '$lib/engine/prepare/augment/augment-tensor';
import type { AugmentStep } from '$lib/engine/schema/augment-step';
import type { Dataset } from '$lib/engine/schema/dataset';
import type { EncodeStep } from '$lib/engine/schema/encode-step';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { Table } from '$lib/engine/table/table';
import { extentOf, previewOf } from './augment-preview';

const SIZE = 6;
const id = `sha256:${'2'.repeat(64)}` as const;
const scans: Dataset = {
	kind: 'dataset',
	id,
	name: 'scans',
	version: 1,
	rows: 50 * SIZE * SIZE,
	shape: { kind: 'image', samples: 50, rows: SIZE, columns: SIZE },
	columns: [
		{
			name: 'gray',
			dtype: 'int32',
			statistics: {
				kind: 'numeric',
				missing: 0,
				distinct: 200,
				mean: 100,
				std: 50,
				min: 0,
				q1: 50,
				median: 100,
				q3: 150,
				max: 250,
				histogram: [],
			},
		},
	],
	source: { format: 'npy', file: 'scans.npy', bytes: 1, notes: [] },
	parquet: { bytes: 1, sha256: '' },
	createdAt: 0,
};
const values = (samples: number) =>
	Float64Array.from({ length: samples * SIZE * SIZE }, (_, i) => (i * 7) % 251);
const tableOf = (samples: number): Table => ({
	rows: samples * SIZE * SIZE,
	inner: [SIZE, SIZE],
	columns: [{ name: 'gray', dtype: 'int32', values: values(samples) }],
});
const pipeline = (steps: AugmentStep[], copies: number, encode: EncodeStep[]): Pipeline => ({
	kind: 'pipeline',
	name: 'scans',
	analysis: 'binary',
	inputs: [{ dataset: id, columns: { exclude: [] }, impute: [], encode, augment: { copies, steps } }],
	target: { dataset: `sha256:${'1'.repeat(64)}`, columns: ['y'], encode: null },
	split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 11 },
});
const gray = (drawing: object): number[] => {
	if (!('picture' in drawing)) throw new Error('no picture');
	const { pixels } = drawing.picture as { pixels: Uint8ClampedArray };
	return [...pixels].filter((_, i) => i % 4 === 0);
};

describe('the contact sheet', () => {
	const steps: AugmentStep[] = [{ augment: 'flip', chance: 1 }, { augment: 'cutOut' }];

	it('draws samples as they are, and the copies that training sees', () => {
		const document = pipeline(steps, 2, [{ encoder: 'Divide' }]);
		const { samples, read } = extentOf(scans, document, 0);
		const sheet = previewOf(scans, document, 0, tableOf(read));
		expect(sheet).toHaveLength(samples);
		sheet.forEach(({ original, copies }, sample) => {
			const own = values(samples).subarray(sample * SIZE * SIZE, (sample + 1) * SIZE * SIZE);
			expect(gray(original)).toEqual([...own]);
			expect(copies).toHaveLength(2);
			copies.forEach((copy, c) => {
				const encoded = Float32Array.from(own, (x) => x / 255);
				const at = { kind: 'image', seed: 11, sample, copy: c + 1 } as const;
				const changed = augmentSample(encoded, [1, SIZE, SIZE], steps, at);
				expect(gray(copy)).toEqual([...changed].map((x) => Math.round(x * 255)));
			});
		});
	});

	it('brings standardised pixels back', () => {
		const document = pipeline([{ augment: 'noise', sigma: 0 }], 1, [{ encoder: 'StandardScaler' }]);
		const [first] = previewOf(scans, document, 0, tableOf(extentOf(scans, document, 0).read));
		expect(gray(first?.original ?? {})).toEqual([...values(1)]);
		expect(first?.copies.map(gray)).toEqual([[...values(1)]]);
	});

	it('draws windows of a table as lines', () => {
		const { shape: _shape, ...flat } = scans;
		const table: Dataset = { ...flat, rows: 300 };
		const document = pipeline([{ augment: 'jitter' }], 3, []);
		const windowed: Pipeline = {
			...document,
			analysis: 'regression',
			inputs: document.inputs.map((input) => ({ ...input, window: { size: 20, shift: 5 } })),
			target: { dataset: id, columns: [], encode: null, unsupervised: 'forecast' },
		};
		const { read, samples } = extentOf(table, windowed, 0);
		const rows: Table = {
			rows: read,
			columns: [{ name: 'gray', dtype: 'float64', values: values(9).subarray(0, read) }],
		};
		const sheet = previewOf(table, windowed, 0, rows);
		expect(sheet).toHaveLength(samples);
		for (const { original, copies } of sheet) {
			expect('lines' in original && original.lines).toHaveLength(1);
			expect(new Set([original, ...copies].map((each) => JSON.stringify(each))).size).toBe(4);
		}
	});
});
