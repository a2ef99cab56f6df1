/** How far numbers are from what they should be. For tests and nothing else. */

type Numbers = ArrayLike<number>;

export const norm = (values: Numbers): number =>
	Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));

const difference = (found: Numbers, expected: Numbers): number[] =>
	Array.from(expected, (value, i) => value - (found[i] ?? NaN));

/**
 * ‖found − expected‖ ÷ ‖expected‖. What is nothing beside the whole is measured by the whole. @param whole e.g. the norm
 * of all tensors together.
 */
export function relativeError(found: Numbers, expected: Numbers, whole = 0): number {
	const scale = norm(expected);
	const error = norm(difference(found, expected));
	if (found.length !== expected.length) return Infinity;
	if (scale > 1e-6 * whole && scale > 1e-9) return error / scale;
	return whole > 0 ? error / whole : error;
}

/** Largest relative error of the elements above a thousandth of the largest. */
export function elementError(found: Numbers, expected: Numbers): number {
	const top = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	if (top < 1e-9) return 0;
	return Array.from(expected).reduce((worst, value, i) => {
		if (Math.abs(value) <= 1e-3 * top) return worst;
		const error = Math.abs((found[i] ?? NaN) - value) / Math.abs(value);
		return Number.isNaN(error) ? Infinity : Math.max(worst, error);
	}, 0);
}
