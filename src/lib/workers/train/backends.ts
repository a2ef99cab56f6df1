/**
 * The fused kernels and the four tfjs backends as executors: set up when first asked for, set up anew after a lost
 * device. Only one is current in tfjs at a time; whoever trains asks for its executor right before.
 * They are imported outright: a chunk fetched later from inside a worker would be missing from the offline cache.
 */
import '@tensorflow/tfjs-backend-cpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { BenchtopError } from '../../engine/errors/error';
import type { Executor } from '../../engine/train/executor';
import { fusedExecutor } from '../../engine/train/fused/executor';
import { buildName, canRunKernel, canRunRelaxed } from '../../engine/train/fused/machine';
import { tfjsExecutor, type Health } from '../../engine/train/tfjs/executor';
import { fusedWebGpuExecutor } from '../../engine/train/webgpu/executor';
import type { Backend } from '../api';
import { graphicsName, GraphicsDevice, type Graphics } from './graphics';
import { BACKEND_NAMES } from './names';

/** Addresses of tfjs' wasm files, by file name; absolute. */
export type WasmPaths = Record<string, string>;

type TfjsBackend = Exclude<Backend, 'fused' | 'fused-webgpu'>;

interface Ready {
	readonly executor: Executor;
	readonly health: Health;
}

/** The part of tfjs' WebGL backend that says what it runs on. */
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
export function runtimeOf(userAgent: string): string {
	const found = /(Firefox|Edg|Chrome|Version)\/(\d+)/.exec(userAgent);
	return found ? `${found[1] === 'Version' ? 'Safari' : found[1]} ${found[2]}` : 'unknown browser';
}

function webglName(): string {
	const gl = (tf.backend() as WebGlBackend).gpgpu?.gl;
	const names = gl?.getExtension('WEBGL_debug_renderer_info');
	return gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'unnamed device';
}

const off = (backend: Backend, detail: string): BenchtopError =>
	new BenchtopError('train.backend-off', { backend: BACKEND_NAMES[backend], detail });
const ABSENT = 'this browser does not have it';

const elapsed = () => performance.now();

export class Backends {
	readonly #ready = new Map<Backend, Ready>();
	readonly #graphics = new GraphicsDevice();
	#relaxed = false;

	constructor(
		readonly paths: WasmPaths,
		readonly userAgent: string,
	) {}

	/** Takes the relaxed build of the fused kernel from now on, or the strict one. @throws train.no-relaxed-simd */
	useRelaxed(relaxed: boolean): void {
		if (relaxed === this.#relaxed) return;
		if (relaxed && !canRunRelaxed()) throw new BenchtopError('train.no-relaxed-simd');
		this.#relaxed = relaxed;
		this.#ready.delete('fused');
	}

	/** The executor on this backend, made current. @throws train.backend-off when it cannot be set up here */
	async executor(backend: Backend): Promise<Executor> {
		const known = this.#ready.get(backend);
		if (known && known.health.trouble === null) {
			if (backend !== 'fused' && backend !== 'fused-webgpu') await tf.setBackend(backend);
			return known.executor;
		}
		this.#ready.delete(backend);
		known?.executor.dispose();
		const ready = await this.#start(backend, known !== undefined);
		this.#ready.set(backend, ready);
		return ready.executor;
	}

	async #start(backend: Backend, again: boolean): Promise<Ready> {
		if (backend === 'fused') return this.#startFused();
		if (backend === 'fused-webgpu') return this.#startFusedWebGpu(backend);
		const graphics = backend === 'webgpu' ? await this.#device(backend) : null;
		if (graphics) {
			tf.removeBackend(backend);
			tf.registerBackend(backend, () => new WebGPUBackend(graphics.device, graphics.info));
		} else if (again) forget(backend);
		if (backend === 'wasm' && !again) configureWasm(this.paths);
		if (!tf.findBackendFactory(backend)) throw off(backend, ABSENT);
		if (!(await tf.setBackend(backend))) throw off(backend, 'it could not be started');
		const health = graphics?.health ?? { trouble: null };
		const parts = [
			`tfjs-${backend}`,
			tf.version_core,
			this.#nameOf(backend, graphics),
			runtimeOf(this.userAgent),
		];
		return { executor: tfjsExecutor(`tfjs-${backend}`, parts.join(' · '), health), health };
	}

	#nameOf(backend: TfjsBackend, graphics: Graphics | null): string {
		if (graphics) return graphicsName(graphics.info);
		if (backend === 'wasm') return tf.env().getBool('WASM_HAS_SIMD_SUPPORT') ? 'simd' : 'no simd';
		return backend === 'webgl' ? webglName() : 'float32';
	}

	async #device(backend: Backend): Promise<Graphics> {
		const graphics = await this.#graphics.open().catch((thrown: unknown) => {
			throw off(backend, String(thrown));
		});
		if (!graphics) throw off(backend, ABSENT);
		return graphics;
	}

	async #startFusedWebGpu(backend: Backend): Promise<Ready> {
		const { device, info, health } = await this.#device(backend);
		const fingerprint = [backend, graphicsName(info), runtimeOf(this.userAgent)].join(' · ');
		return { executor: await fusedWebGpuExecutor(fingerprint, device, elapsed), health };
	}

	async #startFused(): Promise<Ready> {
		if (!canRunKernel()) throw off('fused', 'this browser has no SIMD in WebAssembly');
		const build = this.#relaxed ? 'relaxed' : 'strict';
		const fingerprint = ['fused-wasm', buildName(build), runtimeOf(this.userAgent)].join(' · ');
		const executor = await fusedExecutor(fingerprint, elapsed, undefined, build);
		return { executor, health: { trouble: null } };
	}
}

/** Removes a tfjs backend whose device is gone, keeping its factory for the next try. */
function forget(backend: TfjsBackend): void {
	const factory = tf.findBackendFactory(backend);
	tf.removeBackend(backend);
	tf.registerBackend(backend, factory);
}
