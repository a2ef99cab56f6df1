/**
 * Dictionary-encodes text straight from its UTF-8 bytes: each distinct value is decoded once, however many rows there
 * are. The dictionary comes out sorted by Unicode code point, as engine/table asks.
 */
import type { StringColumn } from '../../engine/table/table';

const EMPTY = -1;
/** Slots grow by this much: moving them all is what costs. */
const GROWTH = 4;

export class DictionaryBuilder {
	#codes: Int32Array;
	#row = 0;
	#bytes = new Uint8Array(1 << 12);
	/** starts[i] … starts[i+1] is entry i in #bytes. */
	#starts = new Int32Array(1 << 8);
	#entries = 0;
	/** Pairs of entry and hash, so that looking one up touches memory once. */
	#slots = new Int32Array(1 << 11).fill(EMPTY);

	constructor(rows: number) {
		this.#codes = new Int32Array(rows);
	}

	/** Whether values repeat, by those added so far. */
	get repeats(): boolean {
		return this.#entries * 2 < this.#row;
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
		const slots = this.#slots;
		const mask = slots.length - 1;
		let slot = (hash << 1) & mask;
		for (;;) {
			const entry = slots[slot] as number;
			if (entry === EMPTY) break;
			if (slots[slot + 1] === hash && this.#same(entry, bytes, from, to)) return entry;
			slot = (slot + 2) & mask;
		}
		slots[slot] = this.#entries;
		slots[slot + 1] = hash;
		return this.#add(bytes, from, to);
	}

	#same(entry: number, bytes: Uint8Array, from: number, to: number): boolean {
		const start = this.#starts[entry] as number;
		if ((this.#starts[entry + 1] as number) - start !== to - from) return false;
		for (let i = from, k = start; i < to; i++, k++) if (bytes[i] !== this.#bytes[k]) return false;
		return true;
	}

	#add(bytes: Uint8Array, from: number, to: number): number {
		const entry = this.#entries++;
		const start = this.#starts[entry] as number;
		const end = start + to - from;
		if (end > this.#bytes.length)
			this.#bytes = grown(this.#bytes, new Uint8Array(Math.max(end, this.#bytes.length * 2)));
		if (entry + 2 > this.#starts.length)
			this.#starts = grown(this.#starts, new Int32Array(this.#starts.length * 2));
		this.#bytes.set(bytes.subarray(from, to), start);
		this.#starts[entry + 1] = end;
		if (this.#entries * 4 > this.#slots.length) this.#rehash();
		return entry;
	}

	#rehash(): void {
		const old = this.#slots;
		const slots = new Int32Array(old.length * GROWTH).fill(EMPTY);
		const mask = slots.length - 1;
		for (let at = 0; at < old.length; at += 2) {
			if (old[at] === EMPTY) continue;
			const hash = old[at + 1] as number;
			let slot = (hash << 1) & mask;
			while (slots[slot] !== EMPTY) slot = (slot + 2) & mask;
			slots[slot] = old[at] as number;
			slots[slot + 1] = hash;
		}
		this.#slots = slots;
	}

	/** The finished column. The builder is spent. */
	finish(name: string): StringColumn {
		const order = sortedByBytes(this.#bytes, this.#starts, this.#entries);
		const places = new Int32Array(this.#entries);
		for (let place = 0; place < order.length; place++) places[order[place] as number] = place;
		const codes = this.#codes;
		for (let i = 0; i < codes.length; i++) {
			const code = codes[i] as number;
			if (code >= 0) codes[i] = places[code] as number;
		}
		return { name, dtype: 'string', codes, dictionary: this.#texts(order) };
	}

	#texts(order: Uint32Array): string[] {
		const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
		const used = this.#bytes.subarray(0, this.#starts[this.#entries]);
		const ascii = used.every((byte) => byte < 128);
		const whole = ascii ? decoder.decode(used) : '';
		return Array.from(order, (entry) => {
			const start = this.#starts[entry] as number;
			const end = this.#starts[entry + 1] as number;
			return ascii ? whole.slice(start, end) : decoder.decode(used.subarray(start, end));
		});
	}
}

function grown<A extends Uint8Array | Int32Array>(from: A, to: A): A {
	to.set(from);
	return to;
}

/** Length of the prefix that is sorted by counting; the rest is compared byte by byte. */
const PREFIX = 8;

/**
 * Entries in the order of their UTF-8 bytes, which is that of their code points: a radix sort of the first eight
 * bytes, then comparisons among those that share them.
 */
function sortedByBytes(bytes: Uint8Array, starts: Int32Array, entries: number): Uint32Array {
	const byteAt = (entry: number, k: number): number => {
		const at = (starts[entry] as number) + k;
		return at < (starts[entry + 1] as number) ? (bytes[at] as number) + 1 : 0;
	};
	let order = Uint32Array.from({ length: entries }, (_, i) => i);
	let spare = new Uint32Array(entries);
	const place = new Uint32Array(258);
	let longest = 0;
	for (let i = 0; i < entries; i++)
		longest = Math.max(longest, (starts[i + 1] as number) - (starts[i] as number));
	for (let k = Math.min(PREFIX, longest) - 1; k >= 0; k--) {
		place.fill(0);
		for (let i = 0; i < entries; i++) {
			const next = byteAt(i, k) + 1;
			place[next] = (place[next] as number) + 1;
		}
		for (let i = 1; i < place.length; i++) place[i] = (place[i] as number) + (place[i - 1] as number);
		for (let i = 0; i < entries; i++) {
			const entry = order[i] as number;
			const key = byteAt(entry, k);
			const at = place[key] as number;
			place[key] = at + 1;
			spare[at] = entry;
		}
		[order, spare] = [spare, order];
	}
	const samePrefix = (a: number, b: number): boolean => {
		for (let k = 0; k < PREFIX; k++) if (byteAt(a, k) !== byteAt(b, k)) return false;
		return true;
	};
	const compare = (a: number, b: number): number => {
		for (let k = PREFIX; ; k++) {
			const x = byteAt(a, k);
			const y = byteAt(b, k);
			if (x !== y || x === 0) return x - y;
		}
	};
	for (let from = 0; from < entries;) {
		let to = from + 1;
		while (to < entries && samePrefix(order[from] as number, order[to] as number)) to++;
		if (to - from > 1) order.subarray(from, to).sort(compare);
		from = to;
	}
	return order;
}
