/**
 * The metric that ranks runs, taken from raw outputs after each epoch, and accuracy where training waits for it; only
 * these, since they are paid every epoch.
 */
import { accuracy, rocAuc } from '../evaluate/classification-metrics';
import { confusionMatrix } from '../evaluate/curves';
import { primaryMetric } from '../evaluate/metric-info';
import { predictedClasses } from '../evaluate/predicted-classes';
import { regressionMetrics } from '../evaluate/regression-metrics';
import { decodeTarget } from '../prepare/target';
import type { Loss } from '../schema/architecture';
import type { Analysis } from '../schema/common';
import { scoresOf, valuesOf } from './loss';
import type { Prepared } from './prepared';
import type { PreparedSamples } from './prepared-samples';

/** What the numbers of an epoch are taken for. */
export interface Measured {
	readonly analysis: Analysis;
	readonly loss: Loss;
	/** Numbers that cut-offs watch: "train.accuracy". */
	readonly monitors: readonly string[];
}

type Truth = Pick<PreparedSamples, 'truth'>;

function accuracyOf(analysis: Analysis, classes: number, { truth }: Truth, outputs: Float32Array): number {
	const width = analysis === 'binary' ? 1 : classes;
	const scores = scoresOf(analysis, outputs, width);
	return accuracy(confusionMatrix(truth, predictedClasses({ scores, width }), classes));
}

function primary(
	{ analysis, loss }: Measured,
	{ fitted, axis }: Pick<Prepared, 'fitted' | 'axis'>,
	split: Truth,
	outputs: Float32Array,
): number {
	if (analysis === 'regression')
		return regressionMetrics(split.truth, decodeTarget(fitted, valuesOf(loss, outputs)), axis).r2;
	if (analysis === 'binary') return rocAuc(split.truth, outputs);
	return accuracyOf(analysis, fitted.target.classes.length, split, outputs);
}

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** `{ [primary metric]: value }`, null where it is undefined. Outputs are raw. */
export function epochMetric(
	measured: Measured,
	prepared: Pick<Prepared, 'fitted' | 'axis'>,
	split: Truth,
	outputs: Float32Array,
): Record<string, number | null> {
	const { analysis, monitors } = measured;
	const metrics = { [primaryMetric(analysis)]: known(primary(measured, prepared, split, outputs)) };
	if (analysis !== 'binary' || !monitors.some((name) => name.endsWith('.accuracy'))) return metrics;
	const { classes } = prepared.fitted.target;
	return { ...metrics, accuracy: known(accuracyOf(analysis, classes.length, split, outputs)) };
}
