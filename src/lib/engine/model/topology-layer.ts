/**
 * The layers of a topology: what the document declares with every size worked out. A sample is a vector, or steps ×
 * features, or channels × height × width, or channels × depth × height × width; values lie row-major. Channels are the
 * last axis of a vector or of steps × features, and the first axis of anything with more axes.
 */
import type { Activation } from '../schema/layer';

export type Shape = readonly number[];

/** Zeros before and after, per axis. */
export type Pads = readonly (readonly [before: number, after: number])[];

/** Where a layer stands: what it is given, what it gives. */
interface Placed {
	/** Positions of the layers whose results it takes, in order; −1 is the whole input row. */
	readonly from: readonly number[];
	/** Shape of each of them. */
	readonly given: readonly Shape[];
	/** Shape of one sample it gives. */
	readonly shape: Shape;
	/** Numbers of one sample it gives. */
	readonly units: number;
}

/** A window that slides over the axes that are no channels; all lists have an entry per axis. */
export interface Sliding {
	readonly kernel: readonly number[];
	readonly stride: readonly number[];
	readonly dilation: readonly number[];
	readonly pads: Pads;
}

interface Affine {
	readonly activation: Activation;
	readonly bias: boolean;
}

export type Cell = 'lstm' | 'gru' | 'simpleRnn';

export type LayerOf =
	/** Values [offset, offset + units) of the input row. */
	| { readonly kind: 'input'; readonly offset: number }
	/** `steps` times from `inputs` features to units ÷ steps; kernel [inputs, units ÷ steps]. */
	| ({ readonly kind: 'dense'; readonly inputs: number; readonly steps: number } & Affine)
	| { readonly kind: 'activation'; readonly activation: Activation }
	| { readonly kind: 'dropout'; readonly rate: number }
	/** scale, shift, mean, variance [channels]. */
	| { readonly kind: 'batchNorm'; readonly channels: number }
	/** Every vector of channels by its own mean and variance; scale, shift [channels]. */
	| { readonly kind: 'layerNorm'; readonly channels: number }
	/** kernel [vocabulary, width]; numbers outside of the vocabulary count as the nearest inside. */
	| { readonly kind: 'embedding'; readonly vocabulary: number; readonly width: number }
	/** Flatten too. */
	| { readonly kind: 'reshape' }
	| { readonly kind: 'permute'; readonly axes: readonly number[] }
	/** kernel [...kernel, channels given, filters], a correlation. */
	| ({ readonly kind: 'conv'; readonly channels: number; readonly filters: number } & Sliding & Affine)
	/**
	 * The way back of a convolution from this layer's result to what it is given: kernel [...kernel, filters, channels].
	 * `pads` are those of that convolution.
	 */
	| ({ readonly kind: 'convTranspose'; readonly channels: number; readonly filters: number } & Sliding &
			Affine)
	/** kernel [...kernel, channels, multiplier]; channel c gives the channels c·multiplier …. */
	| ({ readonly kind: 'depthwise'; readonly channels: number; readonly multiplier: number } & Sliding &
			Affine)
	/** depthwise [...kernel, channels, multiplier] without bias, then kernel [channels·multiplier, filters]. */
	| ({
			readonly kind: 'separable';
			readonly channels: number;
			readonly multiplier: number;
			readonly filters: number;
	  } & Sliding &
			Affine)
	/** What is padded counts neither for the maximum nor for the average. */
	| ({ readonly kind: 'pool'; readonly mode: 'max' | 'average' } & Sliding)
	| { readonly kind: 'globalPool'; readonly mode: 'max' | 'average' }
	| { readonly kind: 'upSampling'; readonly size: readonly number[] }
	| { readonly kind: 'padding'; readonly pads: Pads }
	/**
	 * kernel [inputs, gates·width], recurrent [width, gates·width], bias [gates·width], each again as backwardKernel …
	 * when bidirectional, whose results stand behind the forward ones in every step (without sequences: forward after the
	 * last step, backward after the first). Gates: LSTM input, forget, candidate, output; GRU update, reset, candidate,
	 * with the reset after the product and a second bias, bias [2, 3·width]. Sigmoid gates, tanh elsewhere.
	 */
	| {
			readonly kind: 'recurrent';
			readonly cell: Cell;
			readonly inputs: number;
			readonly width: number;
			readonly steps: number;
			readonly returnSequences: boolean;
			readonly bidirectional: boolean;
	  }
	| { readonly kind: 'add' }
	| { readonly kind: 'concatenate'; readonly axis: number };

export type TopologyLayer = Placed & LayerOf;
export type LayerOfKind<K extends TopologyLayer['kind']> = Extract<TopologyLayer, { readonly kind: K }>;

export const sizeOf = (shape: Shape): number => shape.reduce((product, extent) => product * extent, 1);

/** Which axis of a sample its channels are. */
export const channelAxis = (shape: Shape): number => (shape.length <= 2 ? shape.length - 1 : 0);

/** The axes a window slides over. */
export const spatialAxes = (shape: Shape): number[] =>
	shape.map((_, axis) => axis).filter((axis) => axis !== channelAxis(shape));
