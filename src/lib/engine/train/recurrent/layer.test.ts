import { describe, expect, it } from 'vitest';
import { WALK_DIGEST, walkDigest } from './digest';
import { keptPerRow, outputs, pass, type Recurrent } from './layer';
import { machine, Tenant, type Machine } from './machine';
import { passPlain } from './plain';
import { CELLS, distance, draws, KINDS, naive, titleOf, weightsFor } from './testing';
import { passVector } from './vector';

const STEP = 1e-5;

const compiled: typeof passPlain = (...call) => passVector(machine() as Machine, ...call, true);
const WAYS = [
	['in plain loops', passPlain, 5e-7, 1e-6],
	['by the compiled kernel', compiled, 1e-6, 3e-6],
] as const;

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

describe.each(
	WAYS.flatMap(([name, pass, near, nearly]) =>
		KINDS.map((layer) => [`${titleOf(layer)}, ${name}`, layer, pass, near, nearly] as const),
	),
)('%s', (_, layer, pass, near, nearly) => {
	const { weights, x, dy, rows } = caseOf(layer);

	it('gives what the definition says', () => {
		const y = naive(layer, plain(weights), [...x], rows);
		expect(distance(pass(layer, weights, x, rows).y, y)).toBeLessThan(near);
	});

	it('has the gradients of central differences', () => {
		const { dx, gradients } = pass(layer, weights, x, rows).back(dy, true);
		const arrays = plain([x, ...weights]);
		[dx ?? [], ...gradients].forEach((gradient, which) =>
			expect(distance(gradient, numeric(layer, arrays, which, dy, rows))).toBeLessThan(nearly),
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

describe.each(
	WAYS.flatMap(([name, pass, near, nearly]) =>
		CELLS.map((cell) => [`${cell}, ${name}`, cell, pass, near, nearly] as const),
	),
)('%s', (_, cell, pass, near, nearly) => {
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
			expect(distance(passed.y, naive(layer, arrays.slice(1), [...x], rows))).toBeLessThan(near);
			const { gradients } = passed.back(dy, false);
			expect(distance(gradients[2] ?? [], numeric(layer, arrays, 3, dy, rows))).toBeLessThan(nearly);
		},
	);

	it('passes on what is not a number, and saturates without an overflow', () => {
		const layer = { ...base, steps: 3 };
		const { weights } = caseOf(layer, 1);
		expect(pass(layer, weights, Float32Array.of(1, NaN, 1), 1).y).toEqual(Float32Array.of(NaN, NaN));
		const { y, back } = pass(layer, weights, Float32Array.of(1e30, -1e30, 1e30), 1);
		expect(y.every(Number.isFinite)).toBe(true);
		expect(back(Float32Array.of(1, 1), false).gradients[1]?.every(Number.isFinite)).toBe(true);
	});
});

it.each(CELLS)('%s evaluates rows part by part as it does at once', (cell) => {
	const layer = { cell, inputs: 2, width: 4, steps: 6, returnSequences: true, bidirectional: true };
	const { weights, x } = caseOf(layer, 9);
	expect(outputs(layer, weights, x, 9, 4 * keptPerRow(layer))).toEqual(pass(layer, weights, x, 9).y);
});

it('a pass whose memory another one took goes its way back as if alone', () => {
	const small = caseOf(KINDS[0] as Recurrent);
	const large = { ...(KINDS[7] as Recurrent), width: 40, steps: 60 };
	const other = caseOf(large, 20);
	const alone = compiled(KINDS[0] as Recurrent, small.weights, small.x, 3).back(small.dy, true);
	const otherAlone = compiled(large, other.weights, other.x, 20).back(other.dy, true);
	const first = compiled(KINDS[0] as Recurrent, small.weights, small.x, 3);
	const second = compiled(large, other.weights, other.x, 20);
	compiled(large, other.weights, other.x, 20);
	expect(first.back(small.dy, true)).toEqual(alone);
	expect(second.back(other.dy, true)).toEqual(otherAlone);
});

it('is carried out by the compiled kernel where there is SIMD', () => {
	const layer = KINDS[0] as Recurrent;
	const { weights, x, rows } = caseOf(layer);
	expect(pass(layer, weights, x, rows).y).toEqual(compiled(layer, weights, x, rows).y);
});

it('gives the bytes it gave in every runtime so far', async () => {
	expect(await walkDigest()).toBe(WALK_DIGEST);
});

it('refuses what no memory can hold, and goes on', () => {
	const held = machine() as Machine;
	const tenant = new Tenant('lstm of 9 units');
	held.enter(tenant);
	expect(() => held.take(tenant, 2 ** 30)).toThrow(
		expect.objectContaining({
			code: 'train.memory',
			operands: { model: 'lstm of 9 units', megabytes: 4097 },
		}),
	);
	held.leave(tenant);
	const layer = KINDS[0] as Recurrent;
	const { weights, x, rows } = caseOf(layer);
	expect(compiled(layer, weights, x, rows).y.every(Number.isFinite)).toBe(true);
});
