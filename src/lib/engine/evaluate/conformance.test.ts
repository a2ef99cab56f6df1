/** The fixtures of metrics and curves, by the very checks of the conformance run. */
import { describe, expect, it } from 'vitest';
import { checkCurve } from '../../../../scripts/conformance/curves';
import { checkClassification, checkRegression, predictionOf } from '../../../../scripts/conformance/metrics';
import { pick } from '../../../../tests/fixtures/fixture';
import { metricsOf } from './metrics';
import { regressionMetrics } from './regression-metrics';

describe('metrics and curves give scikit-learn’s numbers', () => {
	it.each(pick('metrics_classification', () => true))('%s', (_, found) => {
		checkClassification(found);
	});
	it.each(pick('metrics_regression', () => true))('%s', (_, found) => {
		checkRegression(found);
	});
	it.each(pick('curves', () => true))('%s', (_, found) => {
		checkCurve(found);
	});
	it('and the checks notice what is off', () => {
		const first = (family: string, name: string) => pick(family, (each) => each.startsWith(name))[0]![1];
		const metrics = first('metrics_classification', 'binary/random0');
		expect(() => checkClassification({ ...metrics, expected: { roc_auc: 0.5 } })).toThrow(/rocAuc/);
		const regression = first('metrics_regression', '1d/random0');
		expect(() => checkRegression({ ...regression, expected: { r2: { error: true } } })).toThrow(/undefined/);
		const curve = first('curves', 'det/');
		expect(() => checkCurve({ ...curve, expected: { error: true } })).toThrow(/there is none/);
	});
});

describe('metricsOf at the edges', () => {
	it('reports undefined, never a number, for no rows and for a net that diverged', () => {
		expect(
			Object.values(metricsOf('binary', predictionOf([], []), ['a', 'b'])).every((value) => value === null),
		).toBe(true);
		expect(
			Object.values(
				metricsOf(
					'multi-class',
					predictionOf(
						[0, 1],
						[
							['NaN', 1],
							[0, 1],
						],
					),
					['a', 'b'],
				),
			).every((value) => value === null),
		).toBe(true);
		expect(metricsOf('regression', predictionOf([1, 2], [1, 'NaN']), [])['r2']).toBeNull();
	});
});

describe('several outputs', () => {
	it('are averaged, but for the greatest error', () => {
		const [truth, predicted] = [
			[1, 10, 2, 30],
			[1, 10, 3, 10],
		];
		const [first, second] = [regressionMetrics([1, 2], [1, 3]), regressionMetrics([10, 30], [10, 10])];
		const both = regressionMetrics(truth, predicted, 2);
		expect(both).toMatchObject({
			maxError: 20,
			mse: (first.mse + second.mse) / 2,
			r2: (first.r2 + second.r2) / 2,
		});
	});
});
