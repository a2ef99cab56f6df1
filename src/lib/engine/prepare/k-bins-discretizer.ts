/**
 * KBinsDiscretizer: numbers cut into bins of equal width, equal count, or around k-means centres; one column of 0 and 1
 * per bin, or the bin's number. Values outside go to the end bins; back come the bins' middles.
 */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import type { EncodeParams } from '../schema/encode-step';
import { moments } from '../table/moments';
import { sortedQuantile } from '../table/quantile';
import { float64 } from '../table/select-rows';
import { isNumeric } from '../table/table';
import { kMeansLine } from './k-means-line';
import { complete, map, numbers } from './scaling';
import { defineStep } from './step';

type Strategy = NonNullable<EncodeParams<'KBinsDiscretizer'>['strategy']>;

const stateSchema = v.object({
	encode: v.picklist(['onehot-dense', 'ordinal']),
	/** Per column the edges, ascending; empty for a constant, which is one bin without ends. */
	edges: v.array(v.array(v.number())),
});
type BinState = v.InferOutput<typeof stateSchema>;

/** Bins narrower than this are dropped. */
const NARROW = 1e-8;
const binsOf = (edges: readonly number[]): number => Math.max(1, edges.length - 1);

export const kBinsDiscretizer = defineStep<EncodeParams<'KBinsDiscretizer'>, BinState>({
	id: 'KBinsDiscretizer',
	scope: 'train',
	state: stateSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit: (block, { bins = 5, strategy = 'quantile', encode = 'onehot-dense' }) => ({
		encode,
		edges: complete('KBinsDiscretizer', block).map((values) => edgesOf(values, bins, strategy)),
	}),
	apply: (block, { encode, edges }) =>
		complete('KBinsDiscretizer', block).flatMap((values, c) => {
			const name = block[c]?.name ?? '';
			const own = edges[c] ?? [];
			const inner = own.slice(1, -1);
			const bin = (x: number) => {
				let k = 0;
				while (k < inner.length && x >= (inner[k] as number)) k++;
				return k;
			};
			const places = map(values, bin);
			if (encode === 'ordinal') return [float64(name, places)];
			return Array.from({ length: binsOf(own) }, (_, k) =>
				float64(
					binName(name, k),
					map(places, (place) => (place === k ? 1 : 0)),
				),
			);
		}),
	invert(block, { encode, edges }, columns) {
		let at = 0;
		return edges.map((own, c) => {
			const bins = binsOf(own);
			const part = block.slice(at, (at += encode === 'ordinal' ? 1 : bins)).map(numbers);
			const middle = (k: number) => ((own[k] ?? NaN) + (own[k + 1] ?? NaN)) / 2;
			const place = (_: number, i: number) => {
				if (encode === 'ordinal') return Math.max(0, Math.min(bins - 1, Math.round(part[0]?.[i] as number)));
				let best = 0;
				part.forEach((values, k) => {
					if ((values[i] as number) > (part[best]?.[i] as number)) best = k;
				});
				return best;
			};
			return float64(columns[c]?.name ?? '', map((part[0] ?? new Float64Array()).map(place), middle));
		});
	},
	names: (columns, { encode, edges }) =>
		encode === 'ordinal'
			? [...columns]
			: columns.flatMap((name, c) =>
					Array.from({ length: binsOf(edges[c] ?? []) }, (_, k) => binName(name, k)),
				),
});

const binName = (column: string, k: number): string => `${column}[bin ${k}]`;

function edgesOf(values: Float64Array, bins: number, strategy: Strategy): number[] {
	const { min, max } = moments(values);
	if (!(max > min)) return [];
	const even = evenly(min, max, bins);
	if (strategy === 'uniform') return even;
	const edges = strategy === 'quantile' ? byCount(values, bins) : byCentres(values, even);
	return edges.filter((edge, i) => i === 0 || edge - (edges[i - 1] as number) > NARROW);
}

/** `bins` + 1 numbers at equal distances. */
export function evenly(min: number, max: number, bins: number): number[] {
	const step = (max - min) / bins;
	return Array.from({ length: bins + 1 }, (_, i) => (i === bins ? max : min + i * step));
}

function byCount(values: Float64Array, bins: number): number[] {
	const sorted = values.slice().sort();
	return evenly(0, 100, bins).map((percent) => sortedQuantile(sorted, percent / 100));
}

function byCentres(values: Float64Array, even: readonly number[]): number[] {
	const middles = even.slice(1).map((edge, i) => (edge + (even[i] as number)) / 2);
	if (values.length < middles.length)
		throw new BenchtopError('pipeline.bins-rows', { bins: middles.length, rows: values.length });
	const centres = kMeansLine(values, middles);
	const between = centres.slice(1).map((centre, i) => (centre + (centres[i] as number)) / 2);
	return [even[0] as number, ...between, even.at(-1) as number];
}
