/**
 * Batch norm of rows × channels in plain loops, for backends whose memory is at hand: a few passes each way where operations
 * take a dozen. Sums are float64. Results are written into what is handed in.
 */
import { NORM_EPSILON } from '../constants';

export interface Statistics {
	readonly mean: Float64Array;
	readonly variance: Float64Array;
	/** 1 ÷ √(variance + ε). */
	readonly inverse: Float64Array;
}

export function statisticsOf(x: Float32Array, channels: number): Statistics {
	const share = channels / x.length;
	const sums = new Float64Array(channels);
	for (let i = 0; i < x.length;)
		for (let channel = 0; channel < channels; channel++)
			sums[channel] = (sums[channel] as number) + (x[i++] as number);
	const mean = sums.map((sum) => sum * share);
	sums.fill(0);
	for (let i = 0; i < x.length;)
		for (let channel = 0; channel < channels; channel++) {
			const centred = (x[i++] as number) - (mean[channel] as number);
			sums[channel] = (sums[channel] as number) + centred * centred;
		}
	const variance = sums.map((sum) => sum * share);
	return { mean, variance, inverse: variance.map((value) => 1 / Math.sqrt(value + NORM_EPSILON)) };
}

/** (x − mean) · inverse · scale + shift. */
export function normalised(
	x: Float32Array,
	{ mean, inverse }: Statistics,
	scale: Float32Array,
	shift: Float32Array,
	y: Float32Array,
): Float32Array {
	const channels = mean.length;
	const slope = inverse.map((value, channel) => value * (scale[channel] as number));
	for (let i = 0; i < y.length;)
		for (let channel = 0; channel < channels; channel++, i++)
			y[i] =
				((x[i] as number) - (mean[channel] as number)) * (slope[channel] as number) +
				(shift[channel] as number);
	return y;
}

/** dLoss/dx, and the gradients of scale and shift. */
export function normalisedBack(
	x: Float32Array,
	dy: Float32Array,
	{ mean, inverse }: Statistics,
	scale: Float32Array,
	dx: Float32Array,
) {
	const channels = mean.length;
	const share = channels / x.length;
	const along = new Float64Array(channels);
	const whole = new Float64Array(channels);
	for (let i = 0; i < x.length;)
		for (let channel = 0; channel < channels; channel++, i++) {
			const d = dy[i] as number;
			whole[channel] = (whole[channel] as number) + d;
			along[channel] = (along[channel] as number) + d * ((x[i] as number) - (mean[channel] as number));
		}
	const slope = inverse.map((value, channel) => value * (scale[channel] as number));
	const level = whole.map((sum) => sum * share);
	const tilt = along.map((sum, channel) => sum * share * (inverse[channel] as number) ** 2);
	for (let i = 0; i < dx.length;)
		for (let channel = 0; channel < channels; channel++, i++) {
			const drift =
				(level[channel] as number) +
				((x[i] as number) - (mean[channel] as number)) * (tilt[channel] as number);
			dx[i] = (slope[channel] as number) * ((dy[i] as number) - drift);
		}
	const sums = {
		scale: Float32Array.from(along, (sum, channel) => sum * (inverse[channel] as number)),
		shift: Float32Array.from(whole),
	};
	return { dx, sums };
}
