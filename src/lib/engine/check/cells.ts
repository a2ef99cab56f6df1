/**
 * Samples in cells of a three-dimensional grid, so that near ones are found without comparing all with all. The grid's axes
 * are projections of the standardised columns on three random directions; samples within a distance are never more than
 * one cell apart on any of them.
 */
import { Stream } from '../random/stream';
import { mixed } from '../table/equal-samples';
import type { NumericColumn } from '../table/table';
import type { Breathe } from './evidence';
import type { Measured } from './measured';

const AXES = 3;
const PIECE = 100_000;

export class Cells {
	readonly #columns: readonly NumericColumn[];
	readonly #per: number;
	readonly #scales: Float64Array;
	readonly #limit: number;
	/** Cell coordinates per sample held, by its position. */
	readonly #cells: Int32Array;
	readonly #positions: Int32Array;
	readonly #samples: ArrayLike<number>;
	readonly #heads: Int32Array;
	readonly #next: Int32Array;

	/**
	 * @param distance root mean square over columns and inner rows, in standard deviations, up to which neighbours are found.
	 * A missing value stands for the mean while cells are chosen, and equals only another missing one.
	 */
	static async of(
		columns: readonly Measured[],
		per: number,
		samples: ArrayLike<number>,
		distance: number,
		breathe: Breathe,
	): Promise<Cells> {
		const width = columns.length * per;
		const stream = new Stream(0, 'check/cells');
		const size = distance * Math.sqrt(width);
		const projections = Array.from({ length: AXES }, () => new Float64Array(samples.length));
		for (const { column, mean, deviation } of columns) {
			const scale = 1 / (deviation * Math.sqrt(width) * size);
			const signs = Array.from({ length: per }, () => stream.below(2 ** AXES));
			for (let start = 0; start < samples.length; start += PIECE) {
				await breathe();
				const end = Math.min(samples.length, start + PIECE);
				for (let i = start; i < end; i++) {
					const row = (samples[i] as number) * per;
					for (let k = 0; k < per; k++) {
						const value = column.values[row + k] as number;
						if (!Number.isFinite(value)) continue;
						const z = (value - mean) * scale;
						const sign = signs[k] as number;
						for (let axis = 0; axis < AXES; axis++) {
							const line = projections[axis] as Float64Array;
							line[i] = (line[i] as number) + ((sign >> axis) & 1 ? z : -z);
						}
					}
				}
			}
		}
		return new Cells(columns, per, samples, distance, projections);
	}

	private constructor(
		columns: readonly Measured[],
		per: number,
		samples: ArrayLike<number>,
		distance: number,
		projections: readonly Float64Array[],
	) {
		const count = samples.length;
		this.#columns = columns.map(({ column }) => column);
		this.#per = per;
		this.#samples = samples;
		this.#scales = Float64Array.from(columns, ({ deviation }) => 1 / deviation);
		this.#limit = distance ** 2 * columns.length * per;
		this.#cells = new Int32Array(count * AXES);
		let last = -1;
		for (let i = 0; i < count; i++) last = Math.max(last, samples[i] as number);
		this.#positions = new Int32Array(last + 1).fill(-1);
		this.#heads = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, count * 2)))).fill(-1);
		this.#next = new Int32Array(count);
		for (let i = 0; i < count; i++) {
			for (let axis = 0; axis < AXES; axis++)
				this.#cells[i * AXES + axis] = Math.floor((projections[axis] as Float64Array)[i] as number);
			this.#positions[samples[i] as number] = i;
			const slot = this.#slot(...this.#cellOf(i));
			this.#next[i] = this.#heads[slot] as number;
			this.#heads[slot] = i;
		}
	}

	#cellOf(i: number): [number, number, number] {
		const at = i * AXES;
		return [this.#cells[at] as number, this.#cells[at + 1] as number, this.#cells[at + 2] as number];
	}
	#slot(x: number, y: number, z: number): number {
		return mixed(mixed(mixed(0, x), y), z) & (this.#heads.length - 1);
	}

	/**
	 * Calls back with samples held within the distance of this one, which must be held itself, and how far they are (root
	 * mean square); compares with at most `most` of them.
	 */
	neighbours(sample: number, most: number, found: (other: number, distance: number) => void): void {
		const own = this.#positions[sample] as number;
		const [x, y, z] = this.#cellOf(own);
		let left = most;
		for (let cell = 0; cell < 27; cell++) {
			const [a, b, c] = [
				x + (cell % 3) - 1,
				y + (Math.floor(cell / 3) % 3) - 1,
				z + Math.floor(cell / 9) - 1,
			];
			let i = this.#heads[this.#slot(a, b, c)] as number;
			for (; i >= 0 && left > 0; i = this.#next[i] as number) {
				const at = i * AXES;
				if (i === own || this.#cells[at] !== a || this.#cells[at + 1] !== b || this.#cells[at + 2] !== c)
					continue;
				left--;
				const other = this.#samples[i] as number;
				const square = this.#square(sample, other);
				if (square <= this.#limit) found(other, Math.sqrt(square / (this.#columns.length * this.#per)));
			}
		}
	}

	/** Squared distance in standard deviations, given up beyond the limit. */
	#square(a: number, b: number): number {
		let total = 0;
		for (let c = 0; c < this.#columns.length; c++) {
			const { values } = this.#columns[c] as NumericColumn;
			const scale = this.#scales[c] as number;
			for (let k = 0; k < this.#per; k++) {
				const x = values[a * this.#per + k] as number;
				const y = values[b * this.#per + k] as number;
				if (x === y || (x !== x && y !== y)) continue;
				const difference = (x - y) * scale;
				if (!Number.isFinite(difference)) return Infinity;
				total += difference * difference;
			}
			if (total > this.#limit) return Infinity;
		}
		return total;
	}
}
