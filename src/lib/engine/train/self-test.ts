/**
 * The engine proves itself: the gradients of two nets that hold every layer kind are compared with the float64
 * reference, then the speed is taken on a typical net for a short while. An executor that is wrong is switched off.
 */
import { topologyOf, type Topology } from '../model/topology';
import { initialWeights } from '../model/weights';
import { Stream } from '../random/stream';
import type { Architecture, Layer, Loss } from '../schema/architecture';
import { batchesOf } from './batches';
import type { Executor } from './executor';
import { programOf, type Batch, type LossSpec, type Program, type Samples } from './program';
import { ReferenceNet } from './reference/net';

/** Largest difference allowed, as a share of the largest gradient of the tensor. */
const TOLERANCE = 5e-4;
const INPUTS = 24;
const ROWS = 128;

export type Verdict =
	| { readonly state: 'ok'; readonly stepsPerSecond: number }
	| { readonly state: 'wrong'; readonly detail: string };

const CASES: readonly { loss: Loss; outputs: number; layers: Layer[] }[] = [
	{
		loss: 'categoricalCrossentropy',
		outputs: 3,
		layers: [
			{ layer: 'dense', units: 64, activation: 'relu' },
			{ layer: 'batchNorm' },
			{ layer: 'dropout', rate: 0.25 },
			{ layer: 'dense', units: 32, activation: 'relu' },
		],
	},
	{
		loss: 'meanSquaredError',
		outputs: 1,
		layers: [
			{ layer: 'dense', units: 8, activation: 'tanh' },
			{ layer: 'dense', units: 8, activation: 'sigmoid' },
			{ layer: 'dense', units: 8, activation: 'elu' },
			{ layer: 'dense', units: 8, activation: 'gelu' },
		],
	},
];

/** A known problem: normal inputs, three overlapping classes or a smooth value. */
function knownProblem(outputs: number): Samples {
	const stream = new Stream(1, 'self-test');
	const x = new Float32Array(ROWS * INPUTS).map(() => stream.normal());
	const y = new Float32Array(ROWS).map((_, row) => {
		const [a, b] = [x[row * INPUTS] ?? 0, x[row * INPUTS + 1] ?? 0];
		return outputs > 1 ? (a > 0 ? 1 : 0) + (b > 0 ? 1 : 0) : Math.sin(a) + b;
	});
	return { rows: ROWS, x, y };
}

function problemOf({ loss, outputs, layers }: (typeof CASES)[number]): Program {
	const analysis = loss === 'meanSquaredError' ? 'regression' : 'multi-class';
	const architecture: Architecture = {
		kind: 'architecture',
		name: 'Self-test',
		analysis,
		layers: [...layers, { layer: 'output' }],
		loss,
		optimizer: { optimizer: 'adam', learningRate: 0.001, weightDecay: 0.01 },
	};
	const trainer = { epochs: 10_000, batchSize: 32, patience: null };
	return programOf(architecture, topologyOf(architecture, INPUTS, outputs), trainer, 1);
}

/** Largest difference to the float64 reference over all tensors, as a share of each tensor's largest gradient. */
export async function gradientError(
	executor: Executor,
	topology: Topology,
	loss: LossSpec,
	weights: readonly Float32Array[],
	batch: Batch,
): Promise<number> {
	const expected = new ReferenceNet(topology, weights)
		.pass(loss, batch)
		.gradients.filter((part) => part !== null);
	const found = await executor.gradients(topology, loss, weights, batch);
	let worst = 0;
	expected.forEach((gradient, tensor) => {
		const scale = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
		gradient.forEach((value, i) => {
			const difference = Math.abs(value - (found[tensor]?.[i] ?? NaN)) / scale;
			worst = difference <= worst ? worst : Number.isNaN(difference) ? Infinity : difference;
		});
	});
	return worst;
}

/** Steps per second on the first case; at least one epoch, then until `milliseconds` have passed. */
async function speed(executor: Executor, elapsed: () => number, milliseconds: number): Promise<number> {
	const [first] = CASES;
	if (!first) return 0;
	const samples = knownProblem(first.outputs);
	const program = problemOf(first);
	const enough = new AbortController();
	const start = elapsed();
	let steps = 0;
	const onEpoch = () => {
		steps += Math.ceil(samples.rows / program.batchSize);
		if (elapsed() - start >= milliseconds) enough.abort();
	};
	const few = { ...samples, rows: 32, x: samples.x.slice(0, 32 * INPUTS), y: samples.y.slice(0, 32) };
	await executor
		.train(program, { train: samples, validation: few }, { signal: enough.signal, onEpoch })
		.catch((thrown: unknown) => {
			if (!enough.signal.aborted) throw thrown;
		});
	return steps / Math.max(1e-3, (elapsed() - start) / 1000);
}

/**
 * Judges one executor. @param elapsed monotonic milliseconds. @param milliseconds how long to take the speed.
 * @throws only what the executor throws
 */
export async function selfTest(
	executor: Executor,
	elapsed: () => number,
	milliseconds: number,
): Promise<Verdict> {
	for (const one of CASES) {
		const program = problemOf(one);
		const weights = initialWeights(program.topology, program.seed);
		const [batch] = batchesOf(program, knownProblem(one.outputs))(1);
		if (!batch) continue;
		const error = await gradientError(executor, program.topology, program.loss, weights, batch);
		if (!(error <= TOLERANCE))
			return { state: 'wrong', detail: `Its gradients differ by ${error.toExponential(0)}` };
	}
	return { state: 'ok', stepsPerSecond: Math.round(await speed(executor, elapsed, milliseconds)) };
}
