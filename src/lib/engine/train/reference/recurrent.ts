/**
 * Simple recurrence, LSTM (Hochreiter & Schmidhuber 1997) and GRU (Cho et al. 2014, reset after the product), one step
 * after the other, forward or in both directions. The way back is by differences.
 */
import type { Cell } from '../../model/topology-layer';
import { byDifferences } from './differences';
import { add, at, type Pass } from './passed';

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

interface State {
	readonly hidden: Float64Array;
	/** Of an LSTM. */
	readonly memory: Float64Array;
}

/** x · kernel + bias: a number for every unit of every gate. */
function product(x: Float64Array, kernel: Float64Array, bias: Float64Array | null): Float64Array {
	const columns = kernel.length / x.length;
	const sums = bias ? bias.slice() : new Float64Array(columns);
	x.forEach((value, i) => {
		for (let column = 0; column < columns; column++)
			add(sums, column, value * at(kernel, i * columns + column));
	});
	return sums;
}

const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + at(b, i));

/** The next state from one step's inputs. */
type StepOf = (x: Float64Array, before: State, weights: readonly Float64Array[]) => State;

const CELLS: Record<Cell, StepOf> = {
	simpleRnn(x, { hidden, memory }, [kernel, recurrent, bias]) {
		const sums = plus(
			product(x, kernel as Float64Array, bias as Float64Array),
			product(hidden, recurrent as Float64Array, null),
		);
		return { hidden: sums.map(Math.tanh), memory };
	},

	/** Gates: input, forget, candidate, output. */
	lstm(x, { hidden, memory }, [kernel, recurrent, bias]) {
		const width = hidden.length;
		const gates = plus(
			product(x, kernel as Float64Array, bias as Float64Array),
			product(hidden, recurrent as Float64Array, null),
		);
		const gate = (number: number, unit: number) => at(gates, number * width + unit);
		const next = memory.map(
			(held, j) => sigmoid(gate(1, j)) * held + sigmoid(gate(0, j)) * Math.tanh(gate(2, j)),
		);
		return { memory: next, hidden: next.map((held, j) => sigmoid(gate(3, j)) * Math.tanh(held)) };
	},

	/** Gates: update, reset, candidate; bias [2, 3 · width], the second for the recurrent product. */
	gru(x, { hidden, memory }, [kernel, recurrent, bias]) {
		const width = hidden.length;
		const biases = bias as Float64Array;
		const given = product(x, kernel as Float64Array, biases.slice(0, 3 * width));
		const kept = product(hidden, recurrent as Float64Array, biases.slice(3 * width));
		const next = hidden.map((held, j) => {
			const update = sigmoid(at(given, j) + at(kept, j));
			const reset = sigmoid(at(given, width + j) + at(kept, width + j));
			const candidate = Math.tanh(at(given, 2 * width + j) + reset * at(kept, 2 * width + j));
			return update * held + (1 - update) * candidate;
		});
		return { hidden: next, memory };
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
				let state: State = { hidden: new Float64Array(width), memory: new Float64Array(width) };
				for (let done = 0; done < steps; done++) {
					const step = direction === 0 ? done : steps - 1 - done;
					const from = (row * steps + step) * inputs;
					state = CELLS[cell](x.subarray(from, from + inputs), state, own);
					const stride = width * directions.length;
					const to = row * units + (returnSequences ? step * stride : 0) + direction * width;
					if (returnSequences || done === steps - 1) y.set(state.hidden, to);
				}
			}
		return y;
	};
	return byDifferences([x], weights, forward);
};
