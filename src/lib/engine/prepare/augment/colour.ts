/**
 * colour: brightness, contrast and saturation changed by random amounts. Brightness adds up to ±brightness, in the unit
 * of the encoded values; contrast stretches values about the image's mean by a factor of up to 1 ± contrast; saturation
 * does so about each pixel's grey (ITU-R BT.601) and needs red, green and blue. A fourth channel is opacity and stays.
 * What is not given is left as it is.
 */
import type { AugmentParams } from '../../schema/augment-step';
import { around, ofImages } from './augmentation';

const GREY = [0.299, 0.587, 0.114] as const;

export const colour = ofImages<AugmentParams<'colour'>>(
	(sample, [channels, rows, columns], params, stream) => {
		const { brightness = 0, contrast = 0, saturation = 0 } = params;
		const light = around(stream, brightness);
		const stretch = 1 + around(stream, contrast);
		const vivid = 1 + around(stream, saturation);
		const area = rows * columns;
		const result = sample.slice();
		const painted = result.subarray(0, (channels === 4 ? 3 : channels) * area);
		if (light !== 0) painted.forEach((value, i) => (painted[i] = value + light));
		if (stretch !== 1) {
			const mean = painted.reduce((sum, value) => sum + value, 0) / painted.length;
			painted.forEach((value, i) => (painted[i] = mean + stretch * (value - mean)));
		}
		if (vivid !== 1 && painted.length === 3 * area)
			for (let i = 0; i < area; i++) {
				const grey = GREY.reduce(
					(sum, weight, channel) => sum + weight * (painted[i + channel * area] as number),
					0,
				);
				for (let at = i; at < painted.length; at += area)
					painted[at] = grey + vivid * ((painted[at] as number) - grey);
			}
		return result;
	},
);
