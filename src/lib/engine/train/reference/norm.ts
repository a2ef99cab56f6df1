/**
 * Batch norm and layer norm (Ioffe & Szegedy 2015, Ba et al. 2016). Both bring groups of numbers to mean 0 and variance 1,
 * then scale and shift every channel: a group is a channel over all rows and positions, or a position over its channels.
 */
import { NORM_EPSILON, normRate } from '../constants';
import { add, at, lanesOf, type Pass, type Passed } from './passed';

/**
 * @param groupOf which group number `i` is in. @param statistics mean and variance to use instead of the groups' own.
 * @param channelOf which channel it is in.
 */
function normalise(
	x: Float64Array,
	[scale, shift]: readonly Float64Array[],
	groups: number,
	groupOf: (i: number) => number,
	channelOf: (i: number) => number,
	statistics: readonly [mean: Float64Array, variance: Float64Array] | null,
): Passed & { readonly mean: Float64Array; readonly variance: Float64Array } {
	const size = x.length / groups;
	const means = (values: Float64Array): Float64Array => {
		const sums = new Float64Array(groups);
		values.forEach((value, i) => add(sums, groupOf(i), value));
		return sums.map((sum) => sum / size);
	};
	const mean = statistics?.[0] ?? means(x);
	const centred = x.map((value, i) => value - at(mean, groupOf(i)));
	const variance = statistics?.[1] ?? means(centred.map((value) => value * value));
	const inverse = variance.map((value) => 1 / Math.sqrt(value + NORM_EPSILON));
	const normal = centred.map((value, i) => value * at(inverse, groupOf(i)));
	const [a, b] = [scale as Float64Array, shift as Float64Array];
	return {
		mean,
		variance,
		y: normal.map((value, i) => value * at(a, channelOf(i)) + at(b, channelOf(i))),
		back(dy) {
			const [dScale, dShift] = [new Float64Array(a.length), new Float64Array(b.length)];
			dy.forEach((d, i) => {
				add(dScale, channelOf(i), d * at(normal, i));
				add(dShift, channelOf(i), d);
			});
			const dNormal = dy.map((d, i) => d * at(a, channelOf(i)));
			const drift = means(dNormal);
			const pull = means(dNormal.map((d, i) => d * at(normal, i)));
			const dx = dNormal.map(
				(d, i) =>
					at(inverse, groupOf(i)) * (d - at(drift, groupOf(i)) - at(normal, i) * at(pull, groupOf(i))),
			);
			return { dxs: [dx], gradients: [dScale, dShift] };
		},
	};
}

/** Which channel and which position (over all rows) number `i` of a batch is in. */
function placesOf(shape: readonly number[], rows: number) {
	const { channels, positions, place } = lanesOf(shape);
	const channel = new Int32Array(rows * channels * positions);
	const position = new Int32Array(channel.length);
	for (let row = 0; row < rows; row++)
		for (let p = 0; p < positions; p++)
			for (let c = 0; c < channels; c++) {
				const i = row * channels * positions + place(p, c);
				channel[i] = c;
				position[i] = row * positions + p;
			}
	return {
		channels,
		positions,
		channelOf: (i: number) => at(channel, i),
		positionOf: (i: number) => at(position, i),
	};
}

/** Tensors: scale, shift, and the running mean and variance, which evaluation uses. */
export const batchNorm: Pass<'batchNorm'> = (layer, weights, [x], rows, mode) => {
	const { channels, channelOf } = placesOf(layer.shape, rows);
	const [scale, shift, mean, variance] = weights as Float64Array[];
	const kept = [mean as Float64Array, variance as Float64Array] as const;
	const affine = [scale as Float64Array, shift as Float64Array];
	const passed = normalise(x as Float64Array, affine, channels, channelOf, channelOf, mode ? null : kept);
	const rate = mode ? normRate(mode.share) : 0;
	const toward = (running: Float64Array, batch: Float64Array) =>
		running.map((value, channel) => value + rate * (at(batch, channel) - value));
	return { ...passed, running: [toward(kept[0], passed.mean), toward(kept[1], passed.variance)] };
};

export const layerNorm: Pass<'layerNorm'> = (layer, weights, [x], rows) => {
	const { positions, channelOf, positionOf } = placesOf(layer.shape, rows);
	return normalise(x as Float64Array, weights, rows * positions, positionOf, channelOf, null);
};
