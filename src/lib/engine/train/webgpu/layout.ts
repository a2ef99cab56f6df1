/** Plans a kernel's memory for a topology: where each stage's results, derivatives and tensors lie. */
import type { Topology } from '../../model/topology';
import { momentsOf, type Optimizer } from './code/optimizer';
import { FROM_INPUT } from './code/pointwise';
import { fours, placesOf } from './places';
import type { RecordedNet } from './records';
import { firstLearning, stagesOf } from './stages';
import { wordsLayout } from './values';

/** Where a stage finds things, in groups of four numbers; −1 for what it does not have. */
export interface Spots {
	/** Results. */
	readonly y: number;
	/** Derivative by what the stage mixes, before its points. */
	readonly d: number;
	/** What each point keeps of its own. */
	readonly kept: readonly number[];
	/** Normal values of a batch norm, shares of a softmax. */
	readonly normal: number;
	/** Of a batch norm, per unit: mean, variance and 1/σ; slopes of scale and shift. */
	readonly moments: number;
	readonly slopes: number;
	/** First groups of tensors by role. */
	readonly tensors: Readonly<Record<string, number>>;
}

/** What a kernel's memory hangs on. */
export interface Traits {
	readonly topology: Topology;
	/** Samples of a batch there is room for. */
	readonly capacity: number;
	/** Null collects gradients and changes nothing. */
	readonly optimizer: Optimizer | null;
	/** Layers that may drop, for any of the models. */
	readonly drops: ReadonlySet<number>;
	/** Whether gradients are shortened as a whole. */
	readonly clipped: boolean;
}

export type Layout = RecordedNet;

export const tensorsOf = ({ tensors }: Topology, offsets: readonly number[], layer: number) =>
	Object.fromEntries(
		tensors.flatMap((tensor, index) =>
			tensor.layer === layer ? [[tensor.role, offsets[index] as number]] : [],
		),
	);

export function layoutOf({ topology, capacity, optimizer, drops, clipped }: Traits): Layout {
	const stages = stagesOf(topology, (layer) => drops.has(layer));
	const first = firstLearning(stages);
	const places = placesOf(topology);
	const slots = stages.flatMap(({ points }) => points.filter(({ kind }) => kind === 'dropout')).length;
	const words = wordsLayout(slots, topology.tensors.length);
	const groups = fours(capacity);
	let room = 0;
	const take = (count: number) => {
		room += count;
		return room - count;
	};
	const spots = stages.map(({ kind, units, points, layer }, index): Spots => {
		const all = 4 * fours(units) * groups;
		const y = take(all);
		const learns = index >= first;
		const kept = points.map((point, i) => {
			if (point.kind === 'dropout' || !learns) return -1;
			return i === points.length - 1 && !FROM_INPUT.includes(point.activation) ? -1 : take(all);
		});
		const norm = kind === 'norm';
		return {
			...{ y, kept, tensors: tensorsOf(topology, places.offsets, layer) },
			d: learns ? take(all) : -1,
			normal: norm || kind === 'softmax' ? take(all) : -1,
			moments: norm ? take(units) : -1,
			slopes: norm ? take(units) : -1,
		};
	});
	const copies = optimizer === null ? 2 : 1 + momentsOf(optimizer) + (clipped ? 1 : 0);
	return { topology, stages, spots, first, places, words, groups, room, block: copies * places.size };
}
