/** Shapes of one sample in a line, and counts that need no exact figure. */
import { count, UNDEFINED } from '$lib/ui/parts/format';

/** "16 × 78 × 58"; a dash where the shape is not known. */
export const shapeWords = (shape: readonly number[] | null | undefined): string =>
	shape ? shape.map(count).join(' × ') : UNDEFINED;

/** What a sample of this shape is called. */
export function sampleWords(shape: readonly number[]): string {
	switch (shape.length) {
		case 1:
			return 'numbers';
		case 2:
			return 'steps × features';
		case 3:
			return 'channels × height × width';
		default:
			return 'channels × depth × height × width';
	}
}

/** "960", "12.4 k", "3.1 M", "2.6 G". */
export function about(value: number): string {
	const units = ['', ' k', ' M', ' G', ' T'] as const;
	let rest = value;
	let unit = 0;
	while (rest >= (unit ? 999.5 : 9999.5) && unit < units.length - 1) {
		rest /= 1000;
		unit++;
	}
	if (unit === 0) return count(rest);
	return `${rest >= 99.95 ? Math.round(rest) : rest.toFixed(1)}${units[unit]}`;
}
