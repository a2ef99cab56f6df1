/** Nets, losses and batches that the kernel is held against the reference with; for tests in Node and in browsers. */
import { lossesFor, topologyOf } from '../../model/topology';
import { initialWeights } from '../../model/weights';
import { Stream } from '../../random/stream';
import type { Architecture, Layer, Loss } from '../../schema/architecture';
import { ANALYSES, type Analysis } from '../../schema/common';
import { batchesOf } from '../batches';
import type { Executor } from '../executor';
import { samplesFor } from '../known-problem';
import { programOf as resolved, type Batch, type Program, type Samples } from '../program';
import { ReferenceNet } from '../reference/net';

type Dense = Extract<Layer, { layer: 'dense' }>;
const dense = (units: number, activation: Dense['activation']): Layer => ({
	layer: 'dense',
	units,
	activation,
});

export const LOSSES: readonly Loss[] = [
	'binaryCrossentropy',
	'categoricalCrossentropy',
	'meanSquaredError',
	'meanAbsoluteError',
];
const ACTIVATIONS = ['linear', 'relu', 'tanh', 'sigmoid', 'elu', 'gelu'] as const;

/** Every layer kind alone, next to each other and at the ends, in widths around 4 and 32. */
export const NETS: Readonly<Record<string, readonly Layer[]>> = {
	'no hidden layer': [],
	...Object.fromEntries(ACTIVATIONS.map((name) => [name, [dense(5, name), dense(33, name)]])),
	'a single unit': [dense(1, 'tanh')],
	'wide layers': [dense(65, 'relu'), dense(40, 'gelu')],
	dropout: [dense(33, 'relu'), { layer: 'dropout', rate: 0.4 }, dense(6, 'tanh')],
	'dropout after tanh': [dense(7, 'tanh'), { layer: 'dropout', rate: 0.25 }],
	'dropout on the inputs': [{ layer: 'dropout', rate: 0.3 }, dense(9, 'elu')],
	'dropout that drops nothing': [dense(4, 'relu'), { layer: 'dropout', rate: 0 }, dense(3, 'relu')],
	'batch norm': [dense(36, 'relu'), { layer: 'batchNorm' }, dense(5, 'sigmoid')],
	'batch norm on the inputs': [{ layer: 'batchNorm' }, dense(5, 'gelu')],
	'batch norm at the end': [dense(5, 'gelu'), { layer: 'batchNorm' }],
	'everything at once': [
		{ layer: 'dropout', rate: 0.1 },
		{ layer: 'batchNorm' },
		dense(34, 'elu'),
		{ layer: 'dropout', rate: 0.2 },
		{ layer: 'batchNorm' },
		dense(17, 'relu'),
		{ layer: 'dropout', rate: 0.5 },
	],
};

/** Outputs per loss: one, several, and more than a panel of classes. */
const OUTPUTS: Partial<Record<Loss, number>> = {
	binaryCrossentropy: 1,
	categoricalCrossentropy: 35,
	meanSquaredError: 1,
	meanAbsoluteError: 2,
};

export interface Case {
	readonly net: string;
	readonly loss: Loss;
	readonly inputs: number;
	readonly rows: number;
}

/** Every net with every loss, over one, three, four and 33 inputs and full, odd and single-row batches. */
export const CASES: readonly Case[] = Object.keys(NETS).flatMap((net, n) =>
	LOSSES.map((loss, l) => ({
		net,
		loss,
		inputs: [1, 3, 5, 33, 4][(n + l) % 5] as number,
		rows: [12, 7, 33, 5][(n + 2 * l) % 4] as number,
	})),
);

const analysisOf = (loss: Loss): Analysis =>
	ANALYSES.find((analysis) => lossesFor(analysis).includes(loss)) as Analysis;

/** A program for a case; `values` overrule. */
export function programOf({ net, loss, inputs, rows }: Case, values: Partial<Program> = {}): Program {
	const optimizer = { optimizer: 'adam', learningRate: 0.01, weightDecay: 0 } as const;
	const layers: Layer[] = [...(NETS[net] ?? []), { layer: 'output' }];
	const analysis = analysisOf(loss);
	const architecture: Architecture = { kind: 'architecture', name: net, analysis, layers, loss, optimizer };
	const topology = topologyOf(architecture, inputs, OUTPUTS[loss] ?? 1);
	const trainer = { epochs: 3, batchSize: rows, patience: null };
	return { ...resolved(architecture, topology, trainer, 11), ...values };
}

/** Samples for a case; class labels use all classes. */
export function dataOf({ loss, inputs }: Case, rows: number, name = 'train'): Samples {
	const samples = samplesFor(loss, rows, inputs, name);
	if (loss !== 'categoricalCrossentropy') return samples;
	const stream = new Stream(4, `classes/${name}`);
	return { ...samples, y: samples.y.map(() => stream.below(OUTPUTS[loss] ?? 1)) };
}

const size = (values: ArrayLike<number>): number =>
	Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));

/** ‖found − expected‖ ÷ ‖expected‖; what is nothing has to be nothing. */
export function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
	const difference = Array.from(expected, (value, i) => value - (found[i] ?? NaN));
	const scale = size(expected);
	return scale < 1e-7 ? size(difference) : size(difference) / scale;
}

/** Largest relative error of elements above a thousandth of the largest. */
function elementError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
	const values = Array.from(expected);
	const top = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	if (top < 1e-7) return 0;
	return values.reduce((worst, value, i) => {
		if (Math.abs(value) <= 1e-3 * top) return worst;
		const error = Math.abs((found[i] ?? NaN) - value) / Math.abs(value);
		return Number.isNaN(error) ? Infinity : Math.max(worst, error);
	}, 0);
}

/** Weights away from kinks: initial ones, biases and shifts moved off zero. */
export function weightsOf(program: Program): Float32Array[] {
	const stream = new Stream(9, 'off zero');
	const { tensors } = program.topology;
	return initialWeights(program.topology, program.seed).map((values, i) =>
		tensors[i]?.role === 'kernel' ? values : values.map((value) => value + 0.2 * stream.uniform()),
	);
}

/** Worst error of a case's gradients: per tensor by its norm, and element by element. */
export async function parity(executor: Executor, one: Case): Promise<{ norm: number; element: number }> {
	const program = programOf(one);
	const [batch] = batchesOf(program, dataOf(one, one.rows))(1) as Iterable<Batch>;
	const weights = weightsOf(program);
	const expected = new ReferenceNet(program.topology, weights)
		.pass(program.loss, batch as Batch)
		.gradients.filter((part) => part !== null);
	const found = await executor.gradients(program.topology, program.loss, weights, batch as Batch);
	const worst = (error: typeof relativeError) =>
		Math.max(...expected.map((part, i) => error(found[i] ?? [], part)));
	return { norm: worst(relativeError), element: worst(elementError) };
}
