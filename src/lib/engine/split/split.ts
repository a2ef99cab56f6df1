/**
 * What a split is: which samples train, validate and test, and the folds cut from those that train. Sample numbers are
 * row numbers of a table, or numbers of windows, sequences or images where those are the samples.
 */
import type { TrainingRows } from '../check/fit-scope';

/** One round of cross-validation: all of it from the train split. */
export interface Fold {
	/** Sample numbers, ascending; disjoint. They share out the train split, but for folds in time and their gaps. */
	readonly train: TrainingRows;
	readonly validation: Uint32Array;
	/** Which cutting of the folds it belongs to, from 0. */
	readonly repeat: number;
}

export interface Split {
	/** Sample numbers, ascending; the three are disjoint, and empty where not declared. */
	readonly train: TrainingRows;
	readonly validation: Uint32Array;
	readonly test: Uint32Array;
	/** Repeat by repeat, and in time from the earliest; null without folds. */
	readonly folds: readonly Fold[] | null;
	/** Whether every cut kept the shares of the classes or bins, to less than one sample. */
	readonly stratified: boolean;
	/** What was left out or could not be done as declared, in words. */
	readonly warnings: readonly string[];
	/** Group of every sample, from 0, −1 where it is in no split; only where groups were kept together. */
	readonly groups?: Int32Array;
}

/** The members of `from` at these positions. */
export const at = (from: Uint32Array, positions: Uint32Array): Uint32Array =>
	positions.map((position) => from[position] as number);

/** Positions where `of` is `code`, ascending. */
export function positionsOf(of: ArrayLike<number>, code: number): Uint32Array {
	let count = 0;
	for (let i = 0; i < of.length; i++) if (of[i] === code) count++;
	const found = new Uint32Array(count);
	for (let i = 0, k = 0; i < of.length; i++) if (of[i] === code) found[k++] = i;
	return found;
}

/** "1 row", "3 rows". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
