/**
 * The page of the WebGPU rows: many models of the fused kernel at once, and `model.fit` of tfjs-layers on tfjs-webgpu, on
 * the same adapter. `prepare` sets a side of a case up and takes a first round; `run` trains for a while and gives the
 * steps taken, those of all models counted.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-webgpu';
import { topologyOf } from '../../../src/lib/engine/model/topology';
import { Stream } from '../../../src/lib/engine/random/stream';
import type { Architecture } from '../../../src/lib/engine/schema/architecture';
import type { BucketModel } from '../../../src/lib/engine/train/bucket';
import { programOf } from '../../../src/lib/engine/train/program';
import { Gpu } from '../../../src/lib/engine/train/webgpu/device';
import { fusedWebGpuExecutor } from '../../../src/lib/engine/train/webgpu/executor';
import { settingsOf } from '../../../src/lib/engine/train/webgpu/settings';
import { planPart, Trainer } from '../../../src/lib/engine/train/webgpu/trainer';

export interface Shape {
	readonly inputs: number;
	readonly hidden: readonly number[];
	readonly classes: number;
	readonly batch: number;
	readonly rows: number;
	/** Models of a sweep. */
	readonly models: number;
}
/** Trains for about so many milliseconds; gives the steps. */
type Run = (milliseconds: number) => Promise<number>;

const elapsed = () => performance.now();

function models({ inputs, hidden, classes, batch, rows, models: count }: Shape): BucketModel[] {
	const architecture: Architecture = {
		...{ kind: 'architecture', name: 'Bench', analysis: 'multi-class', loss: 'categoricalCrossentropy' },
		layers: [
			...hidden.map((units) => ({ layer: 'dense' as const, units, activation: 'relu' as const })),
			{ layer: 'output' },
		],
		optimizer: { optimizer: 'adam', learningRate: 0.001, weightDecay: 0 },
	};
	const topology = topologyOf(architecture, inputs, classes);
	const stream = new Stream(1, 'bench');
	const train = {
		rows,
		x: new Float32Array(rows * inputs).map(() => stream.normal()),
		y: new Float32Array(rows).map(() => stream.below(classes)),
	};
	const validation = { rows: 1, x: train.x.slice(0, inputs), y: train.y.slice(0, 1) };
	const trainer = { epochs: 100_000, batchSize: batch, patience: null };
	return Array.from({ length: count }, (_, seed) => ({
		program: programOf(architecture, topology, trainer, seed),
		data: { train, validation },
		call: {},
	}));
}

async function deviceOfOurs(): Promise<GPUDevice> {
	const adapter = await (navigator.gpu as GPU | undefined)?.requestAdapter();
	if (!adapter) throw new Error('There is no WebGPU adapter');
	const device = await adapter.requestDevice();
	device.addEventListener('uncapturederror', ({ error }) => console.error(error.message));
	return device;
}

/** Whole epochs with their shuffling, as `model.fit` has them. */
async function fused(shape: Shape): Promise<Run> {
	const device = await deviceOfOurs();
	const settings = settingsOf(device, { elapsed });
	const members = models(shape);
	const trainer = await Trainer.create(new Gpu(device), members, planPart(members, settings, true), settings);
	const turns = members.map((_, model) => ({ model, rate: 0.001 }));
	const perEpoch = members.length * Math.ceil(shape.rows / shape.batch);
	let epoch = 1;
	return async (milliseconds) => {
		const start = elapsed();
		let steps = 0;
		do {
			await trainer.epoch(epoch++, turns, async () => {});
			steps += perEpoch;
		} while (elapsed() - start < milliseconds);
		return steps;
	};
}

/** The same with the loop around it, which evaluates both splits after each epoch. */
async function loop(shape: Shape): Promise<Run> {
	const executor = await fusedWebGpuExecutor('bench', await deviceOfOurs(), elapsed);
	const bucket = models(shape);
	const perEpoch = Math.ceil(shape.rows / shape.batch);
	return async (milliseconds) => {
		const start = elapsed();
		const stop = new AbortController();
		let steps = 0;
		const onEpoch = () => {
			steps += perEpoch;
			if (elapsed() - start >= milliseconds && steps % (perEpoch * bucket.length) === 0) stop.abort();
		};
		const { signal } = stop;
		await executor.trainBucket(bucket.map((model) => ({ ...model, call: { signal, onEpoch } })));
		return steps;
	};
}

async function fit({ inputs, hidden, classes, batch, rows }: Shape): Promise<Run> {
	tf.enableProdMode();
	await tf.setBackend('webgpu');
	if (tf.getBackend() !== 'webgpu') throw new Error('tfjs fell back to another backend');
	const model = layers.sequential();
	hidden.forEach((units, i) =>
		model.add(layers.layers.dense({ units, activation: 'relu', ...(i ? {} : { inputShape: [inputs] }) })),
	);
	model.add(layers.layers.dense({ units: classes, activation: 'softmax' }));
	model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
	const x = tf.randomNormal([rows, inputs], 0, 1, 'float32', 1);
	const labels = new Float32Array(rows * classes);
	for (let row = 0; row < rows; row++) labels[row * classes + (row % classes)] = 1;
	const y = tf.tensor2d(labels, [rows, classes]);
	return async (milliseconds) => {
		const start = elapsed();
		let steps = 0;
		do {
			await model.fit(x, y, { batchSize: batch, epochs: 1, shuffle: true, verbose: 0, yieldEvery: 'never' });
			steps += Math.ceil(rows / batch);
		} while (elapsed() - start < milliseconds);
		return steps;
	};
}

const SIDES = { fused, loop, fit };
const prepared = new Map<string, Run>();

Object.assign(globalThis, {
	bench: {
		async prepare(side: keyof typeof SIDES, name: string, shape: Shape): Promise<void> {
			const run = await SIDES[side](shape);
			prepared.set(`${side} ${name}`, run);
			await run(50);
		},
		run: (side: string, name: string, milliseconds: number): Promise<number> =>
			prepared.get(`${side} ${name}`)?.(milliseconds) ?? Promise.reject(new Error(`${side} is not prepared`)),
	},
});
