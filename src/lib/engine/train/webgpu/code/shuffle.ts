/**
 * The order of the samples in an epoch as WGSL: Fisher–Yates with the words of Threefry-2x32, draw for draw those of
 * random/stream.ts. One lane draws for one model.
 */

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];

/** 20 rounds in five groups of four; the schedule turns through three words. */
const rounds = [0, 1, 2, 3, 4]
	.map((group) => {
		const turns = [0, 1, 2, 3].map((i) => {
			const by = ROTATIONS[(4 * group + i) % 8] as number;
			return `x += y; y = ((y << ${by}u) | (y >> ${32 - by}u)) ^ x;`;
		});
		const key = (i: number) => `k${(group + 1 + i) % 3}`;
		return `${turns.join(' ')} x += ${key(0)}; y += ${key(1)} + ${group + 1}u;`;
	})
	.join('\n\t');

export const SHUFFLE_BINDINGS = ['read-only-storage', 'storage'] as const;

export const shuffleCode = (lanes: number): string => /* wgsl */ `
/** Where a model's order lies, how many samples it has, the key of its stream. */
struct Deck { at: u32, rows: u32, key0: u32, key1: u32 }
@group(0) @binding(0) var<storage, read> decks: array<Deck>;
@group(0) @binding(1) var<storage, read_write> order: array<u32>;

fn words(k0: u32, k1: u32, counter: u32) -> vec2u {
	let k2 = 0x1bd11bdau ^ k0 ^ k1;
	var x = counter + k0;
	var y = k1;
	${rounds}
	return vec2u(x, y);
}

@compute @workgroup_size(${lanes})
fn main(@builtin(global_invocation_id) id: vec3u) {
	if (id.x >= arrayLength(&decks)) { return; }
	let deck = decks[id.x];
	for (var i = 0u; i < deck.rows; i++) { order[deck.at + i] = i; }
	if (deck.rows < 2u) { return; }
	var counter = 0u;
	var pair = vec2u(0u);
	var full = false;
	for (var i = deck.rows - 1u; i > 0u; i--) {
		let bound = i + 1u;
		// Words from the last incomplete multiple of the bound on are drawn again.
		let rest = (0u - bound) % bound;
		var drawn = 0u;
		loop {
			if (full) { drawn = pair.y; full = false; }
			else { pair = words(deck.key0, deck.key1, counter); counter++; drawn = pair.x; full = true; }
			if (rest == 0u || drawn < 0u - rest) { break; }
		}
		let j = drawn % bound;
		let held = order[deck.at + i];
		order[deck.at + i] = order[deck.at + j];
		order[deck.at + j] = held;
	}
}
`;
