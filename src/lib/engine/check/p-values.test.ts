/** Tails against scipy 1.13: `scipy.stats.chi2.sf(x, k)` and `scipy.special.kolmogorov(x)`. */
import { describe, expect, it } from 'vitest';
import { chiSquareTail, holm, kolmogorovTail } from './p-values';

describe('chiSquareTail', () => {
	it.each([
		[3.84, 1, 0.05004352124870519],
		[20, 10, 0.029252688076961124],
		[1, 5, 0.9625657732472964],
		[200, 100, 1.1784500720979781e-8],
	])('of %d with %d degrees', (x, degrees, expected) => {
		expect(Math.abs(chiSquareTail(x, degrees) / expected - 1)).toBeLessThan(1e-9);
	});
	it('is 1 where nothing is compared', () => {
		expect(chiSquareTail(0, 3)).toBe(1);
		expect(chiSquareTail(5, 0)).toBe(1);
	});
});

describe('kolmogorovTail', () => {
	it('is Kolmogorov’s distribution for many values', () => {
		const n = 2e10;
		expect(kolmogorovTail(1.36 / Math.sqrt(n / 2), n, n)).toBeCloseTo(0.04948587675, 5);
		expect(kolmogorovTail(1.0 / Math.sqrt(n / 2), n, n)).toBeCloseTo(0.26999967168, 5);
	});
	it('is 1 without a difference and 0 with all of it', () => {
		expect(kolmogorovTail(0, 50, 50)).toBe(1);
		expect(kolmogorovTail(1, 500, 500)).toBeLessThan(1e-100);
	});
});

describe('holm', () => {
	it('multiplies the smallest by all, the next by one less, and keeps their order', () => {
		expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
		expect(holm([0.9, 0.8])).toEqual([1, 1]);
		expect(holm([])).toEqual([]);
	});
});
