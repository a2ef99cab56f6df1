/**
 * Training on one tfjs backend, which must be registered and current in tfjs while a call runs; one call at a time.
 * On a graphics device nothing is read back within an epoch, and nothing stays allocated after a call, ended well or not.
 */
import * as tf from '@tensorflow/tfjs-core';
import { BenchtopError } from '../../errors/error';
import { initialWeights } from '../../model/weights';
import type { Topology } from '../../model/topology';
import type { Executor, TrainCall } from '../executor';
import { inputRange, type Inputs } from '../inputs';
import { breathe, runEpochs, stepByStep, type Stepper } from '../loop';
import type { Program, TrainingData } from '../program';
import { rowsAtOnce } from './chunk';
import { evaluate, gradient, Penalty, TfjsNet } from './net';
import { Tables } from './tables';
import { keepEdgesClean } from './webgl';
import { download, freeWeights, upload, type Weights } from './weights';

/** Where a device reports trouble that tfjs does not throw. */
export interface Health {
	/** What went wrong, or null. */
	trouble: string | null;
}

async function outputsOf(
	topology: Topology,
	weights: Weights,
	x: Inputs,
	rows: number,
	tables: Tables,
	call: TrainCall = {},
) {
	const { inputs, outputs } = topology;
	const chunk = rowsAtOnce(topology);
	const all = new Float32Array(rows * outputs);
	for (let from = 0; from < rows; from += chunk) {
		const count = Math.min(chunk, rows - from);
		const part = evaluate(topology, weights, inputRange(x, inputs, from, from + count), count, tables);
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
	keepEdgesClean();
	const check = () => {
		if (health.trouble !== null) throw new BenchtopError('train.device', { detail: health.trouble });
	};
	const stepperOf = (program: Program, data: TrainingData): Stepper => {
		const net = new TfjsNet(program, initialWeights(program.topology, program.seed));
		return {
			epoch: stepByStep(program, data.train, (batch, rate) => net.step(batch, rate)),
			outputs: (split, call) =>
				outputsOf(program.topology, net.weights, data[split].x, data[split].rows, net.tables, call),
			keep: () => net.keep(),
			best: () => download(program.topology, net.best),
			save: () => net.save(),
			restore: (state) => net.restore(state),
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
				const tables = new Tables();
				try {
					return await outputsOf(topology, uploaded, x, rows, tables);
				} finally {
					freeWeights(uploaded);
					tables.dispose();
				}
			}),
		gradients: (topology, loss, weights, batch) =>
			guarded(async () => {
				const uploaded = upload(topology, weights);
				const penalty = new Penalty(topology);
				const tables = new Tables();
				let found: Weights | null = null;
				try {
					found = tf.tidy(() => {
						const { flat, running } = gradient(topology, loss, uploaded, batch, penalty, tables);
						return { flat, running: [...running] };
					});
					const parts = await download(topology, found);
					return topology.tensors.flatMap(({ trained }, i) => (trained ? [parts[i] as Float32Array] : []));
				} finally {
					freeWeights(uploaded);
					if (found) freeWeights(found);
					penalty.dispose();
					tables.dispose();
				}
			}),
		dispose: () => {},
	};
}
