import { describe, expect, it } from 'vitest';
import { Stream } from './stream';
import { threefry2x32 } from './threefry';

describe('threefry2x32', () => {
	// Known-answer vectors of the Random123 distribution (kat_vectors, threefry2x32 20).
	it.each([
		[0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
		[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
		[0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
	])('matches the published vector for key %i %i', (k0, k1, c0, c1, e0, e1) => {
		expect(threefry2x32(k0, k1, c0, c1)).toEqual([e0, e1]);
	});
});

describe('Stream', () => {
	it('gives the same numbers for the same seed and name, and others otherwise', () => {
		const draw = (seed: number, name: string) =>
			Array.from(
				{ length: 8 },
				(
					(s) => () =>
						s.uint32()
				)(new Stream(seed, name)),
			);
		expect(draw(7, 'split')).toEqual(draw(7, 'split'));
		expect(draw(7, 'split')).not.toEqual(draw(8, 'split'));
		expect(draw(7, 'split')).not.toEqual(draw(7, 'shuffle'));
	});

	it('derives children that do not depend on what the parent drew', () => {
		const fresh = new Stream(1, 'a').child('b').uint32();
		const parent = new Stream(1, 'a');
		parent.uniform();
		expect(parent.child('b').uint32()).toBe(fresh);
	});

	it('is uniform and normal in its first two moments', () => {
		const stream = new Stream(3, 'moments');
		const n = 50_000;
		let mean = 0;
		let square = 0;
		let uniform = 0;
		for (let i = 0; i < n; i++) {
			const z = stream.normal();
			mean += z / n;
			square += (z * z) / n;
			uniform += stream.uniform() / n;
		}
		expect(Math.abs(mean)).toBeLessThan(0.02);
		expect(Math.abs(square - 1)).toBeLessThan(0.03);
		expect(Math.abs(uniform - 0.5)).toBeLessThan(0.005);
	});

	it('permutes without losing an index', () => {
		const order = [...new Stream(5, 'p').permutation(100)].sort((a, b) => a - b);
		expect(order).toEqual(Array.from({ length: 100 }, (_, i) => i));
	});
});
