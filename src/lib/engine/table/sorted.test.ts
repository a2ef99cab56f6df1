import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countBelow, sorted } from './sorted';
import { Stream } from '../random/stream';

const generators: [string, (u: number) => number][] = [
	['even', (u) => u * 100 - 50],
	['whole', (u) => Math.floor(u * 50)],
	['heavy-tailed', (u) => 1 / (u + 1e-9) ** 3],
	['partly infinite', (u) => (u < 0.01 ? -Infinity : u)],
	['tiny', (u) => u * 1e-310],
	['constant', () => 4],
];

describe('sorted', () => {
	it.each(generators)('agrees with the built-in sort on long %s columns', (_, f) => {
		const stream = new Stream(9, 'sorted');
		const values = Float64Array.from({ length: 5000 }, () => f(stream.uniform()));
		expect(sorted(values)).toEqual(values.slice().sort());
	});

	it('agrees with the built-in sort on any short column', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ noNaN: true })), (values) => {
				expect([...sorted(Float64Array.from(values))]).toEqual([...Float64Array.from(values).sort()]);
			}),
		);
	});
});

describe('countBelow', () => {
	it('counts entries below a bound', () => {
		const values = Float64Array.of(1, 2, 2, 5);
		expect([0, 1, 2, 3, 9].map((bound) => countBelow(values, bound))).toEqual([0, 0, 1, 3, 4]);
	});
});
