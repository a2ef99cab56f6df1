/**
 * The imputer "knn": a gap takes the mean of that column in the nearest training rows that have it, nearness measured
 * over the columns both rows have (scikit-learn's nan_euclidean). Without any common column it is the column's mean.
 */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import type { ImputeParams } from '../schema/impute-step';
import { moments } from '../table/moments';
import { float64 } from '../table/select-rows';
import { isNumeric, type Column } from '../table/table';
import { columnsWithGaps, indicatorName, indicators } from './indicator';
import { numbers, orNull } from './scaling';
import { defineStep, type Block } from './step';

const stateSchema = v.object({
	neighbors: v.number(),
	weights: v.picklist(['uniform', 'distance']),
	/** The training rows, column by column. */
	donors: v.array(v.array(v.nullable(v.number()))),
	indicator: v.optional(v.array(v.number())),
});
type KnnState = v.InferOutput<typeof stateSchema>;

/** The training rows are kept in the fitted state; more cells than this are refused. */
const CELL_LIMIT = 200_000;

const kept = ({ donors }: KnnState, c: number): boolean => donors[c]?.some((x) => x !== null) ?? false;

export const knnImputer = defineStep<ImputeParams<'knn'>, KnnState>({
	id: 'knn',
	scope: 'train',
	joint: true,
	state: stateSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block, { neighbors = 5, weights = 'uniform', indicator = false }) {
		const donors = block.map((column) => Array.from(numbers(column), orNull));
		const rows = donors[0]?.length ?? 0;
		if (rows * donors.length > CELL_LIMIT)
			throw new BenchtopError('pipeline.knn-rows', { rows, columns: donors.length, limit: CELL_LIMIT });
		return { neighbors, weights, donors, ...(indicator ? { indicator: columnsWithGaps(block) } : {}) };
	},
	apply(block, state) {
		const filled = fill(block, state);
		return [
			...block.flatMap(({ name }, c): Column[] =>
				kept(state, c) ? [float64(name, filled[c] as Float64Array)] : [],
			),
			...indicators(block, state.indicator ?? []),
		];
	},
	names: (columns, state) => [
		...columns.filter((_, c) => kept(state, c)),
		...(state.indicator ?? []).map((c) => indicatorName(columns[c] ?? '')),
	],
});

function fill(block: Block, state: KnnState): Float64Array[] {
	const columns = block.map(numbers);
	const donors = state.donors.map((values) => Float64Array.from(values, (x) => x ?? NaN));
	const means = donors.map((values) => moments(values).mean);
	const results = columns.map((values) => values.slice());
	const rows = columns[0]?.length ?? 0;
	const distances = new Float64Array(donors[0]?.length ?? 0);
	for (let i = 0; i < rows; i++) {
		const gaps = columns.flatMap((values, c) => (Number.isNaN(values[i]) && kept(state, c) ? [c] : []));
		if (gaps.length === 0) continue;
		measure(columns, i, donors, distances);
		for (const c of gaps) {
			const value = estimate(donors[c] as Float64Array, distances, state);
			(results[c] as Float64Array)[i] = value ?? (means[c] as number);
		}
	}
	return results;
}

/** Distances of row i to every donor over the columns both have, scaled up to all columns; NaN without any. */
function measure(columns: Float64Array[], i: number, donors: Float64Array[], distances: Float64Array): void {
	for (let d = 0; d < distances.length; d++) {
		let squares = 0;
		let common = 0;
		for (let c = 0; c < columns.length; c++) {
			const off = (columns[c]?.[i] as number) - (donors[c]?.[d] as number);
			if (Number.isNaN(off)) continue;
			squares += off * off;
			common++;
		}
		distances[d] = common === 0 ? NaN : Math.sqrt((squares * columns.length) / common);
	}
}

/** The mean of the nearest donors that have the column; null when none is at a known distance. */
function estimate(
	values: Float64Array,
	distances: Float64Array,
	{ neighbors, weights }: KnnState,
): number | null {
	const near: number[] = [];
	let known = false;
	for (let d = 0; d < values.length; d++) {
		if (Number.isNaN(values[d])) continue;
		if (!Number.isNaN(distances[d])) known = true;
		near.push(d);
	}
	if (!known) return null;
	const rank = (d: number) => (Number.isNaN(distances[d]) ? Infinity : (distances[d] as number));
	near.sort((a, b) => (rank(a) === rank(b) ? a - b : rank(a) - rank(b)));
	near.length = Math.min(near.length, neighbors);
	const exact = near.some((d) => distances[d] === 0);
	let total = 0;
	let weight = 0;
	for (const d of near) {
		const distance = rank(d);
		const w = weights === 'uniform' ? 1 : exact ? (distance === 0 ? 1 : 0) : 1 / distance;
		total += w * (values[d] as number);
		weight += w;
	}
	return total / weight;
}
