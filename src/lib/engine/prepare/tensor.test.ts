import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { training } from '../../../../tests/fixtures/training';
import { tableOfArray } from '../array/array-table';
import type { EncodeStep } from '../schema/encode-step';
import { gather } from '../table/select-rows';
import { isString, rowsOfSamples, type Column, type Table } from '../table/table';
import { encoderOf } from './steps';
import { assemble, flatten, gatherSamples, reshaped, windowed, type Tensor } from './tensor';
import { windowPlan } from './window';

const counted = (shape: readonly number[]): Tensor => ({
	x: Float32Array.from({ length: shape.reduce((all, size) => all * size, 1) }, (_, i) => i),
	shape,
	features: [],
});

describe('assemble', () => {
	it('gives samples × columns, samples × rows × columns, samples × channels × rows × columns', () => {
		const { x } = counted([12, 2]);
		const names = ['a', 'b'];
		expect(assemble(x, names).shape).toEqual([12, 2]);
		expect(assemble(x, names, [3]).shape).toEqual([4, 3, 2]);
		const images = assemble(x, names, [2, 3]);
		expect(images.shape).toEqual([2, 2, 2, 3]);
		expect([...images.x.slice(0, 12)]).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]);
	});

	it('shares memory where nothing has to move', () => {
		const { x } = counted([12, 1]);
		expect(assemble(x, ['grey'], [2, 3]).x).toBe(x);
		expect(assemble(x, ['a'], [3]).x).toBe(x);
	});

	it('and `flatten` are each other’s inverse', () => {
		const size = fc.integer({ min: 1, max: 5 });
		fc.assert(
			fc.property(size, size, fc.array(size, { maxLength: 2 }), (samples, width, inner) => {
				const { x } = counted([samples, width, ...inner]);
				const tensor = assemble(
					x,
					Array.from({ length: width }, (_, c) => `${c}`),
					inner,
				);
				expect(tensor.shape[0]).toBe(samples);
				expect(flatten(tensor, inner)).toEqual(x);
			}),
		);
	});
});

describe('tensors of samples', () => {
	it('are gathered in the order asked for', () => {
		const some = gatherSamples(counted([4, 2, 2]), Uint32Array.of(3, 0));
		expect(some.shape).toEqual([2, 2, 2]);
		expect([...some.x]).toEqual([12, 13, 14, 15, 0, 1, 2, 3]);
	});

	it('gain an axis by windows, of rows as of images', () => {
		const plan = windowPlan(5, { size: 2, shift: 2 }, false);
		const films = windowed(counted([5, 1, 2, 2]), plan.starts, plan.size);
		expect(films.shape).toEqual([2, 2, 1, 2, 2]);
		expect([...films.x]).toEqual(Array.from({ length: 16 }, (_, i) => i + 4));
		expect(reshaped(films, [0, 3, '2', 4]).shape).toEqual([2, 2, 2, 2]);
		expect(() => reshaped(films, [0, 3, 4])).toThrow('another number of values');
	});

	it('keep the order of their values when reshaped', () => {
		const whole = counted([5, 2, 8, 4]);
		expect(reshaped(whole, [0, 2, 1, 3])).toEqual({ ...whole, shape: [5, 8, 2, 4] });
	});
});

/** Rows × columns, row-major. */
function written(columns: readonly Column[]): Float32Array {
	const rows = columns[0] && !isString(columns[0]) ? columns[0].values.length : 0;
	const x = new Float32Array(rows * columns.length);
	columns.forEach((column, c) => {
		if (!isString(column)) column.values.forEach((value, row) => (x[row * columns.length + c] = value));
	});
	return x;
}
const block = (table: Table, samples: Uint32Array): Column[] =>
	table.columns.map((column) => gather(column, rowsOfSamples(table, samples)));
const STEPS: EncodeStep[] = [
	{ encoder: 'StandardScaler' },
	{ encoder: 'MinMaxScaler' },
	{ encoder: 'Divide', by: 255 },
	{ encoder: 'PolynomialFeatures', degree: [1, 2] },
];

describe('encoders on sequences and images (SPEC §6.4, §20 defect 3)', () => {
	const train = Uint32Array.of(0, 2, 3);
	const images = tableOfArray({
		shape: [5, 3, 4, 4],
		dtype: 'float32',
		values: Float32Array.from({ length: 240 }, (_, i) => ((i * 37) % 101) + (Math.floor(i / 16) % 3) * 500),
	});

	it('StandardScaler gives every channel of the training images mean 0 and variance 1, whatever its level', () => {
		const scaler = encoderOf({ encoder: 'StandardScaler' });
		const bound = scaler.bind(scaler.fit(training(block(images, train)), { encoder: 'StandardScaler' }));
		const before = assemble(written(block(images, train)), ['r', 'g', 'b'], images.inner);
		const { x, shape } = assemble(written(bound.apply(block(images, train))), ['r', 'g', 'b'], images.inner);
		expect(shape).toEqual([3, 3, 4, 4]);
		for (let channel = 0; channel < 3; channel++) {
			const of = (values: Float32Array) => values.filter((_, i) => Math.floor(i / 16) % 3 === channel);
			const mean = of(x).reduce((sum, value) => sum + value, 0) / 48;
			const variance = of(x).reduce((sum, value) => sum + value ** 2, 0) / 48;
			expect(mean).toBeCloseTo(0, 5);
			expect(variance).toBeCloseTo(1, 5);
			expect(Math.max(...of(before.x))).toBeGreaterThan(Math.max(...of(x)));
		}
	});

	it.each(STEPS.map((step) => [step.encoder, step] as const))(
		'%s gives what it gives for the table of all rows',
		(_, step) => {
			const size = fc.integer({ min: 1, max: 4 });
			const shapes = fc
				.tuple(fc.integer({ min: 2, max: 4 }), size, size, fc.option(size))
				.map(([samples, ...inner]) => [samples, ...inner.filter((axis) => axis !== null)]);
			const shaped = shapes.chain((shape) => {
				const length = shape.reduce((all, axis) => all * axis, 1);
				const values = fc.array(fc.integer({ min: -999, max: 999 }), {
					minLength: length,
					maxLength: length,
				});
				return fc.record({ shape: fc.constant(shape), values, chosen: fc.shuffledSubarray([0, 1]) });
			});
			fc.assert(
				fc.property(shaped, ({ shape, values, chosen }) => {
					const table = tableOfArray({ shape, dtype: 'float64', values: Float64Array.from(values) });
					const plain: Table = { rows: table.rows, columns: table.columns };
					const bound = encoderOf(step).bind(
						encoderOf(step).fit(training(block(table, Uint32Array.of(0, 1))), step),
					);
					const names = bound.names(table.columns.map(({ name }) => name));
					const flat = written(bound.apply([...plain.columns]));
					const whole = assemble(flat, names, table.inner);
					// The encoded columns are the last axis of sequences and the channels of images.
					expect(whole.shape).toEqual(
						shape.length === 4
							? [shape[0], names.length, ...shape.slice(2)]
							: [...shape.slice(0, -1), names.length],
					);
					expect(flatten(whole, table.inner)).toEqual(flat);
					const samples = Uint32Array.from(chosen);
					const part = assemble(written(bound.apply(block(table, samples))), names, table.inner);
					expect(part.x).toEqual(gatherSamples(whole, samples).x);
				}),
				{ numRuns: 40 },
			);
		},
	);
});
