/**
 * Simple recurrence, LSTM (Hochreiter & Schmidhuber 1997) and GRU (Cho et al. 2014, reset after the product), one step
 * after the other, forward or in both directions. The way back is by differences.
 */
import type { Cell } from '../../model/topology-layer';
import { byDifferences } from './differences';
import { at, type Pass } from './passed';

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

interface State {
	readonly hidden: readonly number[];
	/** Of an LSTM. */
	readonly memory: readonly number[];
}

/** Σ x·w + bias for one gate's unit; the kernel is [inputs, gates · width]. */
const product = (x: ArrayLike<number>, kernel: Float64Array, columns: number, column: number): number =>
	Array.from(x).reduce((sum, value, i) => sum + value * at(kernel, i * columns + column), 0);

/** The next state from one step's inputs. */
type StepOf = (x: ArrayLike<number>, before: State, weights: readonly Float64Array[], width: number) => State;

const unitsOf = (width: number, unit: (j: number) => number): number[] =>
	Array.from({ length: width }, (_, j) => unit(j));

const CELLS: Record<Cell, StepOf> = {
	simpleRnn(x, { hidden }, [kernel, recurrent, bias], width) {
		const next = unitsOf(width, (j) =>
			Math.tanh(
				product(x, kernel as Float64Array, width, j) +
					product(hidden, recurrent as Float64Array, width, j) +
					at(bias as Float64Array, j),
			),
		);
		return { hidden: next, memory: [] };
	},

	/** Gates: input, forget, candidate, output. */
	lstm(x, { hidden, memory }, [kernel, recurrent, bias], width) {
		const gate = (number: number, j: number) =>
			product(x, kernel as Float64Array, 4 * width, number * width + j) +
			product(hidden, recurrent as Float64Array, 4 * width, number * width + j) +
			at(bias as Float64Array, number * width + j);
		const next = unitsOf(
			width,
			(j) => sigmoid(gate(1, j)) * at(memory, j) + sigmoid(gate(0, j)) * Math.tanh(gate(2, j)),
		);
		return {
			memory: next,
			hidden: unitsOf(width, (j) => sigmoid(gate(3, j)) * Math.tanh(at(next, j))),
		};
	},

	/** Gates: update, reset, candidate; bias [2, 3 · width], the second for the recurrent product. */
	gru(x, { hidden }, [kernel, recurrent, bias], width) {
		const given = (number: number, j: number) =>
			product(x, kernel as Float64Array, 3 * width, number * width + j) +
			at(bias as Float64Array, number * width + j);
		const kept = (number: number, j: number) =>
			product(hidden, recurrent as Float64Array, 3 * width, number * width + j) +
			at(bias as Float64Array, (3 + number) * width + j);
		const next = unitsOf(width, (j) => {
			const update = sigmoid(given(0, j) + kept(0, j));
			const reset = sigmoid(given(1, j) + kept(1, j));
			const candidate = Math.tanh(given(2, j) + reset * kept(2, j));
			return update * at(hidden, j) + (1 - update) * candidate;
		});
		return { hidden: next, memory: [] };
	},
};

export const recurrent: Pass<'recurrent'> = (layer, weights, [given], rows) => {
	const { cell, inputs, width, steps, returnSequences, bidirectional, units } = layer;
	const x = given as Float64Array;
	const each = weights.length / (bidirectional ? 2 : 1);
	const directions = bidirectional ? [0, 1] : [0];

	const forward = (): Float64Array => {
		const y = new Float64Array(rows * units);
		for (let row = 0; row < rows; row++)
			for (const direction of directions) {
				const own = weights.slice(direction * each, (direction + 1) * each);
				let state: State = { hidden: unitsOf(width, () => 0), memory: unitsOf(width, () => 0) };
				for (let done = 0; done < steps; done++) {
					const step = direction === 0 ? done : steps - 1 - done;
					const from = (row * steps + step) * inputs;
					state = CELLS[cell](x.subarray(from, from + inputs), state, own, width);
					const stride = width * directions.length;
					const to = row * units + (returnSequences ? step * stride : 0) + direction * width;
					if (returnSequences || done === steps - 1) y.set(state.hidden, to);
				}
			}
		return y;
	};
	return byDifferences([x], weights, forward);
};
