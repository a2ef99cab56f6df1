/**
 * Identity is content: canonical JSON (sorted keys, no white space, RFC 8785 number and string forms)
 * and its SHA-256. Equal documents have equal ids on every machine.
 */

export type Id = `sha256:${string}`;

/** Canonical text of a JSON value; undefined members are left out; NaN and infinities are refused. */
export function canonicalJson(value: unknown): string {
	if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) throw new TypeError(`A document cannot hold ${value}`);
		return JSON.stringify(value);
	}
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (typeof value === 'object') {
		const members = Object.entries(value as Record<string, unknown>)
			.filter(([, member]) => member !== undefined)
			.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
			.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
		return `{${members.join(',')}}`;
	}
	throw new TypeError(`A document cannot hold a ${typeof value}`);
}

/** `sha256:` and the hash of the canonical JSON of a value. */
export async function contentId(value: unknown): Promise<Id> {
	const { sha256 } = await import('hash-wasm');
	return `sha256:${await sha256(canonicalJson(value))}`;
}

/** The first characters of an id, as shown to people. */
export const shortId = (id: string): string => id.replace(/^[a-z0-9]+:/, '').slice(0, 4);
