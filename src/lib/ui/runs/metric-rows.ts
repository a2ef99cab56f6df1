/** The metrics table of a run: every metric on every split, the baseline's beside it, and why one is undefined. */
import { isBetter, metricInfo, METRICS } from '../../engine/evaluate/metric-info';
import { SPLITS, type SplitName } from '../../engine/schema/common';
import type { Prediction, Run, SplitPrediction } from '../../engine/schema/run';

interface MetricCell {
	readonly value: number | null;
	readonly baseline: number | null;
	readonly verdict: 'better' | 'worse' | 'equal' | 'not compared';
	/** Why there is no value; null when there is one. */
	readonly reason: string | null;
}

export interface MetricRow {
	readonly key: string;
	readonly label: string;
	readonly higherIsBetter: boolean;
	/** Whether values lie in [0, 1] and can share a drawing. */
	readonly unit: boolean;
	readonly cells: Readonly<Record<SplitName, MetricCell>>;
}

const UNIT = new Set([
	'accuracy',
	'balancedAccuracy',
	'f1',
	'precision',
	'recall',
	'rocAuc',
	'averagePrecision',
	'brier',
]);

/** Metrics in the catalogue's order (unknown ones last) that the run has on any split. */
export function metricRows(run: Run, baseline: Run | null, prediction: Prediction | null): MetricRow[] {
	const has = new Set(SPLITS.flatMap((split) => Object.keys(run.metrics[split])));
	const known = METRICS.map(({ id }) => id).filter((id) => has.has(id));
	const keys = [...known, ...[...has].filter((key) => !known.includes(key))];
	return keys.map((key) => {
		const { label, higherIsBetter } = metricInfo(key);
		const cell = (split: SplitName): MetricCell => {
			const value = run.metrics[split][key] ?? null;
			const other = baseline?.metrics[split][key] ?? null;
			return {
				value,
				baseline: other,
				verdict: verdict(key, value, other),
				reason: value === null ? undefinedReason(key, prediction?.[split] ?? null, run.classes.length) : null,
			};
		};
		return {
			key,
			label,
			higherIsBetter,
			unit: UNIT.has(key),
			cells: { train: cell('train'), validation: cell('validation'), test: cell('test') },
		};
	});
}

function verdict(key: string, value: number | null, baseline: number | null): MetricCell['verdict'] {
	if (value === null || baseline === null) return 'not compared';
	if (value === baseline) return 'equal';
	return isBetter(key, value, baseline) ? 'better' : 'worse';
}

/** Why a metric has no value on these rows, in a few words. */
export function undefinedReason(key: string, split: SplitPrediction | null, classes: number): string {
	if (!split) return 'undefined on these rows';
	if (split.truth.length === 0) return 'no rows';
	const present = new Set(split.truth).size;
	if (classes > 0 && present === 1) return 'only one class here';
	if (classes > 0 && present < classes) return `${classes - present} of ${classes} classes absent`;
	if (classes === 0 && present === 1) return 'all values are equal';
	return key === 'loss' ? 'not a number' : 'undefined on these rows';
}
