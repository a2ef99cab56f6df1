/** Short words for declared layers; for tests and nothing else. */
import type { Activation, Layer } from '../../schema/architecture';

type Dense = Extract<Layer, { layer: 'dense' }>;

export const dense = (units: number, activation: Activation): Dense => ({
	layer: 'dense',
	units,
	activation,
});
