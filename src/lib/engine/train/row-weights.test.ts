import { expect, it } from 'vitest';
import { balancedWeights, rowWeights } from './row-weights';

it('weighs rows so that classes count alike and the mean is 1', () => {
	// sklearn.utils.class_weight.compute_class_weight("balanced", classes=[0, 1, 2], y): 0.5556, 1.6667, 1.6667.
	const weights = balancedWeights([0, 0, 0, 1, 2], 3);
	[0.5556, 0.5556, 0.5556, 1.6667, 1.6667].forEach((value, i) => expect(weights[i]).toBeCloseTo(value, 4));
	expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(5, 5);
});

it('leaves out a class that has no rows', () => {
	expect([...balancedWeights([0, 2, 2, 2], 3)].map((weight) => weight.toFixed(4))).toEqual([
		'2.0000',
		'0.6667',
		'0.6667',
		'0.6667',
	]);
});

it('multiplies a column by the class weights and scales both to 1 on average', () => {
	const weights = rowWeights({ weights: Float32Array.of(1, 3, 4), truth: Float64Array.of(0, 0, 1) }, 2);
	// 0.75, 2.25, 6 by a mean of 3.
	expect([...(weights ?? [])]).toEqual([0.25, 0.75, 2]);
	expect(rowWeights({ truth: Float64Array.of(0, 1) }, 0)).toBeNull();
	const alone = rowWeights({ weights: Float32Array.of(1, 3), truth: Float64Array.of(0, 1) }, 0);
	expect([...(alone ?? [])]).toEqual([0.5, 1.5]);
});
