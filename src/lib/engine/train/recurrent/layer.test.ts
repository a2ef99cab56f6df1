import { describe, expect, it } from 'vitest';
import { keptPerRow, outputs, pass, type Recurrent } from './layer';
import { CELLS, distance, draws, KINDS, naive, titleOf, weightsFor } from './testing';

const STEP = 1e-5;

const plain = (arrays: readonly Float32Array[]): number[][] => arrays.map((values) => [...values]);

function caseOf(layer: Recurrent, rows = 3) {
	const weights = weightsFor(layer);
	const x = draws('x', rows * layer.steps * layer.inputs);
	const dy = draws('dy', naive(layer, plain(weights), [...x], rows).length);
	return { weights, x, dy, rows };
}

/** dLoss of Σ dy · y by each number of one array, by central differences in 64 bits. */
function numeric(
	layer: Recurrent,
	arrays: number[][],
	which: number,
	dy: Float32Array,
	rows: number,
): number[] {
	const values = arrays[which] ?? [];
	const loss = () => {
		const [x = [], ...weights] = arrays;
		return naive(layer, weights, x, rows).reduce((sum, value, i) => sum + value * (dy[i] ?? NaN), 0);
	};
	return values.map((held, i) => {
		values[i] = held + STEP;
		const above = loss();
		values[i] = held - STEP;
		const below = loss();
		values[i] = held;
		return (above - below) / (2 * STEP);
	});
}

describe.each(KINDS.map((layer) => [titleOf(layer), layer] as const))('%s', (_, layer) => {
	const { weights, x, dy, rows } = caseOf(layer);

	it('gives what the definition says', () => {
		const y = naive(layer, plain(weights), [...x], rows);
		expect(distance(pass(layer, weights, x, rows).y, y)).toBeLessThan(5e-7);
	});

	it('has the gradients of central differences', () => {
		const { dx, gradients } = pass(layer, weights, x, rows).back(dy, true);
		const arrays = plain([x, ...weights]);
		[dx ?? [], ...gradients].forEach((gradient, which) =>
			expect(distance(gradient, numeric(layer, arrays, which, dy, rows))).toBeLessThan(2e-6),
		);
	});

	it('gives the same bytes again, and leaves what it was given as it was', () => {
		const held = [x, dy, ...weights].map((values) => values.slice());
		const run = () => {
			const { y, back } = pass(layer, weights, x, rows);
			return [y, back(dy, true)];
		};
		expect(run()).toEqual(run());
		expect([x, dy, ...weights]).toEqual(held);
	});

	it('does not work out dLoss/dx where it is not wanted', () => {
		const { dx, gradients } = pass(layer, weights, x, rows).back(dy, false);
		expect(dx).toBeNull();
		expect(gradients).toEqual(pass(layer, weights, x, rows).back(dy, true).gradients);
	});
});

describe.each(CELLS)('%s', (cell) => {
	const base = { cell, inputs: 1, width: 1, steps: 1, returnSequences: false, bidirectional: true };

	it.each([
		[1, 1, 1, 1],
		[1, 2, 6, 5],
		[7, 3, 2, 9],
		[66, 4, 3, 2],
	])(
		'agrees with the definition for %i rows, %i steps, %i inputs, %i units',
		(rows, steps, inputs, width) => {
			const layer = { ...base, steps, inputs, width };
			const { weights, x, dy } = caseOf(layer, rows);
			const passed = pass(layer, weights, x, rows);
			const arrays = plain([x, ...weights]);
			expect(distance(passed.y, naive(layer, arrays.slice(1), [...x], rows))).toBeLessThan(5e-7);
			const { gradients } = passed.back(dy, false);
			expect(distance(gradients[2] ?? [], numeric(layer, arrays, 3, dy, rows))).toBeLessThan(2e-6);
		},
	);

	it('evaluates rows part by part as it does at once', () => {
		const layer = { ...base, steps: 6, width: 4 };
		const { weights, x } = caseOf(layer, 9);
		expect(outputs(layer, weights, x, 9, 4 * keptPerRow(layer))).toEqual(pass(layer, weights, x, 9).y);
	});

	it('passes on what is not a number, and saturates without an overflow', () => {
		const layer = { ...base, steps: 3 };
		const { weights } = caseOf(layer, 1);
		expect(pass(layer, weights, Float32Array.of(1, NaN, 1), 1).y).toEqual(Float32Array.of(NaN, NaN));
		const { y, back } = pass(layer, weights, Float32Array.of(1e30, -1e30, Infinity), 1);
		expect(y.every(Number.isFinite)).toBe(true);
		expect(back(Float32Array.of(1, 1), false).gradients[1]?.every(Number.isFinite)).toBe(true);
	});
});
