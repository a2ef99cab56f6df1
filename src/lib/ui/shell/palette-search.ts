/** How the palette finds and marks: every typed word must occur; the start of a word in the label counts most. */
import type { PaletteEntry } from './palette-entries';

const words = (query: string): string[] => query.toLowerCase().split(/\s+/).filter(Boolean);

/** Higher is better, 0 is no match. */
export function rank(
	entry: Pick<PaletteEntry, 'label' | 'detail' | 'also' | 'group'>,
	query: string,
): number {
	const label = entry.label.toLowerCase();
	const rest = `${entry.group} ${entry.detail ?? ''} ${entry.also ?? ''}`.toLowerCase();
	let least = 4;
	for (const word of words(query)) {
		const at = label.indexOf(word);
		const score =
			at === 0 ? 4 : at > 0 && /\W/.test(label[at - 1] ?? '') ? 3 : at > 0 ? 2 : rest.includes(word) ? 1 : 0;
		least = Math.min(least, score);
	}
	return least;
}

/** Those that match, the best first; equal ones stay in order. */
export const search = <E extends Pick<PaletteEntry, 'label' | 'detail' | 'also' | 'group'>>(
	entries: readonly E[],
	query: string,
): E[] =>
	entries
		.map((entry) => ({ entry, score: rank(entry, query) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.map(({ entry }) => entry);

/** The label in parts, those that were typed marked. */
export function marked(label: string, query: string): { text: string; hit: boolean }[] {
	const lower = label.toLowerCase();
	const hits = new Uint8Array(label.length);
	for (const word of words(query)) {
		const at = lower.indexOf(word);
		if (at >= 0) hits.fill(1, at, at + word.length);
	}
	const parts: { text: string; hit: boolean }[] = [];
	for (let i = 0; i < label.length; i++) {
		const hit = hits[i] === 1;
		const last = parts.at(-1);
		if (last?.hit === hit) last.text += label[i] ?? '';
		else parts.push({ text: label[i] ?? '', hit });
	}
	return parts;
}
