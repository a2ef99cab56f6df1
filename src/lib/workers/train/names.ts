/** Backends by the names people read. */
import type { Backend } from '../api';

export const BACKEND_NAMES: Readonly<Record<Backend, string>> = {
	fused: 'Fused WASM',
	'fused-webgpu': 'Fused WebGPU',
	webgpu: 'WebGPU',
	webgl: 'WebGL',
	wasm: 'WASM',
	cpu: 'CPU',
};

/** With what runs on it: "Fused WASM", "tfjs on WebGPU". */
export const executorName = (backend: Backend): string =>
	backend === 'fused' || backend === 'fused-webgpu'
		? BACKEND_NAMES[backend]
		: `tfjs on ${BACKEND_NAMES[backend]}`;
