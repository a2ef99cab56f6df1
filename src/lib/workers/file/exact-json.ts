/**
 * JSON that loses no number: canonical as in engine/canonical, but with the values JSON has no word for (infinities,
 * NaN, negative zero) written as { "$number": "…" } and read back as they were.
 */
import { canonicalJson } from '../../engine/canonical';

const NAMES = new Map<string, number>([
	['Infinity', Infinity],
	['-Infinity', -Infinity],
	['NaN', NaN],
	['-0', -0],
]);

function wrap(value: unknown): unknown {
	if (typeof value === 'number') {
		if (Object.is(value, -0)) return { $number: '-0' };
		return Number.isFinite(value) ? value : { $number: String(value) };
	}
	if (Array.isArray(value)) return value.map(wrap);
	if (value !== null && typeof value === 'object') {
		return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, wrap(member)]));
	}
	return value;
}

/** Equal values give equal text. */
export const exactJson = (value: unknown): string => canonicalJson(wrap(value));

/** @throws SyntaxError when the text is not JSON. */
export function parseExactJson(text: string): unknown {
	return JSON.parse(text, (_key, value: unknown) => {
		if (value === null || typeof value !== 'object' || !('$number' in value)) return value;
		const { $number: name, ...rest } = value;
		return typeof name === 'string' && Object.keys(rest).length === 0 && NAMES.has(name)
			? NAMES.get(name)
			: value;
	}) as unknown;
}
