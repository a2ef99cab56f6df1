/**
 * Orders that do not depend on the machine: strings by Unicode code point (numpy's order, not UTF-16's
 * and not a locale's), numbers ascending.
 */

/** Negative, zero or positive as `a` comes before, equals or follows `b` by code point. */
export function compareCodePoints(a: string, b: string): number {
	const length = Math.min(a.length, b.length);
	for (let i = 0; i < length; i++) {
		const x = a.charCodeAt(i);
		const y = b.charCodeAt(i);
		if (x === y) continue;
		const highX = x >= 0xd800 && x <= 0xdfff;
		const highY = y >= 0xd800 && y <= 0xdfff;
		return highX === highY ? x - y : highX ? 1 : -1;
	}
	return a.length - b.length;
}
