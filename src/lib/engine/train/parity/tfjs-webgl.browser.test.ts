import '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { tfjsExecutor } from '../tfjs/executor';
import { parity } from './suite';

async function onWebGl() {
	await tf.setBackend('webgl');
	return tfjsExecutor('tfjs-webgl', 'webgl');
}

parity('tfjs on webgl', onWebGl, () => true, {
	brief: true,
	live: () => tf.memory().numTensors,
});
