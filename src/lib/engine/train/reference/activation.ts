/** Activations and their derivatives as plain float64 functions. */
import type { Activation } from '../../model/topology';
import { GELU_CUBIC, GELU_SCALE } from '../constants';

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

export const activate: Partial<Record<Activation, (z: number) => number>> = {
	linear: (z) => z,
	relu: (z) => Math.max(z, 0),
	tanh: Math.tanh,
	sigmoid,
	elu: (z) => (z > 0 ? z : Math.expm1(z)),
	gelu: (z) => 0.5 * z * (1 + Math.tanh(GELU_SCALE * (z + GELU_CUBIC * z ** 3))),
};

/** Derivative at the pre-activation z. */
export const slope: Partial<Record<Activation, (z: number) => number>> = {
	linear: () => 1,
	relu: (z) => (z > 0 ? 1 : 0),
	tanh: (z) => 1 - Math.tanh(z) ** 2,
	sigmoid: (z) => sigmoid(z) * (1 - sigmoid(z)),
	elu: (z) => (z > 0 ? 1 : Math.exp(z)),
	gelu: (z) => {
		const t = Math.tanh(GELU_SCALE * (z + GELU_CUBIC * z ** 3));
		return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * GELU_SCALE * (1 + 3 * GELU_CUBIC * z * z);
	},
};
