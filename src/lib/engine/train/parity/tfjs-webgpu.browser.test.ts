import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { tfjsExecutor } from '../tfjs/executor';
import { parity } from './suite';

let trouble: string | null = null;

async function onWebGpu() {
	await tf.setBackend('webgpu');
	const { device } = tf.backend() as unknown as { device: GPUDevice };
	device.addEventListener('uncapturederror', ({ error }) => (trouble ??= error.message));
	void device.lost.then(({ message }) => (trouble ??= message));
	return tfjsExecutor('tfjs-webgpu', 'webgpu');
}

parity('tfjs on webgpu', onWebGpu, () => true, {
	brief: true,
	live: () => tf.memory().numTensors,
	trouble: () => trouble,
});
