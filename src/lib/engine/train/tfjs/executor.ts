/**
 * Training on one tfjs backend, which must be registered and current in tfjs while a call runs; one call at a time.
 * Nothing is read back within an epoch, and nothing stays allocated after a call, ended well or not.
 */
import * as tf from '@tensorflow/tfjs-core';
import { BenchtopError } from '../../errors/error';
import { initialWeights } from '../../model/weights';
import type { Topology } from '../../model/topology';
import type { Executor, TrainCall } from '../executor';
import { inputRange, type Inputs } from '../inputs';
import { breathe, runEpochs, stepByStep, type Stepper } from '../loop';
import type { Program, TrainingData } from '../program';
import { download, evaluate, freeWeights, gradient, TfjsNet, upload, type Weights } from './net';

/** Numbers per evaluation chunk and layer, so that activations stay within 16 MB. */
const CHUNK = 4_194_304;

/** Where a device reports trouble that tfjs does not throw. */
export interface Health {
	/** What went wrong, or null. */
	trouble: string | null;
}

async function outputsOf(topology: Topology, weights: Weights, x: Inputs, rows: number, call: TrainCall) {
	const { inputs, outputs, layers } = topology;
	const widest = layers.reduce((most, { units }) => Math.max(most, units), inputs);
	const chunk = Math.max(1, Math.floor(CHUNK / widest));
	const all = new Float32Array(rows * outputs);
	for (let from = 0; from < rows; from += chunk) {
		const count = Math.min(chunk, rows - from);
		const part = evaluate(topology, weights, inputRange(x, inputs, from, from + count), count);
		try {
			all.set(await part.data(), from * outputs);
		} finally {
			part.dispose();
		}
		await breathe(call);
	}
	return all;
}

/** @param fingerprint versions, device and runtime. @param health filled in by whoever listens to the device. */
export function tfjsExecutor(id: string, fingerprint: string, health: Health = { trouble: null }): Executor {
	const check = () => {
		if (health.trouble !== null) throw new BenchtopError('train.device', { detail: health.trouble });
	};
	const stepperOf = (program: Program, data: TrainingData): Stepper => {
		const net = new TfjsNet(program, initialWeights(program.topology, program.seed));
		return {
			epoch: stepByStep(program, data.train, (batch, rate) => net.step(batch, rate)),
			outputs: (split, call) =>
				outputsOf(program.topology, net.weights, data[split].x, data[split].rows, call),
			keep: () => net.keep(),
			best: () => download(program.topology, net.best),
			check,
			dispose: () => net.dispose(),
		};
	};
	/** A device that is lost throws whatever it likes; its own word comes first. */
	async function guarded<T>(work: () => Promise<T>): Promise<T> {
		check();
		try {
			return await work();
		} catch (thrown) {
			check();
			throw thrown;
		}
	}
	return {
		id,
		fingerprint,
		train: (program, data, call = {}) =>
			guarded(async () => {
				const stepper = stepperOf(program, data);
				try {
					return await runEpochs(program, data, stepper, call);
				} finally {
					stepper.dispose();
				}
			}),
		predict: (topology, weights, x, rows) =>
			guarded(async () => {
				const uploaded = upload(topology, weights);
				try {
					return await outputsOf(topology, uploaded, x, rows, {});
				} finally {
					freeWeights(uploaded);
				}
			}),
		gradients: (topology, loss, weights, batch) =>
			guarded(async () => {
				const uploaded = upload(topology, weights);
				const result = tf.tidy(
					() => gradient(topology, loss.loss, uploaded, batch) as unknown as tf.TensorContainer,
				);
				const passed = result as unknown as Weights;
				try {
					const parts = await download(topology, passed);
					return topology.tensors.flatMap(({ trained }, i) => (trained ? [parts[i] as Float32Array] : []));
				} finally {
					freeWeights(uploaded);
					freeWeights(passed);
				}
			}),
		dispose: () => {},
	};
}
