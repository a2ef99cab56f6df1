/** Columns that are measured finely enough for nearness to mean anything, and even samples of rows. */
import { isFloat, isInteger, isString, type Column, type NumericColumn } from '../table/table';
import { moments } from '../table/moments';

/** Values looked at, and how many of them must be different. */
const LOOKED_AT = 2000;
const DIFFERENT = 20;

/** Numbers of more than a few different values, with a finite spread; and all other columns. */
export function measuredColumns(columns: readonly Column[]): {
	measured: readonly NumericColumn[];
	others: readonly Column[];
} {
	const isMeasured = (column: Column): column is NumericColumn => {
		if (isString(column) || !(isFloat(column.dtype) || isInteger(column.dtype))) return false;
		const { values } = column;
		const count = Math.min(LOOKED_AT, values.length);
		const seen = new Set<number>();
		for (let i = 0; i < count; i++) {
			const value = values[Math.floor((i * values.length) / count)] as number;
			if (!Number.isNaN(value)) seen.add(value);
		}
		return seen.size > DIFFERENT && deviation(column) > 0 && Number.isFinite(deviation(column));
	};
	const measured = columns.filter(isMeasured);
	return { measured, others: columns.filter((column) => !(measured as readonly Column[]).includes(column)) };
}

/** Population standard deviation. */
export function deviation({ values }: NumericColumn): number {
	const { count, squares } = moments(values);
	return Math.sqrt(squares / count);
}

/** At most `limit` members, evenly spread. */
export function spread(members: ArrayLike<number>, limit: number): number[] {
	const count = Math.min(members.length, Math.max(1, limit));
	return Array.from({ length: count }, (_, i) => members[Math.floor((i * members.length) / count)] as number);
}
