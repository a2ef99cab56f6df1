/**
 * What the rules look at: a table, how its samples are split, and what the pipeline does around the split. Plain values
 * only, so that each rule is a function that a test can call. `evidenceOf` works out once what several rules need.
 */
import type { Lineage } from '../prepare/transform/transform';
import { rowsCovered, type WindowPlan } from '../prepare/window';
import type { Analysis } from '../schema/common';
import type { SplitMethod } from '../schema/split';
import { findEqual } from '../table/equal-samples';
import { columnOf, samplesOf, type Column, type Table } from '../table/table';
import type { RowsToSee } from './finding';
import type { ScopeOverride } from './fit-scope';

export interface CheckInput {
	/** The inputs, after the transforms and before any other step. */
	readonly table: Table;
	/** What else is known of each sample: the target, groups, times. `table` itself when left out. */
	readonly known?: Table | undefined;
	/** Sample numbers of `table`, or window numbers where `window` is given. */
	readonly split: {
		readonly train: Uint32Array;
		readonly validation: Uint32Array;
		readonly test: Uint32Array;
		readonly folds?: readonly CheckFold[] | null | undefined;
	};
	/** How the samples were split; random when left out. */
	readonly method?: SplitMethod | undefined;
	/** Null without a target. */
	readonly target: string | null;
	/** The columns that say the target, where there is one per class. */
	readonly labels?: readonly string[] | undefined;
	readonly analysis: Analysis | null;
	/** Names of the input columns. */
	readonly inputs: readonly string[];
	/** Sequences or pictures the net reads of the same samples: rows are equal only where these are as well. */
	readonly beside?: readonly Table[] | undefined;
	/** The declared column of groups. */
	readonly group?: string | null | undefined;
	/** The declared column of dates or numbers that orders the samples. */
	readonly time?: string | null | undefined;
	readonly window?: WindowPlan | null | undefined;
	/** Columns that transforms added, and the columns they are made from. */
	readonly derived?: readonly Lineage[] | undefined;
	readonly interpolations?: readonly DeclaredInterpolation[] | undefined;
	/** Steps that saw evaluation rows (fit-scope.ts). */
	readonly overrides?: readonly ScopeOverride[] | undefined;
	/** Overrides of findings that the document names. */
	readonly allowed?: readonly string[] | undefined;
	/** Row of the dataset of every sample, where transforms dropped or added rows; −1 for a row that was made. */
	readonly origin?: Int32Array | Uint32Array | undefined;
}
export interface CheckFold {
	readonly train: Uint32Array;
	readonly validation: Uint32Array;
	readonly repeat?: number | undefined;
}
export interface DeclaredInterpolation {
	readonly columns: readonly string[];
	/** Whether every split is interpolated from rows it may know. */
	readonly separate: boolean;
}

/** Between pieces of long work: lets the thread hear its messages, and throws when it was told to stop. */
export type Breathe = () => Promise<void>;

/** Samples on one side of a split. */
export interface Side {
	/** "train", "validation", "test", "fold 2". */
	readonly name: string;
	/** Sample numbers, ascending; disjoint from those of the other sides. */
	readonly samples: Uint32Array;
}
/** Training samples and what is scored with a model trained on them. */
export interface Cut {
	readonly train: Side;
	/** Those with samples, in the order of time. */
	readonly scored: readonly Side[];
}

export interface Evidence extends CheckInput {
	/** Samples of the table. */
	readonly samples: number;
	/** Input columns of the table, the target left out. */
	readonly inputColumns: readonly Column[];
	/** Where the target, groups and times are. */
	readonly known: Table;
	/** One value per sample; undefined without a target, or where samples hold several of its values. */
	readonly targetColumn: Column | undefined;
	/** Train, validation and test; then each fold. */
	readonly cuts: readonly [Cut, ...Cut[]];
	/**
	 * Where every sample is, as an index into `places`; −1 in no split. Training samples are where the first round of folds
	 * holds them back. Two samples of different places must not know of one another.
	 */
	readonly placeOf: Int32Array;
	/** "train", "validation", "test", "fold 1", … */
	readonly places: readonly string[];
	/** For every sample of a split, the first one of any split with the same inputs; itself where none is before it. */
	equal(breathe: Breathe): Promise<Uint32Array>;
	/** Rows to look at: samples with their places. */
	see(...samples: number[]): RowsToSee;
}

/** Samples in no split are left to themselves. */
export async function equalSamples(
	table: Pick<Table, 'rows' | 'inner'>,
	columns: readonly Column[],
	placeOf: Int32Array,
	breathe: Breathe,
): Promise<Uint32Array> {
	const work = findEqual(table, columns, (sample) => (placeOf[sample] as number) >= 0);
	let step = work.next();
	for (; !step.done; step = work.next()) await breathe();
	return step.value;
}

/** Samples that are equal in each of the tables. */
async function equalInAll(
	tables: readonly Table[],
	placeOf: Int32Array,
	breathe: Breathe,
): Promise<Uint32Array> {
	let all: Uint32Array | null = null;
	for (const table of tables) {
		const equal: Uint32Array = await equalSamples(table, table.columns, placeOf, breathe);
		if (!all) {
			all = equal;
			continue;
		}
		// The first sample of each pair of sets.
		const firsts = new Map<number, number>();
		const before: Uint32Array = all;
		all = equal.map((set, sample) => {
			const pair = (before[sample] as number) * equal.length + set;
			if (!firsts.has(pair)) firsts.set(pair, sample);
			return firsts.get(pair) as number;
		});
	}
	return all ?? Uint32Array.from(placeOf, (_, sample) => sample);
}

export function evidenceOf(input: CheckInput): Evidence {
	const { table, split, window = null, origin, known = table, beside = [] } = input;
	const samples = samplesOf(table);
	const cover = (numbers: Uint32Array) => (window ? rowsCovered(window, numbers) : numbers);
	const cutOf = (train: Side, scored: readonly Side[]): Cut => {
		const taken = new Uint8Array(samples);
		const disjoint = (side: Side): Side => {
			let twice = 0;
			for (const sample of side.samples) if (taken[sample] !== 0) twice++;
			const samples = twice === 0 ? side.samples : side.samples.filter((sample) => taken[sample] === 0);
			for (const sample of samples) taken[sample] = 1;
			return { name: side.name, samples };
		};
		return { train: disjoint(train), scored: scored.map(disjoint).filter((side) => side.samples.length > 0) };
	};
	const main = cutOf({ name: 'train', samples: cover(split.train) }, [
		{ name: 'validation', samples: cover(split.validation) },
		{ name: 'test', samples: cover(split.test) },
	]);
	const folds = split.folds ?? [];
	const ofFolds = folds.map((fold, f) =>
		cutOf({ name: `training rows of fold ${f + 1}`, samples: cover(fold.train) }, [
			{ name: `fold ${f + 1}`, samples: cover(fold.validation) },
		]),
	);

	const places = ['train', 'validation', 'test', ...folds.map((_, f) => `fold ${f + 1}`)];
	const placeOf = new Int32Array(samples).fill(-1);
	const put = ({ name, samples: own }: Side) => {
		const place = places.indexOf(name);
		for (const sample of own) placeOf[sample] = place;
	};
	[main.train, ...main.scored].forEach(put);
	folds.forEach(({ repeat = 0 }, f) => {
		if (repeat === 0) ofFolds[f]?.scored.forEach(put);
	});

	const rowOf = (sample: number) => origin?.[sample] ?? sample;
	const inputColumns = input.inputs
		.filter((name) => name !== input.target)
		.flatMap((name) => columnOf(table, name) ?? []);
	let equal: Promise<Uint32Array> | null = null;
	return {
		...input,
		samples,
		inputColumns,
		known,
		targetColumn: input.target === null || known.rows !== samples ? undefined : columnOf(known, input.target),
		cuts: [main, ...ofFolds],
		places,
		placeOf,
		equal: (breathe) =>
			(equal ??= equalInAll([{ ...table, columns: inputColumns }, ...beside], placeOf, breathe)),
		see: (...seen) => ({
			label: seen
				.map((sample) => {
					const row = rowOf(sample);
					const place = places[placeOf[sample] as number] ?? 'no split';
					return row < 0 ? `${place} (a made row)` : `${place} ${row + 1}`;
				})
				.join(' ↔ '),
			rows: seen.map(rowOf).filter((row) => row >= 0),
		}),
	};
}
