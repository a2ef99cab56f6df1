/** What an augmentation is: a pure change of one sample, seeded, that keeps its shape. */
import type { Stream } from '../../random/stream';

/** Channels, rows, columns of an image; rows, columns of a sequence. */
export type SampleShape = readonly [number, number, number] | readonly [number, number];
export type ImageShape = readonly [number, number, number];
export type SampleKind = 'image' | 'sequence';

export interface Augmentation<P> {
	readonly kinds: readonly SampleKind[];
	/** How likely a copy is changed when the document says nothing. */
	readonly chance: number;
	/**
	 * The changed sample, row-major and of the same length; never writes into `sample`, may give it back unchanged.
	 * Every number it draws comes from `stream`, which no other step draws from.
	 */
	apply(sample: Float32Array, shape: SampleShape, params: P, stream: Stream): Float32Array;
}

/** An augmentation of images alone. */
export const ofImages = <P>(
	apply: (sample: Float32Array, shape: ImageShape, params: P, stream: Stream) => Float32Array,
	chance = 1,
): Augmentation<P> => ({
	kinds: ['image'],
	chance,
	apply: (sample, shape, params, stream) => apply(sample, imageShape(shape), params, stream),
});

/** Rows and columns alone are an image of one channel. */
const imageShape = (shape: SampleShape): ImageShape => (shape.length === 3 ? shape : [1, ...shape]);

/** Uniform between −most and most. */
export const around = (stream: Stream, most: number): number => (2 * stream.uniform() - 1) * most;
