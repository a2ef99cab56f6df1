/** For tests: recurrent layers of every kind with weights, and the plainest forward in 64 bits there is. */
import { Stream } from '../../random/stream';
import type { Cell, LayerOfKind } from '../../model/topology-layer';
import { GATES } from './cell';
import type { Recurrent } from './layer';

export const CELLS: readonly Cell[] = ['lstm', 'gru', 'simpleRnn'];

/** Every cell, with and without sequences, one way and both. */
export const KINDS: readonly Recurrent[] = CELLS.flatMap((cell) =>
	[false, true].flatMap((returnSequences) =>
		[false, true].map((bidirectional): Recurrent => ({
			cell,
			returnSequences,
			bidirectional,
			inputs: 3,
			width: 5,
			steps: 4,
		})),
	),
);

export const titleOf = ({ cell, returnSequences, bidirectional }: Recurrent): string =>
	`${cell}${returnSequences ? ', sequences' : ''}${bidirectional ? ', both ways' : ''}`;

export const draws = (name: string, length: number): Float32Array => {
	const stream = new Stream(5, name);
	return new Float32Array(length).map(() => 0.6 * stream.normal());
};

/** As a topology has it. */
export function placed(layer: Recurrent): LayerOfKind<'recurrent'> {
	const { inputs, width, steps, returnSequences, bidirectional } = layer;
	const results = bidirectional ? 2 * width : width;
	const shape = returnSequences ? [steps, results] : [results];
	const units = returnSequences ? steps * results : results;
	return { ...layer, kind: 'recurrent', from: [-1], given: [[steps, inputs]], shape, units };
}

/** Biases are not zero, so that each is seen to be in its place. */
export function weightsFor({ cell, inputs, width, bidirectional }: Recurrent): Float32Array[] {
	const columns = GATES[cell] * width;
	const sizes = [inputs * columns, width * columns, cell === 'gru' ? 2 * columns : columns];
	return (bidirectional ? [...sizes, ...sizes] : sizes).map((size, i) => draws(`weights/${i}`, size));
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

type Numbers = readonly number[];

/** One step of one sample; states are h, and for the LSTM h and c. */
function step(
	cell: Cell,
	width: number,
	[kernel, recurrent, bias]: Numbers[],
	x: Numbers,
	[h, c]: Numbers[],
) {
	const columns = GATES[cell] * width;
	const product = (a: Numbers, b: Numbers | undefined, j: number) =>
		a.reduce((sum, value, k) => sum + value * (b?.[k * columns + j] ?? NaN), 0);
	const given = (gate: number, u: number) =>
		product(x, kernel, gate * width + u) + (bias?.[gate * width + u] ?? NaN);
	const own = (gate: number, u: number) => product(h ?? [], recurrent, gate * width + u);
	const units = Array.from({ length: width }, (_, u) => u);
	if (cell === 'simpleRnn') return [units.map((u) => Math.tanh(given(0, u) + own(0, u)))];
	if (cell === 'gru') {
		const second = (gate: number, u: number) => own(gate, u) + (bias?.[columns + gate * width + u] ?? NaN);
		return [
			units.map((u) => {
				const z = logistic(given(0, u) + second(0, u));
				const r = logistic(given(1, u) + second(1, u));
				return z * (h?.[u] ?? NaN) + (1 - z) * Math.tanh(given(2, u) + r * second(2, u));
			}),
		];
	}
	const gate = (number: number, u: number) => given(number, u) + own(number, u);
	const cells = units.map(
		(u) => logistic(gate(1, u)) * (c?.[u] ?? NaN) + logistic(gate(0, u)) * Math.tanh(gate(2, u)),
	);
	return [units.map((u) => logistic(gate(3, u)) * Math.tanh(cells[u] ?? NaN)), cells];
}

/** What a layer gives, by the definition, sample by sample. */
export function naive(layer: Recurrent, weights: readonly Numbers[], x: Numbers, rows: number): number[] {
	const { cell, inputs, width, steps, returnSequences, bidirectional } = layer;
	const times = Array.from({ length: steps }, (_, t) => t);
	return Array.from({ length: rows }, (_, r) => {
		const walks = (bidirectional ? [times, times.toReversed()] : [times]).map((order, way) => {
			let states: Numbers[] = [Array(width).fill(0), Array(width).fill(0)];
			const results: Numbers[] = [];
			for (const t of order) {
				const at = (r * steps + t) * inputs;
				states = step(cell, width, weights.slice(3 * way, 3 * way + 3), x.slice(at, at + inputs), states);
				results[t] = states[0] ?? [];
			}
			return returnSequences ? results : [states[0] ?? []];
		});
		return (walks[0] ?? []).flatMap((_, t) => walks.flatMap((results) => results[t] ?? []));
	}).flat();
}

/** ‖a − b‖ ÷ ‖b‖. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
	const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));
	return norm(Array.from(a, (value, i) => value - (b[i] ?? NaN))) / norm(b);
}
