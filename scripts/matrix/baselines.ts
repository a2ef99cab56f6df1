/**
 * What a net has to be better than on its test samples: the class shares, or the mean, of the rows it was trained on; in
 * a forecast persistence, which gives every row as it was one shift before: the window again. Beside it one that knows
 * more, giving the rows of the next window that are known already and the last known row for those that follow.
 */
import type { Architecture } from '../../src/lib/engine/schema/architecture';
import type { Pipeline, Window } from '../../src/lib/engine/schema/pipeline';
import { constantLoss, fitConstant } from '../../src/lib/engine/train/constant';
import { meanLoss } from '../../src/lib/engine/train/loss';
import type { Prepared } from '../../src/lib/engine/train/prepared';
import { lossOf } from '../../src/lib/engine/train/program';
import type { Baseline } from './result';

/** Windows of `size` rows, `shift` rows on, from what is known when they begin. */
function held(x: Float32Array, rows: number, { size, shift }: Window): Float32Array {
	const per = x.length / (rows * size);
	const outputs = new Float32Array(x.length);
	for (let row = 0; row < rows; row++)
		for (let k = 0; k < size; k++) {
			const from = (row * size + Math.min(k + shift, size - 1)) * per;
			outputs.set(x.subarray(from, from + per), (row * size + k) * per);
		}
	return outputs;
}

export function baselinesOf(pipeline: Pipeline, prepared: Prepared, architecture: Architecture): Baseline[] {
	const { analysis, inputs, target } = pipeline;
	const { fitted, training, splits, outputs } = prepared;
	const { test } = splits;
	const loss = lossOf(architecture);
	const constant = constantLoss(architecture.loss, fitted, fitConstant(analysis, fitted, training), test);
	const mean = { name: analysis === 'regression' ? 'mean' : 'majority', loss: constant };
	const window = inputs[0]?.window;
	if (target.unsupervised !== 'forecast' || !window) return [mean];
	const known = held(test.x, test.rows, window);
	return [
		{ name: 'persistence', loss: meanLoss(loss, test.x, test.y, outputs) },
		mean,
		{ name: 'known rows held', loss: meanLoss(loss, known, test.y, outputs) },
	];
}
