/**
 * Training by generated WGSL: one workgroup trains one model, so many models train at once. The same program gives the
 * same bytes on one device, alone or among others. Initial weights and losses are the host's. Losing the device rejects
 * what runs; the device itself is the caller's.
 */
import { asBenchtopError } from '../../errors/error';
import type { BucketExecutor, BucketModel } from '../bucket';
import type { TrainedProgram } from '../executor';
import { trainParts } from './parts';
import { Gpu } from './device';
import { gradientsOf } from './gradients';
import { predictOn } from './predict';
import { settingsOf, type Settings } from './settings';
export { webgpuTakes } from './takes';

export interface WebGpuExecutor extends BucketExecutor {
	/** Buffers held on the device, and their bytes. */
	readonly buffers: number;
	readonly bytes: number;
}

/**
 * @param fingerprint device and runtime. @param elapsed monotonic milliseconds, so that dispatches can grow with the
 * device's speed. @param values overrule what follows from the device, such as the bytes that training may hold on it.
 */
export async function fusedWebGpuExecutor(
	fingerprint: string,
	device: GPUDevice,
	elapsed: (() => number) | null = null,
	values: Partial<Settings> = {},
): Promise<WebGpuExecutor> {
	const gpu = new Gpu(device);
	const settings = settingsOf(device, { elapsed, ...values });
	const trainBucket = (models: readonly BucketModel[]) => trainParts(gpu, models, settings);
	return {
		id: 'fused-webgpu',
		fingerprint,
		get buffers() {
			return gpu.buffers;
		},
		get bytes() {
			return gpu.bytes;
		},
		trainBucket,
		async train(program, data, call = {}): Promise<TrainedProgram> {
			const [result] = await trainBucket([{ program, data, call }]);
			if (result?.status === 'fulfilled') return result.value;
			throw result?.reason ?? asBenchtopError(new Error('nothing was trained'));
		},
		predict: (topology, weights, x, rows) => predictOn(gpu, topology, weights, x, rows, settings),
		gradients: (topology, loss, weights, batch) => gradientsOf(gpu, topology, loss, weights, batch, settings),
		dispose: () => gpu.dispose(),
	};
}
