/**
 * What is worked out of a text, kept for each entry of a dictionary: pieces of a table share their dictionary, so a
 * text that comes again is not taken apart again. Kept only as long as the dictionary lives, and only so much of it.
 */

/** Numbers kept per dictionary; beyond, results are worked out each time. */
const ROOM = 4_000_000;

export class EntryCache<T> {
	readonly #kept = new WeakMap<readonly string[], { room: number; readonly entries: Map<number, T> }>();

	/** @param size the numbers a result holds. */
	constructor(
		readonly work: (text: string) => T,
		readonly size: (result: T) => number,
		readonly room = ROOM,
	) {}

	/** The result for the dictionary's entry `code`. */
	of(dictionary: readonly string[], code: number): T {
		let kept = this.#kept.get(dictionary);
		if (!kept) this.#kept.set(dictionary, (kept = { room: this.room, entries: new Map() }));
		const found = kept.entries.get(code);
		if (found !== undefined) return found;
		const result = this.work(dictionary[code] as string);
		const needs = this.size(result) + 1;
		if (needs <= kept.room) {
			kept.room -= needs;
			kept.entries.set(code, result);
		}
		return result;
	}
}
