/**
 * A topology as the kernel's operations: forward in training and in evaluation, the way back, the optimizer's step.
 * Takes the buffers they need from an arena; nothing is written to memory here.
 */
import type { Activation, Topology, TopologyLayer } from '../../model/topology';
import type { Loss } from '../../schema/architecture';
import type { Program } from '../program';
import { dropLimit, dropoutKeys } from '../dropout';
import type { Arena } from './arena';
import type { Code, Machine } from './machine';
import { padded } from './panels';
import type { Places } from './places';
import { asWord, type Writer } from './writer';

export const ACTIVATION: Partial<Record<Activation, Code>> = {
	linear: 'LINEAR',
	relu: 'RELU',
	tanh: 'TANH',
	sigmoid: 'SIGMOID',
	elu: 'ELU',
	gelu: 'GELU',
};

export const LOSS: Partial<Record<Loss, Code>> = {
	binaryCrossentropy: 'BINARY_CROSSENTROPY',
	categoricalCrossentropy: 'CATEGORICAL_CROSSENTROPY',
	meanSquaredError: 'MEAN_SQUARED_ERROR',
	meanAbsoluteError: 'MEAN_ABSOLUTE_ERROR',
};

/** Whether a layer does anything in training; dropout may be told to drop nothing. */
const acts = (layer: TopologyLayer): boolean => layer.kind !== 'dropout' || dropLimit(layer.rate) > 0;

/** Addresses of a layer's tensors by their role. */
export class Tensors {
	constructor(
		readonly topology: Topology,
		readonly places: Places,
	) {}

	/** @param block where the wanted copy of all tensors begins: weights or gradients. */
	of(layer: number, block: number): Record<string, number> {
		const found: Record<string, number> = {};
		this.topology.tensors.forEach((tensor, index) => {
			if (tensor.layer === layer) found[tensor.role] = block + 4 * (this.places.offsets[index] as number);
		});
		return found;
	}
}

/** What one layer left behind on the way forward. */
interface Passed {
	readonly index: number;
	readonly layer: TopologyLayer;
	readonly x: number;
	readonly y: number;
	/** What the derivative is taken from. */
	readonly source: number;
	/** Mask of a dropout, normal values and 1/σ of a batch norm. */
	readonly kept: readonly number[];
}

const role = (tensors: Record<string, number>, name: string): number => tensors[name] as number;

/** What a lowered step needs beside its program. */
export interface Lowered {
	/** Addresses of dropout masks by layer. */
	readonly masks: ReadonlyMap<number, number>;
	/** Writes what the program reads: where lists of numbers other than zero may lie. */
	write(machine: Machine): void;
}

/** Room for lists of a layer's rows and of a panel's columns (assembly/sparse.as), and the record that says where. */
function listsOf({ layers, inputs }: Topology, capacity: number, arena: Arena, codes: Machine['codes']) {
	const widest = layers.reduce((most, { units }) => Math.max(most, units), inputs);
	// A list is written four numbers at a time.
	const [byRows, byColumns] = [padded(widest) + 4, padded(capacity) + 4];
	const size = codes.LISTED * Math.max(byRows, byColumns);
	const words = [arena.numbers(size), arena.numbers(size), arena.numbers(codes.LISTED), byRows, byColumns];
	const at = arena.numbers(words.length);
	return { at, write: (machine: Machine) => machine.words(at, words.length).set(words) };
}

const NO_LISTS = { at: 0, write: () => {} };

/** Whether what a layer gives holds many zeros. */
const givesZeros = (layer: TopologyLayer | undefined): boolean =>
	layer?.kind === 'dropout' || (layer?.kind === 'dense' && layer.activation === 'relu');

/**
 * Forward and back: from gathered inputs and labels to gradients at `gradients`, for batches of up to `capacity` rows.
 */
export function lowerStep(
	{ topology, loss: { loss }, seed }: Pick<Program, 'topology' | 'loss' | 'seed'>,
	at: Tensors,
	gradients: number,
	capacity: number,
	[gathered, labels]: readonly [number, number],
	arena: Arena,
	writer: Writer,
): Lowered {
	const { codes } = writer;
	const keys = dropoutKeys(topology, seed);
	const buffer = (columns: number) => arena.numbers(capacity * padded(columns));
	const passes: Passed[] = [];
	const masks = new Map<number, number>();
	const lists = writer.machine.lists ? listsOf(topology, capacity, arena, codes) : NO_LISTS;
	let x = gathered;
	topology.layers.forEach((layer, index) => {
		if (!acts(layer)) return;
		const own = at.of(index, at.places.at);
		const y = buffer(layer.units);
		let source = y;
		let kept: number[] = [];
		if (layer.kind === 'dense') {
			const { inputs, units, activation } = layer;
			if (activation === 'gelu') source = buffer(units);
			const code = activation === 'relu' ? 'DENSE_RELU' : 'DENSE';
			const listed = givesZeros(passes.at(-1)?.layer) ? lists.at : 0;
			writer.add(code, x, role(own, 'kernel'), role(own, 'bias'), source, inputs, units, listed);
			if (activation !== 'relu' && activation !== 'linear')
				writer.add('ACTIVATE', codes[ACTIVATION[activation] as Code], source, y, units);
		} else if (layer.kind === 'dropout') {
			const mask = buffer(layer.units);
			const [first, second] = keys[index] as readonly [number, number];
			const stays = asWord(1 / (1 - layer.rate));
			writer.add('DRAW', mask, first, second, dropLimit(layer.rate) - 1, stays, layer.units);
			writer.add('SCALE', x, mask, y, layer.units);
			masks.set(index, mask);
			kept = [mask];
		} else if (layer.kind === 'batchNorm') {
			const normal = buffer(layer.units);
			const inverse = arena.numbers(padded(layer.units));
			const statistics = ['scale', 'shift', 'mean', 'variance'].map((name) => role(own, name));
			writer.add('NORM', x, normal, y, inverse, ...statistics, layer.units);
			kept = [normal, inverse];
		}
		passes.push({ index, layer, x, y, source, kept });
		x = y;
	});
	lowerBack(topology, loss, at, gradients, passes, [labels, lists.at], capacity, arena, writer);
	return { masks, write: lists.write };
}

function lowerBack(
	topology: Topology,
	loss: Loss,
	at: Tensors,
	gradients: number,
	passes: readonly Passed[],
	[labels, lists]: readonly [number, number],
	capacity: number,
	arena: Arena,
	writer: Writer,
): void {
	const { codes } = writer;
	const widest = topology.layers.reduce((most, { units }) => Math.max(most, units), topology.inputs);
	const dense = topology.layers.map((layer) => (layer.kind === 'dense' ? layer : null));
	const transposed = arena.numbers(
		dense.reduce((most, one) => Math.max(most, one ? padded(one.inputs) * padded(one.units) : 0), 0),
	);
	let d = arena.numbers(capacity * padded(widest));
	let spare = arena.numbers(capacity * padded(widest));
	writer.add('LOSS', codes[LOSS[loss] as Code], passes.at(-1)?.y ?? 0, d, labels, topology.outputs);
	const first = passes.findIndex(({ layer }) => layer.kind !== 'dropout');
	let masked = false;
	for (let i = passes.length - 1; i >= first; i--) {
		const { index, layer, x, source, kept } = passes[i] as Passed;
		const own = at.of(index, at.places.at);
		const slopes = at.of(index, gradients);
		const wanted = i > first;
		if (layer.kind === 'dropout') writer.add('SCALE', d, kept[0] as number, d, layer.units);
		else if (layer.kind === 'batchNorm') {
			const back = [role(own, 'scale'), role(slopes, 'scale'), role(slopes, 'shift'), wanted ? 1 : 0];
			writer.add('NORM_BACK', d, ...kept, ...back, layer.units);
		} else if (layer.kind === 'dense') {
			const { inputs, units, activation } = layer;
			if (activation !== 'linear' && !masked)
				writer.add('DEACTIVATE', codes[ACTIVATION[activation] as Code], d, source, units);
			const before = passes[i - 1]?.layer;
			const [kernel, bias] = [role(slopes, 'kernel'), role(slopes, 'bias')];
			writer.add('DENSE_GRADIENT', x, d, kernel, bias, inputs, units, givesZeros(before) ? lists : 0);
			masked = false;
			if (!wanted) continue;
			masked = before?.kind === 'dense' && before.activation === 'relu';
			const way = [d, role(own, 'kernel'), transposed, spare, inputs, units];
			if (masked) writer.add('DENSE_BACK_RELU', ...way, x, activation === 'relu' ? lists : 0);
			else writer.add('DENSE_BACK', ...way);
			[d, spare] = [spare, d];
		}
	}
}

/** The optimizer over all trained numbers; Adam's moments begin as zeros at the addresses given. */
export function lowerUpdate(
	places: Places,
	gradients: number,
	moments: readonly [number, number] | null,
	writer: Writer,
): void {
	const ranges = [
		[0, places.kernels, 1],
		[places.kernels, places.trained, 0],
	] as const;
	for (const [from, to, decayed] of ranges) {
		if (from === to) continue;
		const [weights, slopes] = [places.at + 4 * from, gradients + 4 * from];
		if (moments === null) writer.add('DESCEND', weights, slopes, to - from, decayed);
		else {
			const [one, two] = moments;
			writer.add('ADAM', weights, one + 4 * from, two + 4 * from, slopes, to - from, decayed);
		}
	}
}

/** Forward in evaluation mode between two buffers of `capacity` rows; gives the address of the outputs. */
export function lowerEvaluation(
	topology: Topology,
	at: Tensors,
	[here, there]: readonly [number, number],
	writer: Writer,
): number {
	const { codes } = writer;
	let [x, y] = [here, there];
	topology.layers.forEach((layer, index) => {
		const own = at.of(index, at.places.at);
		if (layer.kind === 'dropout') return;
		if (layer.kind === 'batchNorm') {
			const statistics = ['scale', 'shift', 'mean', 'variance'].map((name) => role(own, name));
			return writer.add('NORM_RUNNING', x, ...statistics, layer.units);
		}
		if (layer.kind !== 'dense') return;
		const { inputs, units, activation } = layer;
		const code = activation === 'relu' ? 'DENSE_RELU' : 'DENSE';
		writer.add(code, x, role(own, 'kernel'), role(own, 'bias'), y, inputs, units);
		if (activation !== 'relu' && activation !== 'linear')
			writer.add('ACTIVATE', codes[ACTIVATION[activation] as Code], y, y, units);
		[x, y] = [y, x];
	});
	return x;
}
