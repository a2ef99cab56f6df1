/** Activations and their derivatives as plain float64 functions, and softmax, which looks at all channels of a position. */
import type { Activation } from '../../schema/layer';
import type { Shape } from '../../model/topology-layer';
import { GELU_CUBIC, GELU_SCALE, LEAKY_SLOPE, SELU_ALPHA, SELU_SCALE } from '../constants';
import { add, at, lanesOf, type Lanes, type Passed } from './passed';

interface Curve {
	f(z: number): number;
	/** Derivative at z. */
	slope(z: number): number;
	/** Where the derivative jumps. */
	readonly kinks?: readonly number[];
}

const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

const geluInner = (z: number): number => Math.tanh(GELU_SCALE * (z + GELU_CUBIC * z ** 3));

const CURVES: Record<Exclude<Activation, 'softmax'>, Curve> = {
	linear: { f: (z) => z, slope: () => 1 },
	relu: { f: (z) => (z < 0 ? 0 : z), slope: (z) => (z > 0 ? 1 : 0), kinks: [0] },
	leakyRelu: { f: (z) => (z < 0 ? LEAKY_SLOPE * z : z), slope: (z) => (z > 0 ? 1 : LEAKY_SLOPE), kinks: [0] },
	elu: { f: (z) => (z > 0 ? z : Math.expm1(z)), slope: (z) => (z > 0 ? 1 : Math.exp(z)) },
	selu: {
		f: (z) => SELU_SCALE * (z > 0 ? z : SELU_ALPHA * Math.expm1(z)),
		slope: (z) => SELU_SCALE * (z > 0 ? 1 : SELU_ALPHA * Math.exp(z)),
		kinks: [0],
	},
	gelu: {
		f: (z) => 0.5 * z * (1 + geluInner(z)),
		slope(z) {
			const t = geluInner(z);
			return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * GELU_SCALE * (1 + 3 * GELU_CUBIC * z * z);
		},
	},
	tanh: { f: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
	sigmoid: { f: sigmoid, slope: (z) => sigmoid(z) * sigmoid(-z) },
	hardSigmoid: {
		f: (z) => Math.min(1, Math.max(0, z / 6 + 0.5)),
		slope: (z) => (Math.abs(z) < 3 ? 1 / 6 : 0),
		kinks: [-3, 3],
	},
	softplus: { f: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), slope: sigmoid },
	swish: { f: (z) => z * sigmoid(z), slope: (z) => sigmoid(z) * (1 + z * sigmoid(-z)) },
};

/** Shares of 1 per position, along the channels of a shape. */
function softmax(z: Float64Array, shape: Shape, rows: number): Passed {
	const { channels, positions, place } = lanesOf(shape);
	const y = new Float64Array(z.length);
	const eachPosition = (visit: (lane: number[]) => void) => {
		for (let row = 0; row < rows; row++)
			for (let position = 0; position < positions; position++)
				visit(
					Array.from(
						{ length: channels },
						(_, channel) => row * channels * positions + place(position, channel),
					),
				);
	};
	eachPosition((lane) => {
		const top = Math.max(...lane.map((i) => at(z, i)));
		const sum = lane.reduce((total, i) => total + Math.exp(at(z, i) - top), 0);
		for (const i of lane) y[i] = Math.exp(at(z, i) - top) / sum;
	});
	return {
		y,
		back(dy) {
			const dx = new Float64Array(z.length);
			eachPosition((lane) => {
				const shared = lane.reduce((total, i) => total + at(dy, i) * at(y, i), 0);
				for (const i of lane) dx[i] = at(y, i) * (at(dy, i) - shared);
			});
			return { dxs: [dx], gradients: [] };
		},
	};
}

/** Applies an activation to rows of a shape. */
export function activate(activation: Activation, z: Float64Array, shape: Shape, rows: number): Passed {
	if (activation === 'softmax') return softmax(z, shape, rows);
	const { f, slope, kinks = [] } = CURVES[activation];
	let margin = Infinity;
	for (const kink of kinks) for (const value of z) margin = Math.min(margin, Math.abs(value - kink));
	return {
		y: z.map((value) => f(value)),
		margin,
		back: (dy) => ({ dxs: [dy.map((d, i) => d * slope(at(z, i)))], gradients: [] }),
	};
}

/**
 * The end of every layer with a kernel: the bias is added to z, then the activation. `back` takes dLoss/dz to dx and the
 * gradients of the kernels; the bias' own comes last. @param lanes along which the bias lies.
 */
export function affine(
	{ activation, shape }: { readonly activation: Activation; readonly shape: Shape },
	z: Float64Array,
	bias: Float64Array | undefined,
	rows: number,
	back: (dz: Float64Array) => { dx: Float64Array; gradients: Float64Array[] },
	{ channels, positions, place }: Lanes = lanesOf(shape),
): Passed {
	const eachNumber = (visit: (i: number, channel: number) => void) => {
		for (let row = 0; row < rows; row++)
			for (let position = 0; position < positions; position++)
				for (let channel = 0; channel < channels; channel++)
					visit(row * channels * positions + place(position, channel), channel);
	};
	if (bias) eachNumber((i, channel) => add(z, i, at(bias, channel)));
	const { back: deactivate, ...activated } = activate(activation, z, shape, rows);
	return {
		...activated,
		back(dy) {
			const [dz = dy] = deactivate(dy).dxs;
			const { dx, gradients } = back(dz);
			if (!bias) return { dxs: [dx], gradients };
			const dBias = new Float64Array(channels);
			eachNumber((i, channel) => add(dBias, channel, at(dz, i)));
			return { dxs: [dx], gradients: [...gradients, dBias] };
		},
	};
}
