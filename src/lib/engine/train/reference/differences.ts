/**
 * The way back of a layer by central differences: every number it is given and every weight is moved a little either way.
 * Slow and plain, for layers whose derivative by hand would be no easier to believe than the layer it judges.
 */
import type { Passed } from './passed';

const STEP = 1e-5;

/** d(Σ dy · f)/dv for every number of the arrays, which are put back as they were. */
function slopes(arrays: readonly Float64Array[], f: () => Float64Array, dy: Float64Array): Float64Array[] {
	const product = () => f().reduce((sum, value, i) => sum + value * (dy[i] as number), 0);
	return arrays.map((values) =>
		Float64Array.from(values, (held, i) => {
			values[i] = held + STEP;
			const above = product();
			values[i] = held - STEP;
			const below = product();
			values[i] = held;
			return (above - below) / (2 * STEP);
		}),
	);
}

/** A layer from its forward alone, which reads the arrays anew each time. */
export const byDifferences = (
	xs: readonly Float64Array[],
	weights: readonly Float64Array[],
	forward: () => Float64Array,
): Passed => ({
	y: forward(),
	back: (dy) => ({ dxs: slopes(xs, forward, dy), gradients: slopes(weights, forward, dy) }),
});
