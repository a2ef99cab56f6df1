/**
 * Samples whose inputs are prepared when they are asked for, from the table and the fitted state, because all of them would
 * not fit in memory. Labels and numbers, a few bytes per sample, are there from the start. The numbers are those that
 * prepared-samples.ts gives for the same samples, to the last bit.
 */
import { augmentSample, augmentTensor } from '../prepare/augment/augment-tensor';
import type { FittedPipeline } from '../prepare/fitted';
import { inputTensor } from '../prepare/input-tensor';
import type { Part } from '../prepare/parts';
import { numbersOf } from '../prepare/stage';
import { cellsPerSample, type Tensor } from '../prepare/tensor';
import type { Inputs } from './inputs';
import {
	copiesOf,
	inputSamples,
	joined,
	labelsOf,
	learnedOf,
	type PreparedSamples,
} from './prepared-samples';

const NONE = { x: new Float32Array(), next: null };

/** For pipelines with a target. @throws what the target refuses; `x` throws what inputs refuse, when it is asked */
export function streamedSamples(fitted: FittedPipeline, { stage, samples }: Part): PreparedSamples<Inputs> {
	return {
		rows: samples.length,
		numbers: numbersOf(stage, samples),
		x: { take: (picked) => inputSamples(fitted, { stage, samples: chosen(samples, picked) }).x },
		...learnedOf(fitted, { stage, samples }, NONE),
	};
}

/** The training samples with their changed copies, where an input is augmented; themselves where none is. */
export function streamedAugmented(
	fitted: FittedPipeline,
	{ stage, samples }: Part,
	learned: PreparedSamples<Inputs>,
): PreparedSamples<Inputs> {
	const { pipeline } = stage;
	if (!pipeline.inputs.some(({ augment }) => augment)) return learned;
	const rows = learned.rows * (1 + copiesOf(pipeline));
	const origin = Uint32Array.from({ length: rows }, (_, i) => i % learned.rows);
	const inputs = stage.inputs.flatMap((staged, i) => {
		const [input, declared] = [fitted.inputs[i], pipeline.inputs[i]];
		if (!input || !declared) return [];
		const kind = (staged.table.inner ?? []).length > 1 ? ('image' as const) : ('sequence' as const);
		const steps = declared.augment?.steps ?? [];
		const { seed } = pipeline.split;
		const take = (picked: Uint32Array): Float32Array => {
			const { x } = inputTensor(staged, input, declared, chosen(samples, chosen(origin, picked)));
			const shape = x.shape.slice(1);
			if (steps.length === 0) return x.x;
			return changed(x, (sample, at) => {
				const copy = Math.floor((picked[at] as number) / learned.rows);
				const number = learned.numbers[(picked[at] as number) % learned.rows] as number;
				return copy === 0
					? sample
					: augmentSample(sample, shape, steps, { kind, seed, sample: number, copy });
			});
		};
		const none = new Uint32Array();
		const { x } = inputTensor(staged, input, declared, none);
		// What cannot be augmented is refused before training begins.
		if (steps.length > 0) augmentTensor(x, steps, { copies: 1, seed, samples: none, kind });
		return [take];
	});
	const take = (picked: Uint32Array) =>
		joined(
			inputs.map((each) => each(picked)),
			picked.length,
		);
	return { rows, x: { take }, ...labelsOf(learned, origin) };
}

const chosen = (from: Uint32Array, picked: Uint32Array): Uint32Array =>
	picked.map((place) => from[place] as number);

/** Every sample of a tensor as `change` makes it. */
function changed(tensor: Tensor, change: (sample: Float32Array, at: number) => Float32Array): Float32Array {
	const cells = cellsPerSample(tensor);
	const result = new Float32Array(tensor.x.length);
	for (let from = 0, at = 0; from < result.length; from += cells, at++)
		result.set(change(tensor.x.subarray(from, from + cells), at), from);
	return result;
}
