// The order of an epoch: Fisher–Yates with the words of Threefry-2x32, the very draws of random/stream.ts.
import { P } from './simd';

let key0: u32 = 0, key1: u32 = 0, counter: u32 = 0, spare: u32 = 0, full = false;

// @ts-ignore
@inline function turn(x: u32, by: u32): u32 { return x << by | x >> (32 - by); }

/** 20 rounds in five groups of four. */
function next(): u32 {
	if (full) { full = false; return spare; }
	const k2: u32 = 0x1bd11bda ^ key0 ^ key1;
	let x: u32 = counter++ + key0, y: u32 = key1;
	x += y; y = turn(y, 13) ^ x; x += y; y = turn(y, 15) ^ x; x += y; y = turn(y, 26) ^ x; x += y; y = turn(y, 6) ^ x; x += key1; y += k2 + 1;
	x += y; y = turn(y, 17) ^ x; x += y; y = turn(y, 29) ^ x; x += y; y = turn(y, 16) ^ x; x += y; y = turn(y, 24) ^ x; x += k2; y += key0 + 2;
	x += y; y = turn(y, 13) ^ x; x += y; y = turn(y, 15) ^ x; x += y; y = turn(y, 26) ^ x; x += y; y = turn(y, 6) ^ x; x += key0; y += key1 + 3;
	x += y; y = turn(y, 17) ^ x; x += y; y = turn(y, 29) ^ x; x += y; y = turn(y, 16) ^ x; x += y; y = turn(y, 24) ^ x; x += key1; y += k2 + 4;
	x += y; y = turn(y, 13) ^ x; x += y; y = turn(y, 15) ^ x; x += y; y = turn(y, 26) ^ x; x += y; y = turn(y, 6) ^ x; x += k2; y += key0 + 5;
	spare = y; full = true;
	return x;
}

/** Unbiased in [0, bound): words from the last incomplete multiple of the bound on are drawn again. */
// @ts-ignore
@inline function below(bound: u32): u32 {
	let drawn = next();
	const safe: u32 = 0 - bound;
	if (drawn >= safe) {
		const rest: u32 = safe % bound;
		if (rest) while (drawn >= 0 - rest) drawn = next();
	}
	return drawn % bound;
}

/** Writes a random order of 0 … n − 1 for a stream's key. */
export function shuffle(order: P, n: i32, first: u32, second: u32): void {
	key0 = first; key1 = second; counter = 0; full = false;
	for (let i = 0; i < n; i++) store<i32>(order + (i << 2), i);
	for (let i = n - 1; i > 0; i--) {
		const a = order + (i << 2), b = order + (below(i + 1) << 2), held = load<i32>(a);
		store<i32>(a, load<i32>(b));
		store<i32>(b, held);
	}
}
