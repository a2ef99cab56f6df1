/**
 * The executors of a browser for the matrix: each topology goes to the fused kernel where that has what it asks for and
 * to tfjs on WASM otherwise, unless one is forced.
 */
import '@tensorflow/tfjs-backend-cpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Topology } from '../../src/lib/engine/model/topology';
import type { Executor } from '../../src/lib/engine/train/executor';
import { fusedExecutor, fusedTakes } from '../../src/lib/engine/train/fused/executor';
import type { LossSpec } from '../../src/lib/engine/train/program';
import { tfjsExecutor } from '../../src/lib/engine/train/tfjs/executor';
import { fusedWebGpuExecutor } from '../../src/lib/engine/train/webgpu/executor';
import { webgpuTakes } from '../../src/lib/engine/train/webgpu/takes';
import type { ExecutorName } from './executor-name';

const started = new Map<ExecutorName, Promise<Executor>>();

/** Which nets an executor has all that is needed for; tfjs takes every one. */
const takes: Partial<Record<ExecutorName, (topology: Topology, loss: LossSpec) => boolean>> = {
	'fused-wasm': fusedTakes,
	'fused-webgpu': webgpuTakes,
};

async function graphicsDevice(): Promise<GPUDevice> {
	const adapter = await navigator.gpu?.requestAdapter();
	if (!adapter) throw new Error('this browser has no WebGPU');
	const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
	return adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
}

async function start(name: ExecutorName, wasm: string): Promise<Executor> {
	if (name === 'fused-wasm') return fusedExecutor(name, () => performance.now());
	if (name === 'fused-webgpu')
		return fusedWebGpuExecutor(name, await graphicsDevice(), () => performance.now());
	const backend = name.replace('tfjs-', '');
	if (backend === 'wasm') {
		tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
		setThreadsCount(1);
		setWasmPaths(wasm);
	}
	if (!(await tf.setBackend(backend)) || tf.getBackend() !== backend)
		throw new Error(`${name} could not be started`);
	return tfjsExecutor(name, name);
}

/**
 * @param forced the one to take wherever it has what a net needs, or null. @param wasm where the files of tfjs' backend
 * are, with a slash at the end.
 */
export async function executorFor(
	topology: Topology,
	loss: LossSpec,
	forced: ExecutorName | null,
	wasm: string,
): Promise<Executor> {
	const first = forced ?? 'fused-wasm';
	const name = (takes[first]?.(topology, loss) ?? true) ? first : 'tfjs-wasm';
	const running = started.get(name) ?? start(name, wasm);
	started.set(name, running);
	const executor = await running;
	// One backend is current in tfjs at a time.
	if (name.startsWith('tfjs-')) await tf.setBackend(name.replace('tfjs-', ''));
	return executor;
}
