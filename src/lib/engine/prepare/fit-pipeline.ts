/**
 * A pipeline learns from its training samples: every input, then the target. What comes out is one small document; the
 * rows are not kept. Which rows a step may read is part of its type (check/fit-scope.ts).
 */
import type { Id } from '../canonical';
import { mapRows } from '../check/fit-scope';
import { fitInput } from './fit-input';
import { fitTarget } from './fit-target';
import type { FittedPipeline } from './fitted';
import { sampleShape } from './input-tensor';
import type { Parts } from './parts';
import { rowsOf } from './stage';

/**
 * Fits every step of the staged pipeline. @param fold which fold's training samples these are, where there are folds.
 * @throws `pipeline.*` when a step cannot learn from the training samples
 */
export function fitPipeline({ train, whole, transforms }: Parts, id: Id, fold?: number): FittedPipeline {
	const { pipeline, resolved, inputs: staged } = train.stage;
	const inputs = staged.map((own, i) => {
		const { table } = own;
		const [input, taken] = [pipeline.inputs[i], resolved.inputs[i]];
		if (!input || !taken) throw new Error('a stage has the inputs of its pipeline');
		const rows = mapRows(train.samples, (samples) => rowsOf(own, samples));
		const fitted = fitInput(input, taken, { table, rows }, whole.inputs[i]?.table);
		return { ...fitted, shape: sampleShape(own, fitted.features.length, input) };
	});
	return {
		kind: 'fitted',
		pipeline: id,
		...(fold === undefined ? {} : { fold }),
		...(transforms.length > 0 ? { transform: [...transforms] } : {}),
		inputs,
		target: fitTarget(train.stage.main, pipeline, train.samples, whole.main),
	};
}
