import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { tfjsExecutor } from '../tfjs/executor';
import { parity } from './suite';

async function onWasm() {
	tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
	setThreadsCount(1);
	setWasmPaths({
		'tfjs-backend-wasm.wasm': plain,
		'tfjs-backend-wasm-simd.wasm': simd,
		'tfjs-backend-wasm-threaded-simd.wasm': threaded,
	});
	await tf.setBackend('wasm');
	return tfjsExecutor('tfjs-wasm', 'wasm');
}

parity('tfjs on wasm', onWasm, () => true, { live: () => tf.memory().numTensors });
