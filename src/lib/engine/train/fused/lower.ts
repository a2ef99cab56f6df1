/**
 * A net as the kernel's operations: forward in training and in evaluation, and the way back. Takes the buffers they need
 * from an arena; nothing is written to memory here. The optimizer's step is update.ts.
 */
import type { Topology } from '../../model/topology';
import type { Program } from '../program';
import { dropLimit, dropoutKeys } from '../dropout';
import type { Arena } from './arena';
import { ACTIVATION, chainOf, type Link } from './chain';
import { lossCode } from './loss-code';
import type { Machine } from './machine';
import { padded } from './panels';
import type { Places } from './places';
import { asWord, type Writer } from './writer';

/** Addresses of a layer's tensors by their role. */
export class Tensors {
	constructor(
		readonly topology: Topology,
		readonly places: Places,
	) {}

	/** Address of a tensor, or 0 where the layer has none. @param block where all weights begin, or all gradients. */
	of(layer: number, block: number): (role: string) => number {
		const { tensors } = this.topology;
		return (role) => {
			const index = tensors.findIndex((tensor) => tensor.layer === layer && tensor.role === role);
			return index < 0 ? 0 : block + 4 * (this.places.offsets[index] as number);
		};
	}
}

/** Where the numbers of a batch lie; `weights` of its rows are 0 where they weigh alike. */
export interface Gathered {
	readonly x: number;
	readonly y: number;
	readonly weights: number;
}

/** What one link left behind on the way forward. */
interface Passed {
	readonly link: Link;
	readonly x: number;
	readonly y: number;
	/** What the derivative is taken from. */
	readonly source: number;
	/** Mask of a dropout, normal values and 1/σ of a batch norm. */
	readonly kept: readonly number[];
}

/** What a lowered step needs beside its program. */
export interface Lowered {
	/** Addresses of dropout masks by layer. */
	readonly masks: ReadonlyMap<number, number>;
	/** Writes what the program reads: where lists of numbers other than zero may lie. */
	write(machine: Machine): void;
}

/** Columns of the widest matrix of a net. */
export const widestOf = ({ layers, inputs }: Topology): number =>
	layers.reduce((most, { units }) => Math.max(most, units), inputs);

/** Room for lists of a layer's rows and of a panel's columns (assembly/sparse.as), and the record that says where. */
function listsOf(topology: Topology, capacity: number, arena: Arena, codes: Machine['codes']) {
	// A list is written four numbers at a time.
	const [byRows, byColumns] = [padded(widestOf(topology)) + 4, padded(capacity) + 4];
	const size = codes.LISTED * Math.max(byRows, byColumns);
	const words = [arena.numbers(size), arena.numbers(size), arena.numbers(codes.LISTED), byRows, byColumns];
	const at = arena.numbers(words.length);
	return { at, write: (machine: Machine) => machine.words(at, words.length).set(words) };
}

const NO_LISTS = { at: 0, write: () => {} };

/** Whether a link ends in a rectifier. */
const rectifies = (link: Link | undefined): boolean =>
	(link?.kind === 'dense' || link?.kind === 'activation') && link.activation === 'relu';

/** Whether what a link gives holds many zeros. */
const givesZeros = (link: Link | undefined): boolean => link?.kind === 'dropout' || rectifies(link);

const STATISTICS = ['scale', 'shift', 'mean', 'variance'];

/**
 * Forward and back: from a gathered batch to gradients at `gradients`, penalties with them, for batches of up to
 * `capacity` rows.
 */
export function lowerStep(
	{ topology, loss, seed }: Pick<Program, 'topology' | 'loss' | 'seed'>,
	at: Tensors,
	gradients: number,
	capacity: number,
	gathered: Gathered,
	arena: Arena,
	writer: Writer,
): Lowered {
	const { codes } = writer;
	const keys = dropoutKeys(topology, seed);
	const buffer = (columns: number) => arena.numbers(capacity * padded(columns));
	const passes: Passed[] = [];
	const masks = new Map<number, number>();
	const lists = writer.machine.lists ? listsOf(topology, capacity, arena, codes) : NO_LISTS;
	let { x } = gathered;
	for (const link of chainOf(topology)) {
		const { index, units } = link;
		const own = at.of(index, at.places.at);
		const y = buffer(units);
		let source = y;
		let kept: number[] = [];
		if (link.kind === 'dense') {
			const { inputs, activation } = link;
			// The derivatives of these two are not to be told from the result.
			if (activation === 'gelu' || activation === 'swish') source = buffer(units);
			const listed = givesZeros(passes.at(-1)?.link) ? lists.at : 0;
			const dense = [x, own('kernel'), own('bias'), source, inputs, units, listed];
			writer.add(rectifies(link) ? 'DENSE_RELU' : 'DENSE', ...dense);
			if (!rectifies(link) && activation !== 'linear')
				writer.add('ACTIVATE', codes[ACTIVATION[activation]], source, y, units);
		} else if (link.kind === 'activation') {
			if (link.activation === 'gelu' || link.activation === 'swish') source = x;
			writer.add('ACTIVATE', codes[ACTIVATION[link.activation]], x, y, units);
		} else if (link.kind === 'dropout') {
			const mask = buffer(units);
			const [first, second] = keys[index] as readonly [number, number];
			const stays = asWord(1 / (1 - link.rate));
			writer.add('DRAW', mask, first, second, dropLimit(link.rate) - 1, stays, units);
			writer.add('SCALE', x, mask, y, units);
			masks.set(index, mask);
			kept = [mask];
		} else {
			kept = [buffer(units), arena.numbers(padded(units))];
			const [normal, inverse] = kept as [number, number];
			writer.add('NORM', x, normal, y, inverse, ...STATISTICS.map(own), units);
		}
		passes.push({ link, x, y, source, kept });
		x = y;
	}
	const [code, setting] = lossCode(loss, topology.outputs);
	const buffers: [number, number] = [buffer(widestOf(topology)), buffer(widestOf(topology))];
	writer.add('LOSS', codes[code], x, buffers[0], gathered.y, topology.outputs, asWord(setting));
	if (gathered.weights) writer.add('WEIGH', buffers[0], gathered.weights, topology.outputs);
	lowerBack(at, gradients, passes, lists.at, buffers, arena, writer);
	lowerPenalty(at, gradients, writer);
	return { masks, write: lists.write };
}

/** @param buffers two of the widest matrix; the first holds dLoss/dOutput. */
function lowerBack(
	at: Tensors,
	gradients: number,
	passes: readonly Passed[],
	lists: number,
	buffers: readonly [number, number],
	arena: Arena,
	writer: Writer,
): void {
	const { codes } = writer;
	const kernels = passes.map(({ link }) =>
		link.kind === 'dense' ? padded(link.inputs) * padded(link.units) : 0,
	);
	const transposed = arena.numbers(Math.max(...kernels));
	let [d, spare] = buffers;
	const first = passes.findIndex(({ link: { kind } }) => kind === 'dense' || kind === 'batchNorm');
	let masked = false;
	for (let i = passes.length - 1; i >= first; i--) {
		const { link, x, source, kept } = passes[i] as Passed;
		const { index, units } = link;
		const own = at.of(index, at.places.at);
		const slopes = at.of(index, gradients);
		const wanted = i > first;
		if (link.kind === 'dropout') writer.add('SCALE', d, kept[0] as number, d, units);
		else if (link.kind === 'batchNorm')
			writer.add(
				'NORM_BACK',
				d,
				...kept,
				own('scale'),
				slopes('scale'),
				slopes('shift'),
				wanted ? 1 : 0,
				units,
			);
		else {
			if (link.activation !== 'linear' && !masked)
				writer.add('DEACTIVATE', codes[ACTIVATION[link.activation]], d, source, units);
			masked = false;
			if (link.kind === 'activation') continue;
			const { inputs } = link;
			const before = passes[i - 1]?.link;
			const listed = givesZeros(before) ? lists : 0;
			writer.add('DENSE_GRADIENT', x, d, slopes('kernel'), slopes('bias'), inputs, units, listed);
			if (!wanted) continue;
			masked = rectifies(before);
			const way = [d, own('kernel'), transposed, spare, inputs, units];
			if (masked) writer.add('DENSE_BACK_RELU', ...way, x, rectifies(link) ? lists : 0);
			else writer.add('DENSE_BACK', ...way);
			[d, spare] = [spare, d];
		}
	}
}

function lowerPenalty({ topology, places }: Tensors, gradients: number, writer: Writer): void {
	topology.tensors.forEach(({ l1, l2 }, index) => {
		if (l1 === 0 && l2 === 0) return;
		const offset = 4 * (places.offsets[index] as number);
		const words = [places.at + offset, gradients + offset, places.numbers[index] as number];
		writer.add('PENALTY', ...words, asWord(l1), asWord(2 * l2));
	});
}

/** Forward in evaluation mode between two buffers of `capacity` rows; gives the address of the outputs. */
export function lowerEvaluation(
	at: Tensors,
	[here, there]: readonly [number, number],
	writer: Writer,
): number {
	const { codes } = writer;
	let [x, y] = [here, there];
	for (const link of chainOf(at.topology)) {
		const { index, units } = link;
		const own = at.of(index, at.places.at);
		if (link.kind === 'dropout') continue;
		if (link.kind === 'batchNorm') {
			writer.add('NORM_RUNNING', x, ...STATISTICS.map(own), units);
			continue;
		}
		const { activation } = link;
		if (link.kind === 'dense') {
			const code = rectifies(link) ? 'DENSE_RELU' : 'DENSE';
			writer.add(code, x, own('kernel'), own('bias'), y, link.inputs, units);
			[x, y] = [y, x];
			if (rectifies(link) || activation === 'linear') continue;
		}
		writer.add('ACTIVATE', codes[ACTIVATION[activation]], x, x, units);
	}
	return x;
}
