/** rotate: the image turned about its centre by an angle drawn evenly from ±degrees (10 when not given). */
import type { AugmentParams } from '../../schema/augment-step';
import { around, ofImages } from './augmentation';
import { resample } from './resample';

export const rotate = ofImages<AugmentParams<'rotate'>>((sample, shape, params, stream) => {
	const angle = (around(stream, params.degrees ?? 10) * Math.PI) / 180;
	const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
	const [row, column] = [(shape[1] - 1) / 2, (shape[2] - 1) / 2];
	return resample(
		sample,
		shape,
		{
			row: [cos, sin, row - cos * row - sin * column],
			column: [-sin, cos, column + sin * row - cos * column],
		},
		params,
	);
});
