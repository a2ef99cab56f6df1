/** Columns that are measured finely enough for nearness to mean anything, and even samples of rows. */
import { isFloat, isInteger, isString, type Column, type NumericColumn } from '../table/table';
import { moments } from '../table/moments';
import type { Breathe } from './evidence';

/** Values looked at, and how many of them must be different. */
const LOOKED_AT = 2000;
const DIFFERENT = 20;

/** A column of numbers with its mean and population standard deviation. */
export interface Measured {
	readonly column: NumericColumn;
	readonly mean: number;
	readonly deviation: number;
}

/** Numbers of more than a few different values, with a finite spread; and all other columns. */
export async function measuredColumns(
	columns: readonly Column[],
	breathe: Breathe,
): Promise<{ measured: readonly Measured[]; others: readonly Column[] }> {
	const measured: Measured[] = [];
	const others: Column[] = [];
	for (const column of columns) {
		await breathe();
		const found = hasManyValues(column) ? measure(column) : null;
		if (found && found.deviation > 0 && Number.isFinite(found.deviation)) measured.push(found);
		else others.push(column);
	}
	return { measured, others };
}

function hasManyValues(column: Column): column is NumericColumn {
	if (isString(column) || !(isFloat(column.dtype) || isInteger(column.dtype))) return false;
	const { values } = column;
	const count = Math.min(LOOKED_AT, values.length);
	const seen = new Set<number>();
	for (let i = 0; i < count; i++) {
		const value = values[Math.floor((i * values.length) / count)] as number;
		if (!Number.isNaN(value)) seen.add(value);
	}
	return seen.size > DIFFERENT;
}

function measure(column: NumericColumn): Measured {
	const { count, mean, squares } = moments(column.values);
	return { column, mean, deviation: Math.sqrt(squares / count) };
}

/** At most `limit` members, evenly spread. */
export function spread(members: ArrayLike<number>, limit: number): number[] {
	const count = Math.min(members.length, Math.max(1, limit));
	return Array.from({ length: count }, (_, i) => members[Math.floor((i * members.length) / count)] as number);
}
