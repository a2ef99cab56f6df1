/**
 * Between the order of samples (rows × steps × units), which layers pass on, and the order of steps
 * (steps × rows × units), in which cells walk.
 */

export interface Orders {
	readonly rows: number;
	readonly steps: number;
	readonly units: number;
	/** By step: where the first vector begins, and how far one is from the next. */
	readonly from: number;
	readonly pitch: number;
	/** In a sample: how wide a step is, and where in it the units stand. */
	readonly stride: number;
	readonly column: number;
}

/** Writes what lies by step into samples. */
export function toSamples(
	values: Float32Array,
	samples: Float32Array,
	{ rows, steps, units, from, pitch, stride, column }: Orders,
): void {
	for (let r = 0; r < rows; r++)
		for (let step = 0; step < steps; step++) {
			let p = from + (step * rows + r) * pitch;
			for (let q = (r * steps + step) * stride + column, end = q + units; q < end; q++, p++)
				samples[q] = values[p] as number;
		}
}

/** Writes samples to where they lie by step. */
export function toSteps(
	samples: Float32Array,
	values: Float32Array,
	{ rows, steps, units, from, pitch, stride, column }: Orders,
): void {
	for (let r = 0; r < rows; r++)
		for (let step = 0; step < steps; step++) {
			let p = from + (step * rows + r) * pitch;
			for (let q = (r * steps + step) * stride + column, end = q + units; q < end; q++, p++)
				values[p] = samples[q] as number;
		}
}
