/**
 * QuantileTransformer: every value becomes its place among the training values (0 to 1), or the normal number of that
 * place. What lies outside the training range goes to its ends. Missing values ignored in the fit and kept.
 */
import * as v from 'valibot';
import type { EncodeParams } from '../schema/encode-step';
import { present, sortedQuantile } from '../table/quantile';
import { float64 } from '../table/select-rows';
import { isNumeric } from '../table/table';
import { normalProbability, normalQuantile } from './normal';
import { map, numbers } from './scaling';
import { defineStep } from './step';

const stateSchema = v.object({
	output: v.picklist(['uniform', 'normal']),
	/** Per column: the training quantiles at equal steps of probability, ascending; empty for a column without values. */
	quantiles: v.array(v.array(v.number())),
});
type QuantileState = v.InferOutput<typeof stateSchema>;

/** Nearer to an end than this counts as the end, for the normal output. */
const BOUND = 1e-7;
const LOWEST = normalQuantile(BOUND - Number.EPSILON);
const HIGHEST = normalQuantile(1 - (BOUND - Number.EPSILON));

export const quantileTransformer = defineStep<EncodeParams<'QuantileTransformer'>, QuantileState>({
	id: 'QuantileTransformer',
	scope: 'train',
	state: stateSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit: (block, { quantiles = 1000, output = 'uniform' }) => ({
		output,
		quantiles: block.map((column) => {
			const values = numbers(column);
			const sorted = present(values).sort();
			if (sorted.length === 0) return [];
			const places = steps(Math.max(1, Math.min(quantiles, values.length)));
			let most = -Infinity;
			// As a percentage and back, as scikit-learn and numpy do: the rounding tells equal values apart.
			return Array.from(places, (q) => (most = Math.max(most, sortedQuantile(sorted, (q * 100) / 100))));
		}),
	}),
	apply: (block, { output, quantiles }) =>
		block.map((column, c) => float64(column.name, map(numbers(column), forward(quantiles[c] ?? [], output)))),
	invert: (block, { output, quantiles }, columns) =>
		block.map((column, c) =>
			float64(columns[c]?.name ?? column.name, map(numbers(column), backward(quantiles[c] ?? [], output))),
		),
	names: (columns) => [...columns],
});

function forward(learned: readonly number[], output: QuantileState['output']): (x: number) => number {
	const xs = Float64Array.from(learned);
	const places = steps(xs.length);
	const mirrored = xs.map((x) => -x).reverse();
	const mirroredPlaces = places.map((q) => -q).reverse();
	const low = xs[0] ?? NaN;
	const high = xs.at(-1) ?? NaN;
	const place = (x: number, slack: number): number => {
		if (slack ? x - slack < low : x === low) return 0;
		if (slack ? x + slack > high : x === high) return 1;
		return 0.5 * (interpolate(x, xs, places) - interpolate(-x, mirrored, mirroredPlaces));
	};
	if (output === 'uniform') return (x) => (Number.isNaN(x) || Number.isNaN(low) ? NaN : place(x, 0));
	return (x) =>
		Number.isNaN(x) || Number.isNaN(low)
			? NaN
			: Math.min(HIGHEST, Math.max(LOWEST, normalQuantile(place(x, BOUND))));
}

function backward(learned: readonly number[], output: QuantileState['output']): (y: number) => number {
	const xs = Float64Array.from(learned);
	const places = steps(xs.length);
	return (y) => {
		const place = output === 'normal' ? normalProbability(y) : y;
		if (Number.isNaN(place) || xs.length === 0) return NaN;
		const slack = output === 'normal' ? BOUND : 0;
		if (slack ? place - slack < 0 : place === 0) return xs[0] as number;
		if (slack ? place + slack > 1 : place === 1) return xs.at(-1) as number;
		return interpolate(place, places, xs);
	};
}

/** n equal steps from 0 to 1. */
function steps(n: number): Float64Array {
	const step = 1 / (n - 1);
	return Float64Array.from({ length: n }, (_, i) => (i > 0 && i === n - 1 ? 1 : i === 0 ? 0 : i * step));
}

/** numpy's `interp`: ascending xs that may repeat; the ends beyond them. */
function interpolate(x: number, xs: Float64Array, ys: Float64Array): number {
	const last = xs.length - 1;
	if (x < (xs[0] as number)) return ys[0] as number;
	if (x >= (xs[last] as number)) return ys[last] as number;
	let low = 0;
	let high = last;
	while (high - low > 1) {
		const middle = (low + high) >>> 1;
		if ((xs[middle] as number) <= x) low = middle;
		else high = middle;
	}
	const [x0, x1] = [xs[low] as number, xs[high] as number];
	const [y0, y1] = [ys[low] as number, ys[high] as number];
	return x === x0 ? y0 : ((y1 - y0) / (x1 - x0)) * (x - x0) + y0;
}
