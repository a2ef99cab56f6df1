/**
 * A pipeline learns from its training samples: every input, then the target. What comes out is one small document; the
 * rows are not kept. Which rows a step may read is part of its type (check/fit-scope.ts).
 */
import type { Id } from '../canonical';
import { mapRows, type TrainingRows } from '../check/fit-scope';
import { fitInput } from './fit-input';
import { fitTarget } from './fit-target';
import type { FittedPipeline } from './fitted';
import { sampleShape } from './input-tensor';
import { rowsOf, type Stage } from './stage';

/**
 * Fits every step of the staged pipeline. @param train numbers of the stage's training samples.
 * @param fold which fold's training samples these are, where the split has folds.
 * @throws `pipeline.*` when a step cannot learn from them
 */
export function fitPipeline(stage: Stage, id: Id, train: TrainingRows, fold?: number): FittedPipeline {
	const { pipeline, resolved } = stage;
	const inputs = stage.inputs.map((staged, i) => {
		const { table } = staged;
		const [input, taken] = [pipeline.inputs[i], resolved.inputs[i]];
		if (!input || !taken) throw new Error('a stage has the inputs of its pipeline');
		const rows = mapRows(train, (samples) => rowsOf(staged, samples));
		const fitted = fitInput(input, taken, { table, rows });
		return { ...fitted, shape: sampleShape(staged, fitted.features.length, input) };
	});
	return {
		kind: 'fitted',
		pipeline: id,
		...(fold === undefined ? {} : { fold }),
		inputs,
		target: fitTarget(stage.main, pipeline, train),
	};
}
