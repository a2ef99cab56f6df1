/**
 * The fused kernel and the four tfjs backends as executors: set up when first asked for, watched for trouble, set up anew after a lost
 * device. Only one is current in tfjs at a time; whoever trains asks for its executor right before.
 * They are imported outright: a chunk fetched later from inside a worker would be missing from the offline cache.
 */
import '@tensorflow/tfjs-backend-cpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { BenchtopError } from '../../engine/errors/error';
import type { Executor } from '../../engine/train/executor';
import { fusedExecutor } from '../../engine/train/fused/executor';
import { BUILD, canRunKernel } from '../../engine/train/fused/machine';
import { tfjsExecutor, type Health } from '../../engine/train/tfjs/executor';
import type { Backend } from '../api';

/** Addresses of tfjs' wasm files, by file name; absolute. */
export type WasmPaths = Record<string, string>;

interface Ready {
	readonly executor: Executor;
	readonly health: Health;
}

/** The parts of tfjs' GPU backends that say what they run on. */
interface WebGpuBackend {
	device?: GPUDevice;
	adapterInfo?: { vendor?: string; architecture?: string };
}
interface WebGlBackend {
	gpgpu?: { gl?: WebGLRenderingContext };
}

/** One thread, since more never helped; files from this origin. Takes effect when the backend is first set up. */
function configureWasm(paths: WasmPaths): void {
	tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
	setThreadsCount(1);
	setWasmPaths(paths);
}

/** "Chrome 141" from a user agent string. */
function runtimeOf(userAgent: string): string {
	const found = /(Firefox|Edg|Chrome|Version)\/(\d+)/.exec(userAgent);
	return found ? `${found[1] === 'Version' ? 'Safari' : found[1]} ${found[2]}` : 'unknown browser';
}

function deviceOf(backend: Backend): string {
	if (backend === 'wasm') return tf.env().getBool('WASM_HAS_SIMD_SUPPORT') ? 'simd' : 'no simd';
	if (backend === 'webgpu') {
		const { vendor, architecture } = (tf.backend() as WebGpuBackend).adapterInfo ?? {};
		return [vendor, architecture].filter(Boolean).join(' ') || 'unnamed device';
	}
	if (backend === 'webgl') {
		const gl = (tf.backend() as WebGlBackend).gpgpu?.gl;
		const names = gl?.getExtension('WEBGL_debug_renderer_info');
		return gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'unnamed device';
	}
	return 'float32';
}

/** Errors of a WebGPU device come as events that nobody awaits: notes the first. */
function watch(backend: Backend, health: Health): void {
	if (backend !== 'webgpu') return;
	const { device } = tf.backend() as WebGpuBackend;
	device?.addEventListener('uncapturederror', (event) => (health.trouble ??= event.error.message));
	void device?.lost.then(({ message, reason }) => (health.trouble ??= message || reason));
}

const NAMES: Record<Backend, string> = {
	fused: 'Fused WASM',
	webgpu: 'WebGPU',
	webgl: 'WebGL',
	wasm: 'WASM',
	cpu: 'CPU',
};

const off = (backend: Backend, detail: string): BenchtopError =>
	new BenchtopError('train.backend-off', { backend: NAMES[backend], detail });

export class Backends {
	readonly #ready = new Map<Backend, Ready>();
	#fused: Promise<Executor> | null = null;

	constructor(
		readonly paths: WasmPaths,
		readonly userAgent: string,
	) {}

	/** The executor on this backend, made current. @throws train.backend-off when it cannot be set up here */
	async executor(backend: Backend): Promise<Executor> {
		if (backend === 'fused') return (this.#fused ??= this.#startFused());
		const known = this.#ready.get(backend);
		if (known && known.health.trouble === null) {
			await tf.setBackend(backend);
			return known.executor;
		}
		if (backend === 'wasm' && !known) configureWasm(this.paths);
		if (known) this.#forget(backend);
		if (!tf.findBackendFactory(backend)) throw off(backend, 'this browser does not have it');
		if (!(await tf.setBackend(backend))) throw off(backend, 'it could not be started');
		const health: Health = { trouble: null };
		watch(backend, health);
		const parts = [`tfjs-${backend}`, tf.version_core, deviceOf(backend), runtimeOf(this.userAgent)];
		const executor = tfjsExecutor(`tfjs-${backend}`, parts.join(' · '), health);
		this.#ready.set(backend, { executor, health });
		return executor;
	}

	async #startFused(): Promise<Executor> {
		if (!canRunKernel()) throw off('fused', 'this browser has no SIMD in WebAssembly');
		const fingerprint = ['fused-wasm', BUILD, runtimeOf(this.userAgent)].join(' · ');
		return fusedExecutor(fingerprint, () => performance.now());
	}

	/** Removes a backend whose device is gone, keeping its factory for the next try. */
	#forget(backend: Backend): void {
		const factory = tf.findBackendFactory(backend);
		this.#ready.delete(backend);
		tf.removeBackend(backend);
		tf.registerBackend(backend, factory);
	}
}
