/**
 * How fast an executor trains here, on two made-up problems: a small net, where calling costs most, and a wide one, where
 * products do. The first epoch warms up and does not count; of the others the quickest does, since whatever else the machine
 * is busy with only slows some of them down. A figure is of all models that train as one.
 */
import { topologyOf } from '../../engine/model/topology';
import { Stream } from '../../engine/random/stream';
import type { Architecture } from '../../engine/schema/architecture';
import { trainsBuckets, type BucketModel } from '../../engine/train/bucket';
import type { Executor } from '../../engine/train/executor';
import { programOf, type Samples } from '../../engine/train/program';

export type Size = 'small' | 'wide';

interface Problem {
	readonly inputs: number;
	readonly hidden: readonly number[];
	readonly rows: number;
	readonly batchSize: number;
}
const PROBLEMS: Record<Size, Problem> = {
	small: { inputs: 16, hidden: [32, 32], rows: 512, batchSize: 32 },
	wide: { inputs: 100, hidden: [256, 256], rows: 256, batchSize: 64 },
};
const CLASSES = 3;

/** Parameters from which on a net counts as wide. */
export const WIDE = 20_000;

/** Models in one bucket while it is measured. */
export const BUCKET = 32;

function samplesOf({ inputs }: Problem, rows: number): Samples {
	const stream = new Stream(1, 'speed');
	const x = new Float32Array(rows * inputs).map(() => stream.normal());
	return { rows, x, y: new Float32Array(rows).map(() => stream.below(CLASSES)) };
}

/** @param elapsed monotonic milliseconds. @param milliseconds how long to measure, at least two epochs. */
export async function speedOf(
	executor: Executor,
	size: Size,
	elapsed: () => number,
	milliseconds: number,
): Promise<number> {
	const problem = PROBLEMS[size];
	const { inputs, hidden, rows, batchSize } = problem;
	const architecture: Architecture = {
		kind: 'architecture',
		name: 'Speed',
		analysis: 'multi-class',
		layers: [
			...hidden.map((units) => ({ layer: 'dense', units, activation: 'relu' }) as const),
			{ layer: 'output' },
		],
		loss: 'categoricalCrossentropy',
		optimizer: { optimizer: 'adam', learningRate: 0.001, weightDecay: 0 },
	};
	const topology = topologyOf(architecture, inputs, CLASSES);
	const trainer = { epochs: 100_000, batchSize, patience: null };
	const data = { train: samplesOf(problem, rows), validation: samplesOf(problem, batchSize) };
	const enough = new AbortController();
	let [start, last, quickest] = [0, 0, Infinity];
	const onEpoch = ({ epoch }: { epoch: number }) => {
		const now = elapsed();
		if (epoch === 1) start = now;
		else quickest = Math.min(quickest, now - last);
		last = now;
		if (epoch > 2 && now - start >= milliseconds) enough.abort();
	};
	const modelOf = (seed: number): BucketModel => ({
		program: programOf(architecture, topology, trainer, seed),
		data,
		call: { signal: enough.signal, ...(seed === 0 ? { onEpoch } : {}) },
	});
	const models = Array.from({ length: trainsBuckets(executor) ? BUCKET : 1 }, (_, seed) => modelOf(seed));
	const [first] = models as [BucketModel];
	const [result] = trainsBuckets(executor)
		? await executor.trainBucket(models)
		: await Promise.allSettled([executor.train(first.program, first.data, first.call)]);
	if (result?.status === 'rejected' && !enough.signal.aborted) throw result.reason;
	return Math.round((models.length * (rows / batchSize) * 1000) / Math.max(0.05, quickest));
}
