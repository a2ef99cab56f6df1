import { describe, expect, it } from 'vitest';
import { batchesOf } from './batches';
import { dropoutMasks } from './dropout';
import { programFor, samplesFor } from './known-problem';

const LOSS = 'meanSquaredError';
const numbered = { rows: 21, x: Float32Array.from({ length: 21 }, (_, row) => row), y: new Float32Array(21) };

describe('batches', () => {
	const program = programFor(LOSS, [], 1, { batchSize: 8 });
	const epoch = (number: number) => [...batchesOf(program, numbered)(number)];

	it('hold every row once, the last partial batch too', () => {
		const batches = epoch(1);
		expect(batches.map(({ rows }) => rows)).toEqual([8, 8, 5]);
		expect(batches.at(-1)?.share).toBe(5 / 8);
		const rows = batches.flatMap(({ x }) => [...x]);
		expect(rows.toSorted((a, b) => a - b)).toEqual([...numbered.x]);
	});

	it('come in another order each epoch, and in the same order for the same seed', () => {
		const order = (number: number) => epoch(number).flatMap(({ x }) => [...x]);
		expect(order(1)).toEqual(order(1));
		expect(order(2)).not.toEqual(order(1));
		expect(order(1)).not.toEqual([...numbered.x]);
	});

	it('count their steps on from epoch to epoch', () => {
		expect(epoch(3).map(({ step }) => step)).toEqual([6, 7, 8]);
	});

	it('keep rows and labels together', () => {
		const samples = samplesFor(LOSS, 30, 3);
		const wide = programFor(LOSS, [], 3);
		for (const { x, y, rows } of batchesOf(wide, samples)(1))
			for (let row = 0; row < rows; row++) {
				const from = samples.y.indexOf(y[row] ?? NaN);
				expect(x.slice(row * 3, row * 3 + 3)).toEqual(samples.x.slice(from * 3, from * 3 + 3));
			}
	});
});

describe('dropout masks', () => {
	const { topology } = programFor(LOSS, [{ layer: 'dropout', rate: 0.25 }], 400);
	const masks = dropoutMasks(topology, 5);
	const first = (step: number, rows: number) => masks(step, rows)[0] ?? new Float32Array();

	it('drop the declared share and scale what stays, so that the mean is kept', () => {
		const mask = first(0, 100);
		expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
		const dropped = mask.filter((value) => value === 0).length / mask.length;
		expect(Math.abs(dropped - 0.25)).toBeLessThan(0.01);
	});

	it('differ from step to step and hang on seed and step alone', () => {
		expect(first(1, 10)).not.toEqual(first(0, 10));
		expect(dropoutMasks(topology, 5)(1, 10)[0]).toEqual(first(1, 10));
		expect(dropoutMasks(topology, 6)(1, 10)[0]).not.toEqual(first(1, 10));
	});

	it('do not hang on how many rows a batch has', () => {
		expect(first(2, 10).slice(0, 800)).toEqual(first(2, 2));
	});

	it('of neighbouring units and steps are unrelated', () => {
		const mask = first(0, 100);
		const both = mask.filter((value, i) => value === 0 && mask[i + 1] === 0).length;
		expect(Math.abs(both / 40_000 - 0.0625)).toBeLessThan(0.01);
	});
});
