import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { tfjsExecutor } from '../tfjs/executor';
import { parity } from './suite';

async function onWasm() {
	setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/dist/');
	await tf.setBackend('wasm');
	return tfjsExecutor('tfjs-wasm', 'wasm');
}

parity('tfjs on wasm', onWasm, () => true, { live: () => tf.memory().numTensors });
