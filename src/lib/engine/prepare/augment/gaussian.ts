/** Values with independent normal noise on each. Used by noise (images) and jitter (sequences). */
import type { Stream } from '../../random/stream';

/** @param sigma standard deviation, in the unit of the values; 0 gives the sample itself */
export const withNoise = (sample: Float32Array, sigma: number, stream: Stream): Float32Array =>
	sigma === 0 ? sample : sample.map((value) => value + sigma * stream.normal());
