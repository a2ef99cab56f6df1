/** Learning curves as plain series, from a finished run's history or from the events of a job in training. */
import type { Run } from '$lib/engine/schema/run';
import type { LiveJob } from '$lib/ui/state/activity.svelte';
import type { CurveGroup } from './curve-groups';
import type { Row } from './leaderboard';

export interface Curve {
	/** Job key: the same before and after the job has become a run. */
	readonly key: string;
	/** Key of the trial: architecture and trainer. */
	readonly model: string;
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
		model: trial.key,
		name: trial.name,
		fold,
		repeat,
		live: false,
		bestEpoch: run.bestEpoch || null,
		train: run.history.train[measure] ?? [],
		validation: run.history.validation[measure] ?? [],
	};
}

/** What a job in training is one of. */
export interface LiveOf {
	/** Key and name of its trial. */
	readonly model: string;
	readonly name: string;
	readonly fold: string | null;
}

function curveOfLive(live: LiveJob, measure: string, of: LiveOf): Curve {
	return {
		key: live.job.key,
		...of,
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

/** Range of the drawn values, as far as a share of them goes; a little room, and the first epochs kept from flattening the rest. */
export function extent(
	focused: Pick<Curve, 'train' | 'validation'>,
	others: readonly Pick<Curve, 'validation'>[],
	share = 0.995,
): [number, number] {
	const values = [focused.train, focused.validation, ...others.map(({ validation }) => validation)]
		.flat()
		.filter((value): value is number => value !== null && Number.isFinite(value));
	if (!values.length) return [0, 1];
	values.sort((a, b) => a - b);
	const low = values[0] ?? 0;
	const high = values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 1;
	const room = (high - low || Math.abs(high) || 1) * 0.06;
	return [low - room, high + room];
}

/** The same for models: their medians and the middle half of their fits. */
export function extentOf(
	groups: readonly Pick<CurveGroup, 'train' | 'low' | 'high' | 'folds'>[],
): [number, number] {
	const [first, ...rest] = groups.flatMap(({ train, low, high, folds }) =>
		[train, low, high, ...folds.map(({ validation }) => validation)].map((validation) => ({ validation })),
	);
	return extent({ train: first?.validation ?? [], validation: [] }, rest, 0.975);
}

/** The area between two lines, as far as both are defined. */
export function areaOf(
	low: readonly (number | null)[],
	high: readonly (number | null)[],
	x: (epoch: number) => number,
	y: (value: number) => number,
): string {
	const points = low.flatMap((bottom, index) => {
		const top = high[index];
		if (bottom === null || top === null || top === undefined) return [];
		return [{ at: x(index + 1).toFixed(1), bottom: y(bottom).toFixed(1), top: y(top).toFixed(1) }];
	});
	if (points.length < 2) return '';
	const there = points.map(({ at, top }) => `${at} ${top}`).join('L');
	const back = points
		.toReversed()
		.map(({ at, bottom }) => `${at} ${bottom}`)
		.join('L');
	return `M${there}L${back}Z`;
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

/**
 * Jobs of the queue first, those that have ended too until their run is among the rows; then the rows in their order. A
 * job that has become a run is drawn once.
 */
export function curvesOf(
	rows: readonly Row[],
	live: readonly LiveJob[],
	measure: string,
	of: (live: LiveJob) => LiveOf = ({ job, name }) => ({ model: job.experiment, name, fold: null }),
): Curve[] {
	const done = rows
		.filter(({ trial }) => !trial.baseline)
		.map((row) => curveOfRun(row, measure))
		.filter(({ train, validation }) => train.length > 0 || validation.length > 0);
	const kept = new Set(done.map(({ key }) => key));
	const running = live.filter(
		({ job, state, epochs }) => state !== 'waiting' && epochs.length > 0 && !kept.has(job.key),
	);
	return [...running.map((each) => curveOfLive(each, measure, of(each))), ...done];
}
