/**
 * Classic toy problems, drawn from a seed: two moons, two spirals, a noisy sine. Equal seeds give equal
 * bytes. Each is returned as CSV text, so that a sample takes the same road as a file somebody drops.
 */
import { Stream } from '../random/stream';

/** Decimals kept in the text; enough for plotting and training, and the same on every machine. */
const DECIMALS = 4;

const csv = (header: readonly string[], rows: readonly (readonly (number | string)[])[]): string =>
	[header, ...rows]
		.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toFixed(DECIMALS) : cell)).join(','))
		.join('\n') + '\n';

/** Rows in seeded order, so that the classes do not come one after the other. */
function shuffled<R>(rows: R[], stream: Stream): R[] {
	return stream.child('order').shuffle(rows);
}

/**
 * Two interleaved half circles of radius 1, the second moved by (1, −0.5), with normal noise on both axes.
 * @param rows how many points, half per moon. @param noise standard deviation of the noise.
 * @returns CSV with columns x, y, moon ("upper" | "lower").
 */
export function twoMoons(rows = 500, noise = 0.12, seed = 7): string {
	const stream = new Stream(seed, 'sample/two-moons');
	const points = Array.from({ length: rows }, (_, i) => {
		const upper = i % 2 === 0;
		const angle = Math.PI * stream.uniform();
		const x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
		const y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
		return [x + noise * stream.normal(), y + noise * stream.normal(), upper ? 'upper' : 'lower'] as const;
	});
	return csv(['x', 'y', 'moon'], shuffled(points, stream));
}

/**
 * Two spiral arms of one and three quarter turns around the origin: no straight line parts them.
 * @param rows how many points, half per arm. @param noise standard deviation of the noise.
 * @returns CSV with columns x, y, arm ("a" | "b").
 */
export function spirals(rows = 600, noise = 0.06, seed = 7): string {
	const stream = new Stream(seed, 'sample/spirals');
	const points = Array.from({ length: rows }, (_, i) => {
		const first = i % 2 === 0;
		const along = Math.sqrt(stream.uniform());
		const angle = 3.5 * Math.PI * along + (first ? 0 : Math.PI);
		const radius = 0.1 + 1.9 * along;
		const x = radius * Math.cos(angle) + noise * stream.normal();
		const y = radius * Math.sin(angle) + noise * stream.normal();
		return [x, y, first ? 'a' : 'b'] as const;
	});
	return csv(['x', 'y', 'arm'], shuffled(points, stream));
}

/**
 * y = sin 2x + x/4 over x in [−4, 4], with normal noise.
 * @param rows how many points. @param noise standard deviation of the noise.
 * @returns CSV with columns x, y.
 */
export function noisySine(rows = 400, noise = 0.2, seed = 7): string {
	const stream = new Stream(seed, 'sample/noisy-sine');
	const points = Array.from({ length: rows }, () => {
		const x = -4 + 8 * stream.uniform();
		return [x, Math.sin(2 * x) + x / 4 + noise * stream.normal()] as const;
	});
	return csv(['x', 'y'], points);
}
