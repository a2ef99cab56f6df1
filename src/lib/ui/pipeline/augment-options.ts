/** The form of every augmentation as data: what it does to a copy of a training sample, and how much. */
import type { AugmentStep } from '$lib/engine/schema/augment-step';
import { choice, number, text, where, type Option } from './options';
import type { StepForm } from './step-form';

const chance = (fallback = 1) => number('chance', 'Chance', fallback, { hint: '0 to 1, for each copy' });
const FILL: readonly Option[] = [
	choice('fill', 'Outside is', { edge: 'the nearest edge', constant: 'one value' }),
	where(number('value', 'That value', 0), ({ fill }) => fill === 'constant'),
];
const share = (key: string, label: string, fallback: number, hint: string) =>
	number(key, label, fallback, { hint });

export const AUGMENTATIONS: Readonly<Record<AugmentStep['augment'], StepForm>> = {
	flip: {
		name: 'Flip',
		hint: 'mirrored',
		options: [
			choice('direction', 'Direction', { horizontal: 'left and right', vertical: 'up and down' }),
			chance(0.5),
		],
	},
	rotate: {
		name: 'Rotate',
		hint: 'turned either way',
		options: [number('degrees', 'Degrees up to', 10, { hint: '0 to 180' }), ...FILL, chance()],
	},
	shift: {
		name: 'Shift',
		hint: 'moved by whole pixels',
		options: [
			share('rows', 'Up and down', 0.1, 'share of the height'),
			share('columns', 'Sideways', 0.1, 'share of the width'),
			...FILL,
			chance(),
		],
	},
	zoom: {
		name: 'Zoom',
		hint: 'larger or smaller',
		options: [text('factor', 'Factor', 'pair', '0.9, 1.1', 'least and greatest'), ...FILL, chance()],
	},
	crop: {
		name: 'Crop',
		hint: 'a part brought to full size',
		options: [share('share', 'At least', 0.8, 'share of the sample'), chance()],
	},
	colour: {
		name: 'Colour',
		hint: 'light and contrast',
		options: [
			number('brightness', 'Brightness', 0, { hint: 'added or taken off, in encoded values' }),
			number('contrast', 'Contrast', 0, { hint: '0 to 1' }),
			number('saturation', 'Saturation', 0, { hint: '0 to 1; three or four channels' }),
			chance(),
		],
		fresh: () => ({ brightness: 0.1, contrast: 0.2 }),
	},
	noise: {
		name: 'Noise',
		hint: 'each pixel a little off',
		options: [number('sigma', 'Deviation', 0.05, { hint: 'of encoded values' }), chance()],
	},
	cutOut: {
		name: 'Cut out',
		hint: 'a rectangle of one value',
		options: [
			share('size', 'Size', 0.25, 'share of height and width'),
			number('value', 'Value', 0),
			chance(),
		],
	},
	jitter: {
		name: 'Jitter',
		hint: 'each value a little off',
		options: [number('sigma', 'Deviation', 0.05, { hint: 'of encoded values' }), chance()],
	},
	scale: {
		name: 'Scale',
		hint: 'each column larger or smaller',
		options: [number('sigma', 'Deviation', 0.1, { hint: 'of the factor from 1' }), chance()],
	},
};
