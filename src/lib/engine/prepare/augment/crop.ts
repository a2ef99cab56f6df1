/**
 * crop: a part at a random place, brought back to full size. Its share of each length is drawn evenly between `share`
 * (0.8 when not given) and 1. Of images a rectangle of the same proportions, resized bilinearly by pixel centres; of
 * sequences a stretch of rows, stretched linearly from its first row to its last.
 */
import type { Stream } from '../../random/stream';
import type { AugmentParams } from '../../schema/augment-step';
import type { Augmentation, ImageShape } from './augmentation';
import { resample } from './resample';

export const crop: Augmentation<AugmentParams<'crop'>> = {
	kinds: ['image', 'sequence'],
	chance: 1,
	apply(sample, shape, { share = 0.8 }, stream) {
		const kept = share + stream.uniform() * (1 - share);
		return shape.length === 3
			? cropImage(sample, shape, kept, stream)
			: cropSequence(sample, shape, kept, stream);
	},
};

function cropImage(sample: Float32Array, shape: ImageShape, kept: number, stream: Stream): Float32Array {
	const [, height, width] = shape;
	const rows = Math.max(1, Math.round(kept * height));
	const columns = Math.max(1, Math.round(kept * width));
	const top = stream.below(height - rows + 1);
	const left = stream.below(width - columns + 1);
	const [down, across] = [rows / height, columns / width];
	return resample(
		sample,
		shape,
		{ row: [down, 0, down / 2 - 0.5 + top], column: [0, across, across / 2 - 0.5 + left] },
		{ fill: 'edge' },
		{ top, left, rows, columns },
	);
}

function cropSequence(
	sample: Float32Array,
	[rows, columns]: readonly [number, number],
	kept: number,
	stream: Stream,
): Float32Array {
	const length = Math.max(Math.min(2, rows), Math.round(kept * rows));
	const first = stream.below(rows - length + 1);
	const result = new Float32Array(sample.length);
	for (let row = 0; row < rows; row++) {
		const place = first + (rows > 1 ? (row * (length - 1)) / (rows - 1) : 0);
		const from = Math.floor(place);
		const past = place - from;
		for (let column = 0; column < columns; column++) {
			const value = sample[from * columns + column] as number;
			result[row * columns + column] =
				past > 0 ? value + past * ((sample[(from + 1) * columns + column] as number) - value) : value;
		}
	}
	return result;
}
