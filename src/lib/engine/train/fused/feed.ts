/**
 * The samples of a split in the kernel's memory: all of them when they are few enough, else a piece at a time. Draws the
 * order of an epoch as batches.ts does, and says how many steps one call into the kernel may take, so that a stop is
 * heard soon.
 */
import { Stream } from '../../random/stream';
import { inputRange, inputReader, type Inputs } from '../inputs';
import type { Samples } from '../program';
import type { Arena } from './arena';
import type { Machine } from './machine';
import { padded, toPaddedRows } from './panels';

/** Called between calls into the kernel; throws when training is to end. */
export type FeedCall = () => Promise<void>;

/** Takes the steps from … from + count over `rows` samples in the order at an address, or as they lie where that is 0. */
type Steps = (order: number, rows: number, from: number, count: number) => void;

/** Numbers held at once: 512 MB all of them, or pieces of 16 MB. */
const HELD = 134_217_728;
const PIECE = 4_194_304;

/** Multiplications and additions of one call: some milliseconds. */
const WORK = 20_000_000;

/** The order of the samples in an epoch (1-based). */
const orderOf = (seed: number, epoch: number): Stream => new Stream(seed, `shuffle/${epoch}`);

export class Feed {
	/** Where samples lie, and their labels. */
	readonly x: number;
	readonly y: number;
	/** And what the rows weigh; 0 where they weigh alike. */
	readonly weights: number;
	/** Samples there is room for. */
	readonly room: number;
	readonly #held: boolean;
	readonly #order: number;

	/** @param columns inputs, `labels` labels of a sample. @param size samples of a batch. */
	constructor(
		readonly machine: Machine,
		readonly samples: Samples<Inputs>,
		readonly columns: number,
		readonly labels: number,
		readonly size: number,
		arena: Arena,
	) {
		const { rows, x, weights } = samples;
		const each = padded(columns) + padded(labels) + (weights ? padded(1) : 0) + 1;
		this.#held = x instanceof Float32Array && rows * each <= HELD;
		this.room = this.#held ? rows : Math.min(rows, size * Math.max(1, Math.floor(PIECE / (size * each))));
		this.x = arena.numbers(this.room * padded(columns));
		this.y = arena.numbers(this.room * padded(labels));
		this.weights = weights ? arena.numbers(this.room * padded(1)) : 0;
		this.#order = arena.numbers(this.room);
	}

	/** Writes what is held for good. */
	write(): void {
		const { x, y, weights, rows } = this.samples;
		if (this.#held && x instanceof Float32Array) this.#place(x, y, weights, rows);
	}

	#place(x: Float32Array, y: Float32Array, weights: Float32Array | undefined, rows: number): void {
		this.#rows(this.x, x, rows, this.columns);
		this.#rows(this.y, y, rows, this.labels);
		if (weights) this.#rows(this.weights, weights, rows, 1);
	}

	#rows(at: number, values: Float32Array, rows: number, columns: number): void {
		toPaddedRows(values, rows, columns, this.machine.floats(at, rows * padded(columns)));
	}

	/** One epoch of training. @param work of a step, in multiplications and additions. */
	async inOrder(seed: number, epoch: number, call: FeedCall, work: number, steps: Steps): Promise<void> {
		const stretch = Math.max(1, Math.floor(WORK / (work + 2_000)));
		const { rows, x, y, weights } = this.samples;
		const all = async (order: number, count: number) => {
			const total = Math.ceil(count / this.size);
			for (let from = 0; from < total; from += stretch) {
				steps(order, count, from, Math.min(stretch, total - from));
				await call();
			}
		};
		if (this.#held) {
			const [first, second] = orderOf(seed, epoch).key;
			this.machine.kernel.shuffle(this.#order, rows, first, second);
			return all(this.#order, rows);
		}
		const order = orderOf(seed, epoch).permutation(rows);
		const read = inputReader(x, this.columns, order, this.room);
		for (let from = 0; from < rows; from += this.room) {
			const to = Math.min(from + this.room, rows);
			const picked = new Float32Array((to - from) * this.labels);
			for (let i = from; i < to; i++) {
				const row = order[i] as number;
				picked.set(y.subarray(row * this.labels, (row + 1) * this.labels), (i - from) * this.labels);
			}
			const weighed = weights && Float32Array.from(order.subarray(from, to), (row) => weights[row] as number);
			this.#place(read(from, to), picked, weighed, to - from);
			await all(0, to - from);
		}
	}

	/** All samples as they lie, in stretches that are in memory: `rows` of them from `from` on. */
	async asTheyLie(each: (from: number, rows: number) => Promise<void>): Promise<void> {
		const { rows, x } = this.samples;
		for (let from = 0; from < rows; from += this.room) {
			const to = Math.min(from + this.room, rows);
			if (!this.#held) this.#rows(this.x, inputRange(x, this.columns, from, to), to - from, this.columns);
			await each(from, to - from);
		}
	}
}
