/** Learning curves as plain series, from a finished run's history or from the events of a job in training. */
import type { Run } from '$lib/engine/schema/run';
import type { LiveJob } from '$lib/ui/state/activity.svelte';
import type { Row } from './leaderboard';

export interface Curve {
	/** Job key: the same before and after the job has become a run. */
	readonly key: string;
	readonly name: string;
	/** "2 of 5"; null without folds. */
	readonly fold: string | null;
	/** 1-based. */
	readonly repeat: number;
	/** In training now. */
	readonly live: boolean;
	readonly bestEpoch: number | null;
	readonly train: readonly (number | null)[];
	readonly validation: readonly (number | null)[];
}

function curveOfRun({ run, trial, fold, repeat }: Row, measure: string): Curve {
	return {
		key: run.jobKey,
		name: trial.name,
		fold,
		repeat,
		live: false,
		bestEpoch: run.bestEpoch || null,
		train: run.history.train[measure] ?? [],
		validation: run.history.validation[measure] ?? [],
	};
}

function curveOfLive(live: LiveJob, measure: string, fold: string | null): Curve {
	return {
		key: live.job.key,
		name: live.name,
		fold,
		repeat: live.job.repeat + 1,
		live: live.state === 'running',
		bestEpoch: null,
		train: live.epochs.map(({ train }) => train[measure] ?? null),
		validation: live.epochs.map(({ validation }) => validation[measure] ?? null),
	};
}

/** 0, 1, 2 or 5 times a power of ten apart, covering [low, high] in about `wanted` steps. */
export function ticks(low: number, high: number, wanted: number): number[] {
	if (!(high > low)) return [low];
	const rough = (high - low) / wanted;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
	const first = Math.ceil(low / step - 1e-9);
	const last = Math.floor(high / step + 1e-9);
	return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
		Number(((first + i) * step).toPrecision(12)),
	);
}

/** Range of the drawn values; a little room, and outliers of the first epochs kept from flattening the rest. */
export function extent(focused: Curve, others: readonly Curve[]): [number, number] {
	const values = [focused.train, focused.validation, ...others.map(({ validation }) => validation)]
		.flat()
		.filter((value): value is number => value !== null && Number.isFinite(value));
	if (!values.length) return [0, 1];
	values.sort((a, b) => a - b);
	const low = values[0] ?? 0;
	const high = values[Math.min(values.length - 1, Math.floor(values.length * 0.995))] ?? 1;
	const room = (high - low || Math.abs(high) || 1) * 0.06;
	return [low - room, high + room];
}

/** SVG path through the values; undefined ones break the line. `x` and `y` map epoch and value to pixels. */
export function pathOf(
	values: readonly (number | null)[],
	x: (epoch: number) => number,
	y: (value: number) => number,
): string {
	let pen = 'M';
	let path = '';
	values.forEach((value, index) => {
		if (value === null || !Number.isFinite(value)) {
			pen = 'M';
			return;
		}
		path += `${pen}${x(index + 1).toFixed(1)} ${y(value).toFixed(1)}`;
		pen = 'L';
	});
	return path;
}

/** What was noted by epoch, the loss first. */
export function measuresOf(runs: readonly Run[], live: readonly LiveJob[]): string[] {
	const noted = new Set(runs.flatMap(({ history }) => Object.keys(history.validation)));
	for (const { epochs } of live) for (const key of Object.keys(epochs[0]?.validation ?? {})) noted.add(key);
	noted.delete('loss');
	return ['loss', ...noted];
}

/** Jobs in training first, then the rows in their order; a job that has become a run is drawn once. */
export function curvesOf(
	rows: readonly Row[],
	live: readonly LiveJob[],
	measure: string,
	fold: (of: { readonly fold?: number | undefined }) => string | null = () => null,
): Curve[] {
	const done = rows
		.map((row) => curveOfRun(row, measure))
		.filter(({ train, validation }) => train.length > 0 || validation.length > 0);
	const kept = new Set(done.map(({ key }) => key));
	const running = live.filter(
		({ job, state, epochs }) => state === 'running' && epochs.length > 0 && !kept.has(job.key),
	);
	return [...running.map((each) => curveOfLive(each, measure, fold(each.job))), ...done];
}
