/**
 * Nets drawn by chance from all layers a document can declare, for any shape of sample: what no list of cases thinks of.
 * A number names a net. For tests and nothing else.
 */
import { topologyOf } from '../../model/topology';
import type { Shape } from '../../model/topology-layer';
import { Stream } from '../../random/stream';
import { ACTIVATIONS, type Layer } from '../../schema/layer';
import { architectureOf } from './problem';
import { caseOf, type Case } from './case';

const SHAPES: readonly Shape[] = [[5], [6, 3], [2, 4, 5], [2, 3, 2, 3]];
/** Numbers of a sample between layers at most, so that a net stays small. */
const MOST = 150;

/** What is drawn is the stream's; a setting is often left out. */
class Dice {
	constructor(readonly stream: Stream) {}
	below = (bound: number): number => this.stream.below(bound);
	of = <T>(values: readonly T[]): T => values[this.below(values.length)] as T;
	often = <T>(value: T): T | undefined => (this.below(3) === 0 ? undefined : value);
	each = (axes: number, most: number): number[] => Array.from({ length: axes }, () => 1 + this.below(most));
}

function affine(dice: Dice) {
	const activation = dice.of(ACTIVATIONS);
	const bias = dice.below(3) > 0;
	return { activation, bias, ...(dice.below(4) === 0 ? { l1: 0.01, l2: 0.02 } : {}) };
}

function vectorLayer(dice: Dice, [units = 1]: Shape): Layer {
	const dense: Layer = { layer: 'dense', units: 2 + dice.below(5), ...affine(dice) };
	return dice.of<Layer>([
		dense,
		dense,
		{ layer: 'activation', activation: dice.of(ACTIVATIONS) },
		{ layer: 'dropout', rate: dice.of([0, 0.3]) },
		{ layer: 'batchNorm' },
		{ layer: 'layerNorm' },
		{ layer: 'reshape', shape: units % 2 ? [units, 1] : [2, units / 2] },
		{ layer: 'reshape', shape: [1, units, 1] },
	]);
}

function slidingLayer(dice: Dice, shape: Shape): Layer {
	const axes = (shape.length - 1) as 1 | 2 | 3;
	const stepped = dice.below(2) === 0;
	const common = {
		...{ kernel: dice.each(axes, 3), padding: dice.of(['valid', 'same'] as const) },
		stride: stepped ? dice.each(axes, 2) : undefined,
		...affine(dice),
	};
	const dilation = stepped ? undefined : dice.often(dice.each(axes, 2));
	const filters = 1 + dice.below(3);
	const multiplier = dice.often(1 + dice.below(2));
	const pool = { size: dice.each(axes, 3), stride: dice.often(dice.each(axes, 2)), padding: common.padding };
	const flat = axes === 3 ? 2 : axes;
	return dice.of<Layer>([
		{ layer: `conv${axes}d`, filters, dilation, ...common },
		{ layer: `conv${axes}d`, filters, dilation, ...common },
		{ layer: `convTranspose${axes}d`, filters, ...common },
		{ layer: `maxPool${axes}d`, ...pool },
		{ layer: `averagePool${axes}d`, ...pool },
		{ layer: `upSampling${axes}d`, size: dice.each(axes, 2) },
		{ layer: `zeroPadding${axes}d`, padding: dice.each(axes, 2) },
		{ layer: `depthwiseConv${flat}d`, multiplier, dilation, ...common },
		{ layer: `separableConv${flat}d`, filters, multiplier, dilation, ...common },
	]);
}

function shapedLayer(dice: Dice, shape: Shape): Layer {
	const axes = shape.map((_, axis) => axis);
	return dice.of<Layer>([
		{ layer: 'flatten' },
		{ layer: 'permute', axes: dice.stream.shuffle(axes) },
		{ layer: 'dense', units: 1 + dice.below(3), timeDistributed: true, ...affine(dice) },
		{ layer: 'batchNorm' },
		{ layer: 'layerNorm' },
		{ layer: 'dropout', rate: 0.3 },
		{ layer: 'activation', activation: dice.of(ACTIVATIONS) },
		{ layer: 'globalAveragePool' },
		{ layer: 'globalMaxPool' },
	]);
}

const recurrentLayer = (dice: Dice): Layer => ({
	layer: dice.of(['lstm', 'gru', 'simpleRnn'] as const),
	units: 1 + dice.below(3),
	returnSequences: dice.below(2) === 0,
	bidirectional: dice.below(2) === 0,
});

function layerFor(dice: Dice, shape: Shape): Layer {
	if (shape.length === 1) return vectorLayer(dice, shape);
	if (shape.length > 4) return { layer: 'flatten' };
	const drawn = dice.below(shape.length === 2 ? 4 : 3);
	if (drawn === 3) return recurrentLayer(dice);
	return drawn === 2 ? shapedLayer(dice, shape) : slidingLayer(dice, shape);
}

/** Shape of what a list of layers gives; null when it cannot be resolved, or has grown too large. */
function shapeAfter(one: Case): Shape | null {
	try {
		const { layers } = topologyOf(architectureOf(one), one.inputs, one.outputs);
		if (layers.some(({ units }) => units > MOST)) return null;
		return layers.at(-2)?.shape ?? null;
	} catch {
		return null;
	}
}

/** Net number `n`: a chain of some layers, at times with what an earlier one gave added or put beside it. */
export function netByChance(n: number): Case {
	const dice = new Dice(new Stream(n, 'parity/net'));
	const inputs = [dice.of(SHAPES)];
	const outputs = dice.of([1, 3]);
	const values = { outputs, rows: 3 + dice.below(4), weighted: dice.below(2) === 0 };
	const made = (layers: readonly Layer[]): Case => caseOf('convolution', `net ${n}`, inputs, layers, values);
	let layers: readonly Layer[] = [];
	let shape = inputs[0] as Shape;
	let joined = false;
	const wanted = 2 + dice.below(4);
	for (let tries = 0; layers.length < wanted && tries < 40; tries++) {
		const drawn = layerFor(dice, shape);
		const last = layers.at(-1);
		const joins: boolean = !joined && last !== undefined && dice.below(4) === 0;
		const branch = [{ ...last, name: 'earlier' } as Layer, drawn];
		const join: Layer = { layer: dice.of(['add', 'concatenate'] as const), with: ['earlier'] };
		const next: readonly Layer[] = joins ? [...layers.slice(0, -1), ...branch, join] : [...layers, drawn];
		const after = shapeAfter(made(next));
		if (!after) continue;
		[layers, shape, joined] = [next, after, joined || joins];
	}
	return made(layers);
}

/** In words, for a test that fails. */
export const describeNet = ({ inputs, layers, rows, outputs, loss }: Case): string =>
	JSON.stringify({ inputs, rows, outputs, loss, layers });
