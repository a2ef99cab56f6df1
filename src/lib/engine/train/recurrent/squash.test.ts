import { expect, it } from 'vitest';
import { sigmoid, tanh } from './squash';

const X = Float32Array.from({ length: 20_001 }, (_, i) => (i - 10_000) / 1000);
const FAR = Float32Array.of(0, -0, 1e-8, -1e-8, 20, -20, 50, -50, 1e30, -1e30, Infinity, -Infinity);

/** How many steps of 32 bits lie between, at most. */
function apart(values: Float32Array, expected: (x: number) => number, x: Float32Array): number {
	const ulp = (value: number) => 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(value) || 1e-38))) - 23);
	return Math.max(
		...Array.from(values, (value, i) => {
			const right = expected(x[i] as number);
			return Math.abs(value - right) / ulp(right);
		}),
	);
}

it('rounds the logistic function and tanh as good as rightly', () => {
	const s = X.slice();
	sigmoid(s, 0, s.length);
	expect(apart(s, (x) => 1 / (1 + Math.exp(-x)), X)).toBeLessThan(0.6);
	const t = X.slice();
	tanh(t, 0, t.length);
	expect(apart(t, Math.tanh, X)).toBeLessThan(0.7);
});

it('takes far values, zeros and infinities', () => {
	const t = FAR.slice();
	tanh(t, 0, t.length);
	t.forEach((value, i) => expect(value).toBeCloseTo(Math.tanh(FAR[i] as number), 12));
	const s = FAR.slice();
	sigmoid(s, 0, s.length);
	s.forEach((value, i) => expect(value).toBeCloseTo(1 / (1 + Math.exp(-(FAR[i] as number))), 7));
});

it('touches the stretch it was told alone', () => {
	const values = Float32Array.of(1, 1, 1, 1);
	tanh(values, 1, 2);
	sigmoid(values, 2, 3);
	expect(values).toEqual(Float32Array.of(1, Math.tanh(1), 1 / (1 + Math.exp(-1)), 1));
});
