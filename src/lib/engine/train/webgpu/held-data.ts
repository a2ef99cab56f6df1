/**
 * Samples of many models in one buffer: an array that several of them learn from is there once. What is made on demand, or
 * too large, is not held, and comes piece by piece.
 */
import type { Inputs } from '../inputs';
import type { Samples, TrainingData } from '../program';

/** First numbers of what a split has. */
export interface SplitPlace {
	readonly x: number;
	readonly y: number;
	readonly weights: number;
}

/** Plans where arrays lie; equal arrays are the same place. */
export class DataPlan {
	readonly #places = new Map<Float32Array, number>();
	/** Numbers planned. */
	size = 0;

	/** Numbers that a model's data would add. */
	cost({ train, validation }: TrainingData): number {
		const arrays = new Set(
			[train.x, train.y, train.weights, validation.x].filter((part) => part instanceof Float32Array),
		);
		let sum = 0;
		for (const array of arrays) if (!this.#places.has(array)) sum += array.length;
		return sum;
	}

	place(array: Float32Array): number {
		const known = this.#places.get(array);
		if (known !== undefined) return known;
		const at = this.size;
		this.#places.set(array, at);
		this.size += array.length;
		return at;
	}

	/** @throws TypeError for inputs that are made on demand */
	split({ x, y, weights }: Samples<Inputs>): SplitPlace {
		if (!(x instanceof Float32Array)) throw new TypeError('Inputs that are made on demand are not held');
		return { x: this.place(x), y: this.place(y), weights: weights ? this.place(weights) : 0 };
	}

	/** Writes all of it into a buffer. */
	write(queue: GPUQueue, buffer: GPUBuffer): void {
		for (const [array, at] of this.#places)
			queue.writeBuffer(buffer, 4 * at, array as Float32Array<ArrayBuffer>);
	}
}

/** Whether both splits are arrays. */
export const isHeld = ({ train, validation }: TrainingData): boolean =>
	train.x instanceof Float32Array && validation.x instanceof Float32Array;
