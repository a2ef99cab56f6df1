/**
 * SplineTransformer: each column as smooth bumps (B-splines) along its training range, so that a straight line of them
 * bends. What lies outside is held at the ends, goes on in a straight line or as it is, wraps around, or is refused.
 */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import type { EncodeParams } from '../schema/encode-step';
import { moments } from '../table/moments';
import { sortedQuantile } from '../table/quantile';
import { float64 } from '../table/select-rows';
import { isNumeric } from '../table/table';
import { basis, slopes } from './b-spline';
import { evenly } from './k-bins-discretizer';
import { complete } from './scaling';
import { defineStep } from './step';

const stateSchema = v.object({
	degree: v.number(),
	outside: v.picklist(['constant', 'linear', 'continue', 'periodic', 'error']),
	bias: v.boolean(),
	knots: v.array(v.array(v.number())),
});
type SplineState = v.InferOutput<typeof stateSchema>;

export const splineTransformer = defineStep<EncodeParams<'SplineTransformer'>, SplineState>({
	id: 'SplineTransformer',
	scope: 'train',
	state: stateSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block, { knots = 5, degree = 3, placed = 'uniform', outside = 'constant', bias = true }) {
		if (outside === 'periodic' && degree >= knots)
			throw new BenchtopError('pipeline.spline-periodic', { knots, degree });
		return {
			degree,
			outside,
			bias,
			knots: complete('SplineTransformer', block).map((values, c) => {
				const { min, max } = moments(values);
				if (!(max > min))
					throw new BenchtopError('pipeline.spline-constant', { column: block[c]?.name ?? '' });
				const sorted = values.slice().sort();
				const base =
					placed === 'uniform'
						? evenly(min, max, knots - 1)
						: evenly(0, 1, knots - 1).map((q) => sortedQuantile(sorted, (q * 100) / 100));
				return extended(base, degree, outside === 'periodic');
			}),
		};
	},
	apply: (block, state) =>
		complete('SplineTransformer', block).flatMap((values, c) => {
			const name = block[c]?.name ?? '';
			const at = evaluator(state, c, name);
			const outputs = Array.from({ length: widthOf(state, c) }, () => new Float64Array(values.length));
			values.forEach((x, i) => {
				const bumps = at(x);
				outputs.forEach((output, k) => (output[i] = bumps[k] as number));
			});
			return outputs.map((output, k) => float64(splineName(name, k), output));
		}),
	names: (columns, state) =>
		columns.flatMap((name, c) => Array.from({ length: widthOf(state, c) }, (_, k) => splineName(name, k))),
});

const splineName = (column: string, k: number): string => `${column}[spline ${k}]`;

/** Bumps of a column: without bias the last one is left out. */
function widthOf({ degree, outside, bias, knots }: SplineState, c: number): number {
	const size = (knots[c]?.length ?? 0) - degree - 1 - (outside === 'periodic' ? degree : 0);
	return size - (bias ? 0 : 1);
}

/** The knots with `degree` more on either side: at the end distances, or wrapped around. */
function extended(base: readonly number[], degree: number, periodic: boolean): number[] {
	const first = base[0] as number;
	const last = base.at(-1) as number;
	if (periodic) {
		const period = last - first;
		return [
			...base.slice(-degree - 1, -1).map((knot) => knot - period),
			...base,
			...base.slice(1, degree + 1).map((knot) => knot + period),
		];
	}
	const before = (base[1] as number) - first;
	const after = last - (base.at(-2) as number);
	const counts = Array.from({ length: degree }, (_, i) => i + 1);
	return [
		...counts.map((i) => first - i * before).reverse(),
		...base,
		...counts.map((i) => last + i * after),
	];
}

/** The bumps at a value, by what is done outside the training range. */
function evaluator(state: SplineState, c: number, column: string): (x: number) => number[] {
	const { degree, outside } = state;
	const spline = { knots: state.knots[c] ?? [], degree };
	const min = spline.knots[degree] as number;
	const max = spline.knots.at(-degree - 1) as number;
	if (outside === 'continue') return (x) => basis(spline, x);
	if (outside === 'periodic') {
		const period = max - min;
		return (x) => {
			const values = basis(spline, min + ((((x - min) % period) + period) % period));
			const folded = values.slice(0, values.length - degree);
			for (let k = folded.length; k < values.length; k++)
				folded[k - folded.length] = (folded[k - folded.length] as number) + (values[k] as number);
			return folded;
		};
	}
	const ends = [basis(spline, min), basis(spline, max)] as const;
	const slants = [slopes(spline, min), slopes(spline, max)] as const;
	return (x) => {
		if (x >= min && x <= max) return basis(spline, x);
		if (outside === 'error')
			throw new BenchtopError('pipeline.spline-outside', { column, value: x, min, max });
		const end = x < min ? 0 : 1;
		if (outside === 'constant') return ends[end];
		const off = x - (end === 0 ? min : max);
		return ends[end].map((value, k) => value + off * (slants[end][k] as number));
	};
}
