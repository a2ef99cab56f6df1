/** Equal values at a quantile: numpy's rounding of the probabilities decides where they go, so ours must be the same. */
import { describe, expect, it } from 'vitest';
import { overrideScope, trainingBlock } from '../check/fit-scope';
import { quantileBins } from '../split/quantile-bins';
import { numbers } from './scaling';
import { encoderOf } from './steps';

const range = (count: number) => Float64Array.from({ length: count }, (_, i) => i);

describe('equal values at a quantile', () => {
	// QuantileTransformer(n_quantiles=7).fit_transform(x), scikit-learn 1.2.1; without the way through percentages the
	// second and third would be 0.25.
	it('are told apart by QuantileTransformer as scikit-learn does', () => {
		const values = Float64Array.of(0.2, 0.5, 0.5, 0.7, 0.7, 0.7, 0.9);
		const step = { encoder: 'QuantileTransformer' as const };
		const block = [{ name: 'a', dtype: 'float64' as const, values }];
		const every = overrideScope([], { step: 'QuantileTransformer', reason: 'no row is evaluated' });
		const state = encoderOf(step).fit(trainingBlock(block, every), step);
		const [given] = encoderOf(step).bind(state).apply(block);
		const wanted = [0, 1 / 3, 1 / 3, 2 / 3, 2 / 3, 2 / 3, 1];
		numbers(given!).forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 12));
	});

	// numpy.quantile(numpy.arange(31.0), numpy.linspace(0, 1, 7)) gives 24.999999999999996 for the sixth edge.
	it('fall into qcut’s bins as with pandas', () => {
		const { codes } = quantileBins(range(31), 6);
		expect(codes[24]).toBe(4);
		expect(codes[25]).toBe(5);
	});
});
