/**
 * Dictionary-encodes text straight from its UTF-8 bytes: each distinct value is decoded once, however many rows there
 * are. The dictionary comes out sorted by Unicode code point, as engine/table asks.
 */
import type { StringColumn } from '../../engine/table/table';

const EMPTY = -1;

export class DictionaryBuilder {
	#codes: Int32Array;
	#row = 0;
	#bytes = new Uint8Array(1 << 12);
	/** starts[i] … starts[i+1] is entry i in #bytes. */
	#starts = new Int32Array(1 << 8);
	#hashes = new Int32Array(1 << 8);
	#entries = 0;
	#slots = new Int32Array(1 << 10).fill(EMPTY);

	constructor(rows: number) {
		this.#codes = new Int32Array(rows);
	}

	/** Adds `count` values: bytes[offsets[i] … offsets[i+1]], or missing where the validity bit is 0. */
	append(
		bytes: Uint8Array,
		offsets: Int32Array,
		validity: Uint8Array | null,
		bit: number,
		count: number,
	): void {
		const codes = this.#codes;
		for (let i = 0; i < count; i++) {
			const at = bit + i;
			const there = validity === null || ((validity[at >> 3] as number) >> (at & 7)) & 1;
			codes[this.#row++] = there ? this.#code(bytes, offsets[i] as number, offsets[i + 1] as number) : -1;
		}
	}

	#code(bytes: Uint8Array, from: number, to: number): number {
		let hash = 0x811c9dc5 ^ (to - from);
		for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
		hash ^= hash >>> 15;
		const mask = this.#slots.length - 1;
		let slot = hash & mask;
		for (;;) {
			const entry = this.#slots[slot] as number;
			if (entry === EMPTY) break;
			if (this.#hashes[entry] === hash && this.#same(entry, bytes, from, to)) return entry;
			slot = (slot + 1) & mask;
		}
		this.#slots[slot] = this.#entries;
		return this.#add(hash, bytes, from, to);
	}

	#same(entry: number, bytes: Uint8Array, from: number, to: number): boolean {
		const start = this.#starts[entry] as number;
		if ((this.#starts[entry + 1] as number) - start !== to - from) return false;
		for (let i = from, k = start; i < to; i++, k++) if (bytes[i] !== this.#bytes[k]) return false;
		return true;
	}

	#add(hash: number, bytes: Uint8Array, from: number, to: number): number {
		const entry = this.#entries++;
		const start = this.#starts[entry] as number;
		const end = start + to - from;
		if (end > this.#bytes.length)
			this.#bytes = grown(this.#bytes, new Uint8Array(Math.max(end, this.#bytes.length * 2)));
		if (entry + 2 > this.#starts.length) {
			this.#starts = grown(this.#starts, new Int32Array(this.#starts.length * 2));
			this.#hashes = grown(this.#hashes, new Int32Array(this.#hashes.length * 2));
		}
		this.#bytes.set(bytes.subarray(from, to), start);
		this.#starts[entry + 1] = end;
		this.#hashes[entry] = hash;
		if (this.#entries * 2 > this.#slots.length) this.#rehash();
		return entry;
	}

	#rehash(): void {
		const slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
		const mask = slots.length - 1;
		for (let entry = 0; entry < this.#entries; entry++) {
			let slot = (this.#hashes[entry] as number) & mask;
			while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
			slots[slot] = entry;
		}
		this.#slots = slots;
	}

	/** The finished column. The builder is spent. */
	finish(name: string): StringColumn {
		const texts = this.#texts();
		const dictionary = sortedByCodePoint(texts);
		const rank = new Map<string, number>();
		dictionary.forEach((text, place) => rank.set(text, place));
		const places = Int32Array.from(texts, (text) => rank.get(text) as number);
		const codes = this.#codes;
		for (let i = 0; i < codes.length; i++) {
			const code = codes[i] as number;
			if (code >= 0) codes[i] = places[code] as number;
		}
		return { name, dtype: 'string', codes, dictionary };
	}

	#texts(): string[] {
		const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
		const used = this.#bytes.subarray(0, this.#starts[this.#entries]);
		const ascii = used.every((byte) => byte < 128);
		const whole = ascii ? decoder.decode(used) : '';
		const texts = new Array<string>(this.#entries);
		for (let i = 0; i < this.#entries; i++) {
			const start = this.#starts[i] as number;
			const end = this.#starts[i + 1] as number;
			texts[i] = ascii ? whole.slice(start, end) : decoder.decode(used.subarray(start, end));
		}
		return texts;
	}
}

function grown<A extends Uint8Array | Int32Array>(from: A, to: A): A {
	to.set(from);
	return to;
}

/** UTF-16 order is code point order unless surrogates meet the characters above them. */
function sortedByCodePoint(texts: readonly string[]): string[] {
	const sorted = [...texts].sort();
	return texts.some((text) => /[\uD800-\uFFFF]/.test(text)) ? sorted.sort(byCodePoint) : sorted;
}

function byCodePoint(a: string, b: string): number {
	const length = Math.min(a.length, b.length);
	for (let i = 0; i < length; i++) {
		const x = a.charCodeAt(i);
		const y = b.charCodeAt(i);
		if (x === y) continue;
		const surrogates = [x, y].map((unit) => unit >= 0xd800 && unit <= 0xdfff);
		return surrogates[0] === surrogates[1] ? x - y : surrogates[0] ? 1 : -1;
	}
	return a.length - b.length;
}
