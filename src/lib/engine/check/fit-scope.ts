/**
 * What a fit may read, as types. Rows a step learns from carry a brand that only the split gives (`trainingRows`), so a
 * step that would see evaluation rows does not compile. Two ways lead further, and both are named: a vocabulary takes the
 * set of values of every row, without their counts, order or company; and `overrideScope` takes whole rows, and writes
 * down who did so and why. Whoever fits keeps that list with the fitted pipeline.
 *
 *     const block = trainingBlock(columns, split.train);            // a step of scope "train", or any other
 *     const state = step.fit(after(block, (columns) => impute(columns)), params);
 *     step.fitVocabulary?.(vocabularyOf(columns), params);          // a step of scope "vocabulary" told to take all rows
 *     trainingBlock(columns, mapRows(split.train, rowsOfWindows));  // the same samples under other row numbers
 *     trainingBlock(columns, overrideScope(record, { step: 'StandardScaler', reason: '…' }));  // recorded
 */
import { BenchtopError } from '../errors/error';
import { gather } from '../table/select-rows';
import { isString, type Column, type StringColumn } from '../table/table';

/**
 * Which rows a step reads when it is fitted: training rows; training rows, or the set of values of all rows; training rows
 * that it checks without learning from them.
 */
export type Scope = 'train' | 'vocabulary' | 'stateless';

/** Exists in types only. */
declare const SCOPE: unique symbol;

/** Row numbers a fit may read: the train split, or all folds but one. */
export type TrainingRows = Uint32Array & { readonly [SCOPE]: 'training rows' };
/** Every row, evaluation rows among them; only an override gives it. */
export type AllRows = { readonly [SCOPE]: 'all rows' };
/** Columns of training rows, and of no others unless an override says so. */
export type TrainingBlock = readonly Column[] & { readonly [SCOPE]: 'training block' };
/** Columns that hold each of their values once, sorted, and nothing else about the rows these came from. */
export type Vocabulary = readonly Column[] & { readonly [SCOPE]: 'vocabulary' };

/** An override of the fit scope, as it is kept with a fitted pipeline and shown on its runs. */
export interface ScopeOverride {
	/** The step that saw evaluation rows, as the document names it. */
	readonly step: string;
	readonly reason: string;
}

/** Brands the rows of a split as training rows. For `split/` alone; the linter keeps others from it. */
export const trainingRows = (rows: Uint32Array): TrainingRows => rows as TrainingRows;

/** Other row numbers of the same training samples, as the rows of their windows. */
export const mapRows = (rows: TrainingRows, work: (rows: Uint32Array) => Uint32Array): TrainingRows =>
	work(rows) as TrainingRows;

/** The training rows of columns, in the order of `rows`. */
export const trainingBlock = (columns: readonly Column[], rows: TrainingRows | AllRows): TrainingBlock =>
	columns.map((column) =>
		gather(column, rows === EVERY_ROW ? null : (rows as TrainingRows)),
	) as unknown as TrainingBlock;

/** A training block after steps that are fitted already: what `work` makes of it is a training block again. */
export const after = (
	block: TrainingBlock,
	work: (columns: readonly Column[]) => readonly Column[],
): TrainingBlock => work(block) as TrainingBlock;

/**
 * The values that occur in each column, each once: numbers ascending, texts in the order of the dictionary, missing last
 * where there is any. Shorter columns repeat their last value, so that all are of one length.
 */
export function vocabularyOf(columns: readonly Column[]): Vocabulary {
	const sets = columns.map((column) => (isString(column) ? codesOf(column) : valuesOf(column.values)));
	const length = Math.max(0, ...sets.map((set) => set.length));
	return columns.map((column, c): Column => {
		const set = sets[c] as readonly number[];
		const padded = (i: number) => set[Math.min(i, set.length - 1)] as number;
		return isString(column)
			? { ...column, codes: Int32Array.from({ length }, (_, i) => padded(i)) }
			: { ...column, values: Float64Array.from({ length }, (_, i) => padded(i)) };
	}) as unknown as Vocabulary;
}

function codesOf({ codes, dictionary }: StringColumn): number[] {
	const used = new Uint8Array(dictionary.length);
	let missing = false;
	for (const code of codes) {
		if (code < 0) missing = true;
		else used[code] = 1;
	}
	const distinct = [...used.keys()].filter((code) => used[code] === 1);
	return missing ? [...distinct, -1] : distinct;
}

function valuesOf(values: Float64Array): number[] {
	const distinct = new Set<number>();
	let missing = false;
	let last = NaN;
	for (const value of values) {
		if (value !== value) missing = true;
		else if (value !== last) distinct.add((last = value));
	}
	const ascending = [...distinct].sort((a, b) => a - b);
	return missing ? [...ascending, NaN] : ascending;
}

const EVERY_ROW = Object.freeze({}) as AllRows;

/**
 * Lets one fit see every row, and writes that down.
 * @param record the list that the fitted pipeline keeps. @throws `check.override-reason` without a reason.
 */
export function overrideScope(record: ScopeOverride[], { step, reason }: ScopeOverride): AllRows {
	if (reason.trim() === '') throw new BenchtopError('check.override-reason', { step });
	record.push({ step, reason });
	return EVERY_ROW;
}
