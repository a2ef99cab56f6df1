import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { Topology } from '../../model/topology';
import { tfjsExecutor } from '../tfjs/executor';
import type { Case } from './case';
import { parity } from './suite';

setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/dist/');

const KINDS = ['dense', 'dropout', 'batchNorm'];
const ACTIVATIONS = ['linear', 'relu', 'tanh', 'sigmoid', 'elu', 'gelu'];
const LOSSES = ['binaryCrossentropy', 'categoricalCrossentropy', 'meanSquaredError', 'meanAbsoluteError'];

/** What stands so far. */
const takes = ({ layers }: Topology): boolean =>
	layers.every(
		(layer) =>
			KINDS.includes(layer.kind) &&
			layer.shape.length === 1 &&
			(layer.kind !== 'dense' || (layer.bias && ACTIVATIONS.includes(layer.activation))),
	);
const only = ({ name, loss, weighted, settings }: Case): boolean =>
	LOSSES.includes(loss) && !weighted && !settings && name !== 'penalties';

for (const backend of ['cpu', 'wasm'])
	parity(
		`tfjs on ${backend}`,
		async () => {
			await tf.setBackend(backend);
			return tfjsExecutor(`tfjs-${backend}`, backend);
		},
		takes,
		{ only, live: () => tf.memory().numTensors },
	);
