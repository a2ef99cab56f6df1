import { expect, it } from 'vitest';
import { batchNorm } from './norm';

it('moves running statistics a tenth towards those of a full batch, and a share of that for a partial one', () => {
	const layer = {
		...({ kind: 'batchNorm', channels: 2, from: [-1], given: [[2]], shape: [2], units: 2 } as const),
	};
	const weights = [
		[1, 1],
		[0, 0],
		[0, 10],
		[1, 5],
	].map((values) => Float64Array.from(values));
	const x = Float64Array.of(1, 7, 3, 7);
	const after = (share: number) =>
		batchNorm(layer, weights, [x], 2, { mask: null, share }).running?.map((values) => Array.from(values));
	expect(after(1)).toEqual([
		[expect.closeTo(0.2, 12), expect.closeTo(9.7, 12)],
		[expect.closeTo(1, 12), expect.closeTo(4.5, 12)],
	]);
	expect(after(0.5)?.[0]).toEqual([expect.closeTo(0.1, 12), expect.closeTo(9.85, 12)]);
});
