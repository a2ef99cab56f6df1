/** The best score of a project so far, for its line on Home: of the pipeline trained last, on validation rows. */
import { metricInfo, primaryMetric } from '$lib/engine/evaluate/metric-info';
import type { Run } from '$lib/engine/schema/run';

export interface Best {
	readonly target: string;
	/** "ROC-AUC". */
	readonly metric: string;
	readonly score: number;
}

/** Null while no net was trained. */
export function bestSoFar(runs: readonly Run[]): Best | null {
	const nets = runs.filter(({ ended }) => ended !== 'closed form');
	const last = nets.reduce<Run | null>((a, b) => (a && a.startedAt > b.startedAt ? a : b), null);
	if (!last) return null;
	const metric = primaryMetric(last.analysis);
	const { label, higherIsBetter } = metricInfo(metric);
	const scores = nets
		.filter(({ pipeline }) => pipeline === last.pipeline)
		.flatMap(({ metrics }) => metrics.validation[metric] ?? []);
	if (!scores.length) return null;
	return {
		target: last.target,
		metric: label,
		score: higherIsBetter ? Math.max(...scores) : Math.min(...scores),
	};
}
