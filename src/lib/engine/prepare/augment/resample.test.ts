import { describe, expect, it } from 'vitest';
import { resample } from './resample';

// a = (numpy.arange(12)**2 % 17).reshape(3, 4)
const image = Float32Array.of(0, 1, 4, 9, 16, 8, 2, 15, 13, 13, 15, 2);
const map = { row: [0.8, 0.3, 0.25], column: [-0.2, 1.1, -0.4] } as const;
const close = (actual: Float32Array, expected: number[]) => {
	expect(actual.length).toBe(expected.length);
	expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 5));
};

describe('resample gives scipy.ndimage.affine_transform(a, matrix, offset, order=1)', () => {
	it("mode='nearest'", () => {
		close(
			resample(image, [1, 3, 4], map),
			[4.0, 6.035, 3.23, 12.14, 15.85, 12.35, 10.77, 6.16, 13.45, 13.0, 13.8, 8.5],
		);
	});

	it("mode='grid-constant', cval=5", () => {
		close(
			resample(image, [1, 3, 4], map, { fill: 'constant', value: 5 }),
			[4.4, 6.035, 3.23, 12.14, 9.34, 12.35, 10.77, 6.16, 6.69, 11.8, 9.84, 5.875],
		);
	});

	it('channel by channel', () => {
		const twice = Float32Array.of(...image, ...image.map((value) => value * 2));
		const single = resample(image, [1, 3, 4], map);
		close(resample(twice, [2, 3, 4], map), [...single, ...single.map((value) => value * 2)]);
	});
});

it('whole places give the old values, whatever stands beside them', () => {
	const odd = Float32Array.of(1, Infinity, NaN, -3);
	expect(resample(odd, [1, 2, 2], { row: [1, 0, 0], column: [0, 1, 0] })).toEqual(odd);
});

it('reads nothing outside the frame', () => {
	const seen = resample(
		image,
		[1, 3, 4],
		{ row: [1, 0, 0], column: [0, 1, 0] },
		{ fill: 'edge' },
		{ top: 1, left: 1, rows: 1, columns: 2 },
	);
	expect([...seen]).toEqual([8, 8, 2, 2, 8, 8, 2, 2, 8, 8, 2, 2]);
});
