/**
 * One run as the table knows it: the run's record joined with its net, data and what people said about it.
 * Everything is looked up once; missing documents leave their cell undefined rather than the run unseen.
 */
import type { Id } from '../../engine/canonical';
import { metricInfo, primaryMetric } from '../../engine/evaluate/metric-info';
import type { ProjectContents } from '../../engine/ports';
import { isBaseline } from '../../engine/schema/architecture';
import type { Analysis } from '../../engine/schema/common';
import type { Annotation, Run } from '../../engine/schema/run';
import { foldWords } from './fold-words';

export interface RunRow {
	readonly run: Run;
	readonly id: Id;
	/** First hexadecimal digits, enough to tell this project's runs apart. */
	readonly short: string;
	readonly net: string;
	readonly baseline: boolean;
	/** Same pipeline, architecture and trainer: runs that differ by luck only. */
	readonly trial: string;
	readonly data: string;
	readonly target: string;
	readonly analysis: Analysis;
	/** Key of the primary metric of this analysis. */
	readonly metric: string;
	readonly higherIsBetter: boolean;
	readonly train: number | null;
	readonly valid: number | null;
	readonly test: number | null;
	/** Validation loss with the kept weights. */
	readonly loss: number | null;
	/** How much better the primary metric is on the rows it learned from than on validation rows. */
	readonly gap: number | null;
	/** Validation loss by epoch. */
	readonly curve: readonly (number | null)[];
	/** "2 of 5"; null without folds. */
	readonly fold: string | null;
	/** Refusals of the leak guard that its pipeline goes on in spite of. */
	readonly overrides: readonly string[];
	readonly starred: boolean;
	readonly archived: boolean;
	readonly note: string;
}

/** Hexadecimal digits of an id. */
export const digits = (id: string): string => id.replace(/^sha256:/, '');

/** The smallest number of digits (4 at least) that tells all ids apart. */
export function distinctDigits(ids: readonly string[]): number {
	for (let length = 4; length < 64; length++) {
		if (new Set(ids.map((id) => digits(id).slice(0, length))).size === new Set(ids).size) return length;
	}
	return 64;
}

/** All runs of a project, in the order they were started. */
export function runRows(contents: ProjectContents, annotations: ReadonlyMap<Id, Annotation>): RunRow[] {
	const architectures = new Map(contents.architectures.map(({ id, document }) => [id, document]));
	const experiments = new Map(contents.experiments.map(({ id, document }) => [id, document]));
	const pipelines = new Map(contents.pipelines.map(({ id, document }) => [id, document]));
	const datasets = new Map(contents.datasets.map((dataset) => [dataset.id, dataset]));
	const length = distinctDigits(contents.runs.map(({ id }) => id));
	return contents.runs
		.toSorted((a, b) => a.startedAt - b.startedAt)
		.map((run): RunRow => {
			const architecture = architectures.get(run.architecture);
			const trainer = experiments.get(run.experiment)?.trainer;
			const dataset = datasets.get(run.dataset);
			const pipeline = pipelines.get(run.pipeline);
			const annotation = annotations.get(run.id);
			const metric = primaryMetric(run.analysis);
			const { higherIsBetter } = metricInfo(metric);
			const train = run.metrics.train[metric] ?? null;
			const valid = run.metrics.validation[metric] ?? null;
			const test = run.metrics.test[metric] ?? null;
			return {
				run,
				id: run.id,
				short: digits(run.id).slice(0, length),
				net: architecture?.name ?? digits(run.architecture).slice(0, 4),
				baseline: architecture ? isBaseline(architecture) : run.ended === 'closed form',
				trial: [
					run.pipeline,
					run.architecture,
					trainer ? [trainer.epochs, trainer.batchSize, trainer.patience].join('/') : run.experiment,
				].join('·'),
				data: dataset ? `${dataset.name} v${dataset.version}` : digits(run.dataset).slice(0, 4),
				target: run.target,
				analysis: run.analysis,
				metric,
				higherIsBetter,
				train,
				valid,
				test,
				loss: run.metrics.validation['loss'] ?? null,
				gap: train === null || valid === null ? null : higherIsBetter ? train - valid : valid - train,
				curve: run.history.validation['loss'] ?? [],
				fold: foldWords(run.fold, pipeline, contents.datasets),
				overrides: pipeline?.overrides ?? [],
				starred: annotation?.starred ?? false,
				archived: annotation?.archived ?? false,
				note: annotation?.note ?? '',
			};
		});
}

/** The runs of the same trial as this one, by repeat and start. */
export const repeatsOf = (rows: readonly RunRow[], row: RunRow): RunRow[] =>
	rows
		.filter(({ trial }) => trial === row.trial)
		.toSorted(
			(a, b) =>
				a.run.seed - b.run.seed ||
				(a.run.fold ?? 0) - (b.run.fold ?? 0) ||
				a.run.repeat - b.run.repeat ||
				a.run.startedAt - b.run.startedAt,
		);

/** The newest baseline run of the same pipeline and fold, or null. */
export const baselineOf = (rows: readonly RunRow[], row: RunRow): RunRow | null =>
	rows.findLast(
		(other) => other.baseline && other.run.pipeline === row.run.pipeline && other.run.fold === row.run.fold,
	) ?? null;

/** Names of the metrics any of these runs has. */
export const metricNames = (rows: readonly RunRow[]): string[] => [
	...new Set(rows.flatMap(({ run }) => Object.keys(run.metrics.validation))),
];
