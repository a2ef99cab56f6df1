/**
 * Which rows of a table are interpolated together (SPEC §4): training rows see nothing but each other, every other
 * split sees the training rows and itself. So a fit on training rows is the same whatever the evaluation rows hold.
 */
import { interpolate, type InterpolateParams } from './interpolate';

type Rows = ArrayLike<number>;

export interface InterpolationSplits {
	/** Row numbers of the training rows, or of all folds that train together. */
	readonly train: Rows;
	/** Row numbers of the other splits. Windows may overlap: a row stays with the first split that has it. */
	readonly evaluation: readonly Rows[];
}

export interface SplitParams extends InterpolateParams {
	readonly processSeparately?: boolean | undefined;
}

/** Whether evaluation rows reach training rows: to be said wherever a run made with it is shown. */
export const leaks = ({ processSeparately = true }: Pick<SplitParams, 'processSeparately'>): boolean =>
	!processSeparately;

/** Rows that are interpolated together, in row order. */
interface Part {
	readonly rows: Uint32Array;
	/** Per row of `rows`: 1 where its result is kept. */
	readonly kept: Uint8Array;
}

/** The parts of a table, in the order in which they are interpolated; every row is kept in exactly one of them. */
export interface SplitPlan {
	readonly train: Part;
	readonly evaluation: readonly Part[];
	/** The whole table, for rows of no split; null when there are none. */
	readonly rest: Part | null;
}

/** @param n rows of the table */
export function planSplits(n: number, splits: InterpolationSplits): SplitPlan {
	const settled = new Uint8Array(n);
	const part = (marks: Uint8Array): Part => {
		const rows = new Uint32Array(marks.reduce((sum, mark) => sum + mark, 0));
		const kept = new Uint8Array(rows.length);
		for (let row = 0, k = 0; row < n; row++) {
			if (marks[row] === 0) continue;
			rows[k] = row;
			kept[k++] = settled[row] === 0 ? 1 : 0;
			settled[row] = 1;
		}
		return { rows, kept };
	};
	const marked = (rows: Rows, marks = new Uint8Array(n)) => {
		for (let i = 0; i < rows.length; i++) marks[rows[i] as number] = 1;
		return marks;
	};
	const train = marked(splits.train);
	return {
		train: part(train),
		evaluation: splits.evaluation.map((own) => part(marked(own, train.slice()))),
		rest: settled.includes(0) ? part(new Uint8Array(n).fill(1)) : null,
	};
}

/**
 * The column with its gaps filled, in the order of its rows.
 *
 * 1. Training rows alone, in row order.
 * 2. Each other split joined to the interpolated training rows, in row order; only rows of no earlier split change.
 * 3. Rows of no split, with the whole column as it is by then.
 *
 * With `processSeparately` false the whole column at once, which leaks.
 * @param index as `interpolate` takes it; row numbers of the whole column when null, so that a split knows its holes
 * @param splits row numbers, or the plan `planSplits` made of them, which serves many columns
 * @throws what `interpolate` throws, when one of the parts cannot be interpolated
 */
export function interpolateBySplit(
	values: Float64Array,
	index: Float64Array | null,
	splits: InterpolationSplits | SplitPlan,
	params: SplitParams,
	where?: string,
): Float64Array {
	if (leaks(params)) return interpolate(values, params, index, where);
	const plan = 'rest' in splits ? splits : planSplits(values.length, splits);
	const result = values.slice();
	settle(result, values, plan.train, index, params, where);
	// Evaluation rows are taken as they were; training rows are already interpolated.
	const withTrain = result.slice();
	for (const part of plan.evaluation) settle(result, withTrain, part, index, params, where);
	if (plan.rest) settle(result, result, plan.rest, index, params, where);
	return result;
}

/** Interpolates the rows of a part as one column and writes what its kept rows get into `result`. */
function settle(
	result: Float64Array,
	column: Float64Array,
	{ rows, kept }: Part,
	index: Float64Array | null,
	params: InterpolateParams,
	where: string | undefined,
): void {
	const values = new Float64Array(rows.length);
	let gaps = false;
	for (let k = 0; k < rows.length; k++) {
		const value = column[rows[k] as number] as number;
		values[k] = value;
		if (kept[k] === 1 && Number.isNaN(value)) gaps = true;
	}
	if (!gaps) return;
	const stamps = new Float64Array(rows.length);
	for (let k = 0; k < rows.length; k++) {
		const row = rows[k] as number;
		stamps[k] = index ? (index[row] as number) : row;
	}
	const filled = interpolate(values, params, stamps, where);
	for (let k = 0; k < rows.length; k++) if (kept[k] === 1) result[rows[k] as number] = filled[k] as number;
}
