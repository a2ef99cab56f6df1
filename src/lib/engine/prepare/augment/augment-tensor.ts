/**
 * Training samples and changed copies of them. A copy depends on the seed, the sample's number in the dataset and the
 * copy's own number, and on nothing else: neither order nor batch nor what other samples there are. Evaluation samples
 * never come here.
 */
import { BenchtopError } from '../../errors/error';
import { Stream } from '../../random/stream';
import type { AugmentStep } from '../../schema/augment-step';
import { cellsPerSample, type Tensor } from '../tensor';
import type { SampleKind, SampleShape } from './augmentation';
import { augmentationOf, checkAugment } from './augmentations';

export interface AugmentOptions {
	/** Changed copies of each sample. */
	readonly copies: number;
	readonly seed: number;
	/** The number of each of the tensor's samples in the dataset. */
	readonly samples: Uint32Array;
	/** Windows over table rows are sequences. */
	readonly kind: SampleKind;
}

export interface AugmentedTensor extends Tensor {
	/** Which of the given tensor's samples each sample is, or is a copy of; its target is that one's. */
	readonly origin: Uint32Array;
}

/** Values of a tensor, at most: two gigabytes. */
const CELL_LIMIT = 2 ** 29;

/**
 * The samples as they are, then the first copy of each, the second, and so on.
 * @throws what `checkAugment` refuses; pipeline.too-large
 */
export function augmentTensor(
	tensor: Tensor,
	steps: readonly AugmentStep[],
	{ copies, seed, samples, kind }: AugmentOptions,
): AugmentedTensor {
	const count = tensor.shape[0] as number;
	const cells = cellsPerSample(tensor);
	const total = count * (1 + copies);
	const shape = tensor.shape.slice(1);
	checkAugment(steps, shape.length < 2 ? 'table' : kind, frameOf(shape, kind)[0]);
	if (total * cells > CELL_LIMIT)
		throw new BenchtopError('pipeline.too-large', { rows: total, features: cells });
	const x = new Float32Array(total * cells);
	x.set(tensor.x.subarray(0, count * cells));
	const origin = Uint32Array.from({ length: total }, (_, i) => i % count);
	for (let i = count; i < total; i++) {
		const from = origin[i] as number;
		const sample = tensor.x.subarray(from * cells, (from + 1) * cells);
		const copy = Math.floor(i / count);
		x.set(
			augmentSample(sample, shape, steps, { kind, seed, sample: samples[from] as number, copy }),
			i * cells,
		);
	}
	return { x, shape: [total, ...shape], features: tensor.features, origin };
}

/**
 * One changed copy of a sample; the sample itself is left as it is.
 * @param shape of the sample. Axes before an image's channels, or before a sequence's rows, are frames: all are changed
 * alike. @param at seed, number of the sample in the dataset, and which copy of it, from 1 on
 */
export function augmentSample(
	sample: Float32Array,
	shape: readonly number[],
	steps: readonly AugmentStep[],
	at: { readonly kind: SampleKind; readonly seed: number; readonly sample: number; readonly copy: number },
): Float32Array {
	const frame = frameOf(shape, at.kind);
	const cells = frame.reduce((all, size) => all * size, 1);
	const result = sample.slice();
	for (let start = 0; start < result.length; start += cells) {
		const stream = new Stream(at.seed, `augment/${at.sample}/${at.copy}`);
		let part: Float32Array = result.slice(start, start + cells);
		steps.forEach((step, k) => {
			const own = stream.child(String(k));
			const augmentation = augmentationOf(step);
			if (own.uniform() < (step.chance ?? augmentation.chance))
				part = augmentation.apply(part, frame, step, own);
		});
		result.set(part, start);
	}
	return result;
}

/** What one change works on: the last three axes of an image, the last two of a sequence. */
function frameOf(shape: readonly number[], kind: SampleKind): SampleShape {
	const [channels = 1, rows = 1, columns = 1] = [1, 1, ...shape].slice(-3);
	return kind === 'image' ? [channels, rows, columns] : [rows, columns];
}
