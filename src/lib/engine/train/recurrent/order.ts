/**
 * Between the order of samples (rows × steps × units), which layers pass on, and the order of steps
 * (steps × rows × units), in which cells walk.
 */

/** rows × steps × units to steps × rows × units. */
export function byStep(values: Float32Array, rows: number, steps: number, units: number): Float32Array {
	const result = new Float32Array(values.length);
	for (let r = 0, p = 0; r < rows; r++)
		for (let step = 0; step < steps; step++)
			for (let q = (step * rows + r) * units, end = q + units; q < end;) result[q++] = values[p++] as number;
	return result;
}

/**
 * Writes steps × rows × units, read from `from` on, into samples whose steps are `stride` numbers wide, at `column` of
 * each step.
 */
export function putSamples(
	values: Float32Array,
	from: number,
	samples: Float32Array,
	{ rows, steps, units }: { rows: number; steps: number; units: number },
	stride: number,
	column: number,
): void {
	for (let r = 0; r < rows; r++)
		for (let step = 0; step < steps; step++) {
			let p = from + (step * rows + r) * units;
			for (let q = (r * steps + step) * stride + column, end = q + units; q < end;)
				samples[q++] = values[p++] as number;
		}
}

/** The reverse: columns of samples added to steps × rows × units. */
export function takeSamples(
	samples: Float32Array,
	values: Float32Array,
	from: number,
	{ rows, steps, units }: { rows: number; steps: number; units: number },
	stride: number,
	column: number,
): void {
	for (let r = 0; r < rows; r++)
		for (let step = 0; step < steps; step++) {
			let p = from + (step * rows + r) * units;
			for (let q = (r * steps + step) * stride + column, end = q + units; q < end;)
				values[p++] = samples[q++] as number;
		}
}
