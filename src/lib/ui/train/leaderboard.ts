/**
 * The leaderboard of one pipeline, as data: every run with its trial, trials with mean and sd over their runs, best
 * first by the primary metric on validation. The test score is carried along and never ranks.
 */
import { canonicalJson, type Id } from '$lib/engine/canonical';
import type { ProjectContents } from '$lib/engine/ports';
import { isBaseline, type Architecture } from '$lib/engine/schema/architecture';
import type { Trainer } from '$lib/engine/schema/experiment';
import type { Run, SplitMetrics } from '$lib/engine/schema/run';
import { summarise, type Summary } from '$lib/ui/runs/summary';

/** Runs that differ in nothing but seed and repeat. */
export interface Trial {
	readonly key: string;
	readonly name: string;
	readonly baseline: boolean;
	readonly runs: readonly Run[];
	readonly validation: Summary;
	readonly test: Summary;
	readonly loss: Summary;
}

export interface Row {
	readonly run: Run;
	readonly trial: Trial;
	readonly validation: number | null;
	readonly test: number | null;
	readonly loss: number | null;
	/** "2 of 5"; null without folds. */
	readonly fold: string | null;
	/** 1-based place among the trial's runs of the same fold, by seed and repeat. */
	readonly repeat: number;
	/** 1-based; null for the baseline and for an undefined score. */
	readonly rank: number | null;
}

const metric = (run: Run, split: keyof SplitMetrics, name: string): number | null =>
	run.metrics[split][name] ?? null;

/** Higher first, undefined last. */
const descending = (a: number | null, b: number | null): number =>
	a === null || b === null ? Number(a === null) - Number(b === null) : b - a;

/** Runs of one pipeline that are not archived, and of these no other pipeline's. */
export function runsOf(contents: ProjectContents, pipeline: Id): Run[] {
	const archived = new Set(contents.annotations.filter((each) => each.archived).map((each) => each.run));
	return contents.runs.filter((run) => run.pipeline === pipeline && !archived.has(run.id));
}

/** What two runs share that differ in nothing but luck. */
export const trialKey = (architecture: Id, trainer: Trainer): string =>
	`${architecture} ${canonicalJson(trainer)}`;

/**
 * Trials, best mean validation score first, ties by lower validation loss. Runs group by architecture and trainer; two trials of one name are told
 * apart by a number, the older first: "Small net", "Small net 2".
 */
export function trialsOf(contents: ProjectContents, runs: readonly Run[], primary: string): Trial[] {
	const architectures = new Map(contents.architectures.map((each) => [each.id, each.document]));
	const experiments = new Map(contents.experiments.map((each) => [each.id, each.document]));
	const groups = new Map<string, { architecture: Architecture | undefined; runs: Run[] }>();
	for (const run of runs.toSorted((a, b) => a.startedAt - b.startedAt)) {
		const architecture = architectures.get(run.architecture);
		const trainer = experiments.get(run.experiment)?.trainer;
		const constant = architecture !== undefined && isBaseline(architecture);
		const key = constant || !trainer ? run.architecture : trialKey(run.architecture, trainer);
		const group = groups.get(key) ?? { architecture, runs: [] };
		group.runs.push(run);
		groups.set(key, group);
	}
	const used = new Map<string, number>();
	const trials = [...groups].map(([key, group]): Trial => {
		const name = group.architecture?.name ?? 'Unknown net';
		const count = (used.get(name) ?? 0) + 1;
		used.set(name, count);
		return {
			key,
			name: count === 1 ? name : `${name} ${count}`,
			baseline: group.architecture !== undefined && isBaseline(group.architecture),
			runs: group.runs.toSorted(
				(a, b) => a.seed - b.seed || (a.fold ?? 0) - (b.fold ?? 0) || a.repeat - b.repeat,
			),
			validation: summarise(group.runs.map((run) => metric(run, 'validation', primary))),
			test: summarise(group.runs.map((run) => metric(run, 'test', primary))),
			loss: summarise(group.runs.map((run) => metric(run, 'validation', 'loss'))),
		};
	});
	return trials.toSorted(
		(a, b) =>
			descending(a.validation.mean, b.validation.mean) ||
			(a.loss.mean ?? Infinity) - (b.loss.mean ?? Infinity) ||
			Number(a.baseline) - Number(b.baseline),
	);
}

/** How often a key has come by now, this time counted. */
function counted<K>(seen: Map<K, number>, key: K): number {
	const times = (seen.get(key) ?? 0) + 1;
	seen.set(key, times);
	return times;
}

/** Every run a row, best validation score first; ties by lower validation loss, then in the order they were trained. */
export function rowsOf(
	trials: readonly Trial[],
	primary: string,
	fold: (run: Run) => string | null = () => null,
): Row[] {
	const rows = trials.flatMap((trial) => {
		const seen = new Map<number | undefined, number>();
		return trial.runs.map((run) => ({
			run,
			fold: fold(run),
			repeat: counted(seen, run.fold),
			trial,
			validation: metric(run, 'validation', primary),
			test: metric(run, 'test', primary),
			loss: metric(run, 'validation', 'loss'),
		}));
	});
	rows.sort(
		(a, b) =>
			descending(a.validation, b.validation) ||
			(a.loss ?? Infinity) - (b.loss ?? Infinity) ||
			a.run.startedAt - b.run.startedAt,
	);
	let rank = 0;
	return rows.map((row) => ({ ...row, rank: row.trial.baseline || row.validation === null ? null : ++rank }));
}
