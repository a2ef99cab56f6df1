/** Columns of the runs table as sort keys, and the order they give. Undefined goes last in both directions. */
import type { RunLine } from './line';

type Value = number | string | null;

const SORT_KEYS = {
	starred: ({ rows }) => Number(rows.some(({ starred }) => starred)),
	run: ({ lead }) => lead.short,
	net: ({ lead }) => lead.net,
	data: ({ lead }) => lead.data,
	target: ({ lead }) => lead.target,
	valid: ({ valid }) => valid.mean,
	sd: ({ valid }) => valid.sd,
	test: ({ test }) => test.mean,
	loss: ({ loss }) => loss.mean,
	gap: ({ gap }) => gap.mean,
	epoch: ({ epoch }) => epoch.mean,
	parameters: ({ lead }) => lead.run.parameters,
	seconds: ({ seconds }) => seconds.mean,
	backend: ({ lead }) => lead.run.environment.executor,
	fold: ({ lead, rows }) => (rows.length > 1 ? null : (lead.run.fold ?? null)),
	repeat: ({ lead, rows }) => (rows.length > 1 ? rows.length : lead.run.repeat),
	started: ({ rows }) => Math.max(...rows.map(({ run }) => run.startedAt)),
} satisfies Record<string, (line: RunLine) => Value>;

export type SortKey = keyof typeof SORT_KEYS;

export interface Sort {
	readonly key: SortKey;
	readonly descending: boolean;
}

/** Whether a first click on the column sorts downwards: large first for what is better large, newest first. */
export function naturalOrder(key: SortKey, higherIsBetter: boolean): Sort {
	if (key === 'valid' || key === 'test') return { key, descending: higherIsBetter };
	return { key, descending: key === 'started' || key === 'starred' };
}

/** Best first by validation is written as nothing. */
export function parseSort(text: string | null): Sort | null {
	if (!text) return null;
	const key = text.replace(/^-/, '');
	return Object.hasOwn(SORT_KEYS, key) ? { key: key as SortKey, descending: text.startsWith('-') } : null;
}

/** "valid", "-started". */
export const sortText = (sort: Sort | null): string | null =>
	sort && `${sort.descending ? '-' : ''}${sort.key}`;

function compare(a: Value, b: Value, sign: number): number {
	if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
	if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
	return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** A sorted copy; equal lines keep their order. */
export function sortLines(lines: readonly RunLine[], sort: Sort): RunLine[] {
	const value: (line: RunLine) => Value = SORT_KEYS[sort.key];
	const sign = sort.descending ? -1 : 1;
	return lines.toSorted((a, b) => compare(value(a), value(b), sign));
}
