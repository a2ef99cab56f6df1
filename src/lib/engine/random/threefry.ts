/**
 * Threefry-2x32 with 20 rounds: the one source of chance in Benchtop.
 * A pure function of key and counter, equal on every machine; passes the published known-answer vectors.
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
 */
const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/** Two 32-bit words for a 64-bit counter under a 64-bit key; all words are unsigned. */
export function threefry2x32(
	key0: number,
	key1: number,
	counter0: number,
	counter1: number,
): [number, number] {
	const schedule = [key0 | 0, key1 | 0, (PARITY ^ key0 ^ key1) | 0];
	let x0 = (counter0 + key0) | 0;
	let x1 = (counter1 + key1) | 0;
	for (let round = 0; round < 20; round++) {
		const rotation = ROTATIONS[round % 8]!;
		x0 = (x0 + x1) | 0;
		x1 = (x1 << rotation) | (x1 >>> (32 - rotation));
		x1 ^= x0;
		if (round % 4 === 3) {
			const step = (round >> 2) + 1;
			x0 = (x0 + schedule[step % 3]!) | 0;
			x1 = (x1 + schedule[(step + 1) % 3]! + step) | 0;
		}
	}
	return [x0 >>> 0, x1 >>> 0];
}
