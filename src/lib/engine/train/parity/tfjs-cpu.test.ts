import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { tfjsExecutor } from '../tfjs/executor';
import { parity } from './suite';

async function onCpu() {
	await tf.setBackend('cpu');
	return tfjsExecutor('tfjs-cpu', 'cpu');
}

parity('tfjs on cpu', onCpu, () => true, { live: () => tf.memory().numTensors });
