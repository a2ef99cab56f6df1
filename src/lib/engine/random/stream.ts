/**
 * Named random streams. A stream is fixed by a seed and a name ("split", "shuffle/3"), so adding a
 * consumer never shifts the numbers of another. Every draw of the engine comes from here.
 */
import { threefry2x32 } from './threefry';

/** 32-bit FNV-1a of a name's UTF-16 code units, for deriving keys; not a content hash. */
function nameHash(name: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
	return hash >>> 0;
}

export class Stream {
	/** What a counter is turned into draws with, for those that draw elsewhere. */
	readonly key: readonly [number, number];
	#counter = 0;
	#spare: number | null = null;
	#normal: number | null = null;

	/** @param seed any safe integer ≥ 0. @param name what the numbers are for. */
	constructor(
		readonly seed: number,
		readonly name: string,
	) {
		const low = seed >>> 0;
		const high = Math.floor(seed / 2 ** 32) >>> 0;
		this.key = threefry2x32(low, high, nameHash(name), name.length);
	}

	/** A stream of its own below this one, independent of how much was drawn here. */
	child(name: string): Stream {
		return new Stream(this.seed, `${this.name}/${name}`);
	}

	uint32(): number {
		if (this.#spare !== null) {
			const word = this.#spare;
			this.#spare = null;
			return word;
		}
		const count = this.#counter++;
		const [first, second] = threefry2x32(this.key[0], this.key[1], count >>> 0, Math.floor(count / 2 ** 32));
		this.#spare = second;
		return first;
	}

	/** Uniform in [0, 1) with 53 random bits. */
	uniform(): number {
		const high = this.uint32() >>> 5;
		const low = this.uint32() >>> 6;
		return (high * 67108864 + low) / 9007199254740992;
	}

	/** Standard normal by Box–Muller. */
	normal(): number {
		if (this.#normal !== null) {
			const value = this.#normal;
			this.#normal = null;
			return value;
		}
		const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
		const angle = 2 * Math.PI * this.uniform();
		this.#normal = radius * Math.sin(angle);
		return radius * Math.cos(angle);
	}

	/** Unbiased integer in [0, bound), 1 ≤ bound ≤ 2³². */
	below(bound: number): number {
		const limit = 2 ** 32 - (2 ** 32 % bound);
		let word = this.uint32();
		while (word >= limit) word = this.uint32();
		return word % bound;
	}

	/** Fisher–Yates in place; returns the same array. */
	shuffle<A extends { length: number; [index: number]: unknown }>(items: A): A {
		for (let i = items.length - 1; i > 0; i--) {
			const j = this.below(i + 1);
			const held = items[i];
			items[i] = items[j];
			items[j] = held;
		}
		return items;
	}

	/** A random order of 0 … n−1. */
	permutation(n: number): Uint32Array {
		const order = new Uint32Array(n);
		for (let i = 0; i < n; i++) order[i] = i;
		return this.shuffle(order);
	}
}
