/**
 * sample: makes the classes of the training rows equally frequent, or as near as `ratio` says. `up` repeats rows drawn
 * with replacement, `down` leaves rows out, `smote` adds rows between neighbours of the same class (smote.ts). Evaluation
 * rows and new data are never touched. The training rows come first, in their order; added rows follow class by class
 * (classes sorted), each stemming from the row it was drawn from. Rows without a class stay as they are.
 */
import { BenchtopError } from '../../errors/error';
import { Stream } from '../../random/stream';
import type { TransformParams } from '../../schema/transform-step';
import { isFloat, isInteger, type Column } from '../../table/table';
import { categoriesOf, categoryText, placesOf, type Categories } from '../categories';
import type { ColumnKind } from '../step';
import { columnNamed, everyRow, isInput, kindNamed, kindsTaken, rowsTaken, rowsWhere } from './columns';
import { smote } from './smote';
import { defineTransform, unfitted, type ApplyContext, type TransformContext } from './transform';

type Params = TransformParams<'sample'>;

/** One class of the training rows: its name, and its rows in order. */
export interface ClassRows {
	readonly name: string;
	readonly rows: Uint32Array;
}

/** More classes than this are no classes. */
const CLASS_LIMIT = 1000;

export const sample = defineTransform<Params, Record<string, never>>({
	id: 'sample',
	scope: 'training-rows',
	tabular: true,
	...unfitted,
	declares(kinds, params, context) {
		kindNamed(kinds, classColumn(params, context), 'sample');
		if (params.method === 'smote') mixedKinds(kinds, params, context);
		return [...kinds];
	},
	apply(table, _state, params, context) {
		const column = columnNamed(table, classColumn(params, context));
		const classes = classRows(column);
		const { ratio = 1 } = params;
		const sizes = classes.map(({ rows }) => rows.length);
		const chance = chanceOf(params, context);
		if (params.method === 'down') {
			const most = Math.max(1, Math.round(Math.min(...sizes) / ratio));
			return rowsTaken(table, withoutSurplus(table.rows, classes, most, chance));
		}
		const least = Math.round(Math.max(...sizes) * ratio);
		const short = classes
			.map((one) => ({ ...one, missing: Math.max(0, least - one.rows.length), chance: chance(one.name) }))
			.filter(({ missing }) => missing > 0);
		if (params.method === 'smote') {
			const columns = mixedKinds(table.columns, params, context).map(({ name }) => name);
			return smote(table, { columns, neighbors: params.neighbors ?? 5, by: column.name }, short);
		}
		const added = short.map(({ rows, missing, chance: stream }) =>
			Uint32Array.from({ length: missing }, () => rows[stream.below(rows.length)] as number),
		);
		return rowsTaken(table, joined([everyRow(table.rows), ...added]));
	},
});

/** Chance for each class of its own, so that one class's draws do not depend on another's. */
const chanceOf = ({ seed }: Params, { stream }: ApplyContext): ((name: string) => Stream) => {
	const base = seed === undefined ? stream : new Stream(seed, 'sample');
	return (name) => base.child(name);
};

function classColumn({ by }: Params, { target }: TransformContext): string {
	const name = by ?? target;
	if (name === null) throw new BenchtopError('transform.no-class');
	return name;
}

/** The columns SMOTE measures and mixes; at least one of them holds quantities. */
function mixedKinds(kinds: readonly ColumnKind[], params: Params, context: TransformContext): ColumnKind[] {
	const by = classColumn(params, context);
	const other = ({ name }: ColumnKind) => name !== by;
	const byDefault = (kind: ColumnKind) => other(kind) && isInput(kind.name, context);
	const taken = kindsTaken(kinds, params.columns, 'sample', other, byDefault);
	if (!taken.some(({ dtype }) => isFloat(dtype) || isInteger(dtype)))
		throw new BenchtopError('transform.smote-numbers');
	return taken;
}

function classRows(column: Column): ClassRows[] {
	const categories: Categories = categoriesOf(column).filter((category) => category !== null);
	if (categories.length > CLASS_LIMIT)
		throw new BenchtopError('transform.many-classes', {
			column: column.name,
			count: categories.length,
			limit: CLASS_LIMIT,
		});
	const places = placesOf(column, categories);
	const counts = new Uint32Array(categories.length);
	for (const place of places) if (place >= 0) counts[place] = (counts[place] as number) + 1;
	const rows = Array.from(counts, (count) => new Uint32Array(count));
	counts.fill(0);
	places.forEach((place, row) => {
		if (place < 0) return;
		const at = counts[place] as number;
		(rows[place] as Uint32Array)[at] = row;
		counts[place] = at + 1;
	});
	return categories.map((category, c) => ({
		name: categoryText(category, column.dtype),
		rows: rows[c] as Uint32Array,
	}));
}

/** All rows but what every class has above `most`, in their order; which go is drawn. */
function withoutSurplus(
	rows: number,
	classes: readonly ClassRows[],
	most: number,
	chance: (name: string) => Stream,
): Uint32Array {
	const gone = new Uint8Array(rows);
	for (const { name, rows: own } of classes) {
		if (own.length <= most) continue;
		const order = chance(name).permutation(own.length);
		for (const at of order.subarray(most)) gone[own[at] as number] = 1;
	}
	return rowsWhere(rows, (row) => gone[row] === 0);
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
	const all = new Uint32Array(parts.reduce((total, { length }) => total + length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}
