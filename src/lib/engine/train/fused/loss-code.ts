/** How the kernel is told a loss: the code of its derivative and the one setting that it has. */
import type { LossSpec } from '../program';
import type { Code } from './codes';

/** @param outputs of the net: a single one of a classification is a score of two classes. */
export function lossCode(
	{ loss, delta, gamma, smoothing }: LossSpec,
	outputs: number,
): readonly [code: Code, setting: number] {
	const binary = outputs === 1;
	switch (loss) {
		case 'binaryCrossentropy':
		case 'categoricalCrossentropy':
		case 'klDivergence':
			// What a divergence has beside cross-entropy does not hang on the outputs.
			if (binary) return ['BINARY_CROSSENTROPY', smoothing];
			return [smoothing > 0 ? 'SMOOTH_CROSSENTROPY' : 'CATEGORICAL_CROSSENTROPY', smoothing];
		case 'focal':
			return [binary ? 'BINARY_FOCAL' : 'CATEGORICAL_FOCAL', gamma];
		case 'hinge':
			return [binary ? 'BINARY_HINGE' : 'CATEGORICAL_HINGE', 0];
		case 'meanSquaredError':
			return ['MEAN_SQUARED_ERROR', 0];
		case 'meanAbsoluteError':
			return ['MEAN_ABSOLUTE_ERROR', 0];
		case 'huber':
			return ['HUBER', delta];
		case 'logCosh':
			return ['LOG_COSH', 0];
		case 'poisson':
			return ['POISSON', 0];
		default:
			return loss satisfies never;
	}
}
