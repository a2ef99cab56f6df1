/** The results of all seeds of a variant as one row of the table: medians, pooled losses, and what had to be reached. */
import type { AcceptanceDocument, Variant } from './document';
import type { SeedResult } from './result';

export interface Row {
	readonly name: string;
	readonly variant: Variant;
	readonly executors: string;
	readonly models: number;
	/** Training and measuring, per model. */
	readonly seconds: number;
	readonly epochs: string;
	readonly parameters: number;
	readonly quality: string;
	/** Per seed the mean over its models. */
	readonly scores: readonly number[];
	readonly median: number;
	/** What the median has to reach; null where the reference has no figure. */
	readonly floor: number | null;
	readonly reached: boolean;
	/** Mean loss over all test predictions of all models. */
	readonly loss: number;
	readonly baselines: readonly { readonly name: string; readonly loss: number }[];
	readonly below: boolean;
	/** Samples put through a trained model as new data, and the median quality there. */
	readonly inferred: string;
}

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = (sorted.length - 1) / 2;
	return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

const mean = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

/** Means weighted by the samples of each. */
const pooled = (parts: readonly { readonly rows: number; readonly value: number }[]): number =>
	parts.reduce((sum, { rows, value }) => sum + rows * value, 0) /
	parts.reduce((sum, { rows }) => sum + rows, 0);

const range = (values: readonly number[]): string => {
	const [low, high] = [Math.min(...values), Math.max(...values)];
	return low === high ? String(low) : `${low}–${high}`;
};

/** @param results of one document and variant, one per seed. */
export function rowOf(document: AcceptanceDocument, variant: Variant, results: readonly SeedResult[]): Row {
	const models = results.flatMap((result) => result.models);
	// A quality that is undefined on a split, such as an AUC of one class, says nothing and does not count.
	const defined = results.map((result) => result.models.flatMap(({ quality }) => quality ?? []));
	const scores = defined.map(mean);
	const figure = document.figures?.[variant === 'three folds' ? 'threeFolds' : 'withoutFolds'];
	const floor = figure ? figure.mean - figure.deviation : null;
	const middle = median(scores);
	const lossOf = (at: (model: (typeof models)[number]) => number) =>
		pooled(models.map((model) => ({ rows: model.rows, value: at(model) })));
	const loss = lossOf((model) => model.loss);
	const baselines = (models[0]?.baselines ?? []).map(({ name }, i) => ({
		name,
		loss: lossOf((model) => model.baselines[i]?.loss ?? NaN),
	}));
	const inferred = models.flatMap((model) => model.inferred ?? []);
	const qualities = inferred.flatMap(({ quality }) => quality ?? []);
	return {
		name: document.name,
		variant,
		executors: [...new Set(models.map(({ executor }) => executor))].join(', '),
		models: models.length,
		seconds: mean(models.map(({ seconds }) => seconds)),
		epochs: range(models.map(({ epochs }) => epochs)),
		parameters: Math.max(...models.map(({ parameters }) => parameters)),
		quality: document.quality,
		scores,
		median: middle,
		floor,
		// The reference's figures have three digits.
		reached: floor === null || middle >= floor - 0.0005,
		loss,
		baselines,
		below: loss < (baselines[0]?.loss ?? NaN),
		inferred:
			inferred.length === 0
				? '–'
				: `${range(inferred.map(({ rows }) => rows))}${qualities.length > 0 ? `, ${median(qualities).toFixed(3)}` : ''}`,
	};
}
