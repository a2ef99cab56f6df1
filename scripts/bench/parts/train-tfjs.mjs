// Steps per second of `model.fit` of tfjs-layers on tfjs' WASM backend with one thread, in processor time of this process.
// Prints { case: { steps } } as its last line.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

const CASES = JSON.parse(readFileSync(new URL('train-cases.json', import.meta.url), 'utf8'));
const MILLISECONDS = Number(process.argv[2] ?? 400);
const require = createRequire(import.meta.url);
const spent = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};

tf.enableProdMode();
tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
setThreadsCount(1);
setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
await tf.setBackend('wasm');
if (tf.getBackend() !== 'wasm') throw new Error('tfjs fell back to another backend');

const results = {};
for (const [name, { inputs, hidden, classes, batch, rows }] of Object.entries(CASES)) {
	const model = layers.sequential();
	hidden.forEach((units, i) =>
		model.add(layers.layers.dense({ units, activation: 'relu', ...(i ? {} : { inputShape: [inputs] }) })),
	);
	model.add(layers.layers.dense({ units: classes, activation: 'softmax' }));
	model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
	const x = tf.randomNormal([rows, inputs], 0, 1, 'float32', 1);
	const labels = new Float32Array(rows * classes);
	for (let row = 0; row < rows; row++) labels[row * classes + (row % classes)] = 1;
	const y = tf.tensor2d(labels, [rows, classes]);
	const fit = (epochs) =>
		model.fit(x, y, { batchSize: batch, epochs, shuffle: true, verbose: 0, yieldEvery: 'never' });
	await fit(1);
	const start = spent();
	let epochs = 0;
	do {
		await fit(1);
		epochs++;
	} while (spent() - start < MILLISECONDS);
	results[name] = { steps: (epochs * Math.ceil(rows / batch) * 1000) / (spent() - start) };
}
console.log(JSON.stringify(results));
