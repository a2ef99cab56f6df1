/** The metric that ranks runs, taken from raw outputs after each epoch; only this one, since it is paid every epoch. */
import { accuracy, rocAuc } from '../evaluate/classification-metrics';
import { confusionMatrix } from '../evaluate/curves';
import { primaryMetric } from '../evaluate/metric-info';
import { predictedClasses } from '../evaluate/predicted-classes';
import { regressionMetrics } from '../evaluate/regression-metrics';
import { decodeTarget } from '../prepare/target';
import type { Analysis } from '../schema/common';
import type { Prepared } from './prepared';
import type { PreparedSamples } from './prepared-samples';

function valueOf(
	analysis: Analysis,
	prepared: Pick<Prepared, 'fitted' | 'axis'>,
	{ truth }: Pick<PreparedSamples, 'truth'>,
	outputs: Float32Array,
): number {
	const { classes } = prepared.fitted.target;
	if (analysis === 'regression')
		return regressionMetrics(truth, decodeTarget(prepared.fitted, outputs), prepared.axis).r2;
	if (analysis === 'binary') return rocAuc(truth, outputs);
	const scores = Float64Array.from(outputs);
	return accuracy(
		confusionMatrix(truth, predictedClasses({ scores, width: classes.length }), classes.length),
	);
}

/** `{ [primary metric]: value }`, null where it is undefined. Outputs are logits or encoded values. */
export function epochMetric(
	analysis: Analysis,
	prepared: Pick<Prepared, 'fitted' | 'axis'>,
	split: Pick<PreparedSamples, 'truth'>,
	outputs: Float32Array,
): Record<string, number | null> {
	const value = valueOf(analysis, prepared, split, outputs);
	return { [primaryMetric(analysis)]: Number.isFinite(value) ? value : null };
}
