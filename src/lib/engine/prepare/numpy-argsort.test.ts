import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numpyArgsort } from './numpy-argsort';

/** Musser's sequence, which makes the median of three the second least again and again: quicksort gives up. */
function killer(n: number): number[] {
	const values = Array.from({ length: n }, () => 0);
	for (let i = 1; i <= n / 2; i++) {
		if (i % 2 === 1) {
			values[i - 1] = i;
			values[i] = n / 2 + i;
		}
		values[n / 2 + i - 1] = 2 * i;
	}
	return values;
}

describe('numpyArgsort', () => {
	// np.array([(i * i * 7 + i * 3) % 5 for i in range(n)], float).argsort()[:12], numpy 1.24.2
	it.each([
		[16, [0, 1, 5, 6, 10, 11, 15, 3, 8, 13, 2, 4]],
		[17, [0, 11, 10, 15, 6, 16, 1, 5, 3, 13, 8, 4]],
		[40, [0, 15, 26, 20, 11, 10, 21, 16, 30, 6, 5, 36]],
		[100, [0, 86, 30, 31, 85, 71, 36, 40, 41, 81, 80, 26]],
	])('puts equal values of %i where numpy puts them', (n, first) => {
		const values = Float64Array.from({ length: n }, (_, i) => (i * i * 7 + i * 3) % 5);
		expect([...numpyArgsort(values).subarray(0, 12)]).toEqual(first);
	});

	it('and where quicksort gives way to heapsort', () => {
		// np.array([x // 5 for x in killer(1000)], float).argsort()[:12]
		const values = Float64Array.from(killer(1000), (x) => Math.floor(x / 5));
		expect([...numpyArgsort(values).subarray(0, 12)]).toEqual([
			0, 2, 500, 501, 502, 4, 503, 6, 8, 504, 505, 10,
		]);
	});

	it('sorts whatever it is given, naming each place once', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 300 }), (numbers) => {
				const places = [...numpyArgsort(Float64Array.from(numbers))];
				expect(places.map((place) => numbers[place])).toEqual([...numbers].sort((a, b) => a - b));
				expect(new Set(places).size).toBe(numbers.length);
			}),
		);
		expect([...numpyArgsort(new Float64Array())]).toEqual([]);
	});
});
