/** The classes of a target: their names in sorted order of their values, and each row's place among them. */
import { BenchtopError } from '../errors/error';
import { oneHotTarget } from '../split/one-hot-target';
import { isString, type Column } from '../table/table';
import { categoriesOf, categoryText } from './categories';

/** Sorted names of the values that occur; missing is no class. */
export const classNames = (column: Column): string[] =>
	categoriesOf(column)
		.filter((category) => category !== null)
		.map((category) => categoryText(category, column.dtype));

/**
 * Class index of these rows. Refuses a missing value (`pipeline.target-missing`, row numbers from 1) and a value that is
 * none of the classes (`pipeline.target-unknown-class`).
 */
export function classIndices(column: Column, classes: readonly string[], rows: Uint32Array): Float64Array {
	const index = new Map(classes.map((name, i) => [name, i]));
	const place = (value: string | number): number => {
		const text = categoryText(value, column.dtype);
		const found = index.get(text);
		if (found === undefined)
			throw new BenchtopError('pipeline.target-unknown-class', { column: column.name, value: `"${text}"` });
		return found;
	};
	const result = new Float64Array(rows.length);
	if (isString(column)) {
		const places = new Map<number, number>();
		rows.forEach((row, i) => {
			const code = column.codes[row] as number;
			if (code < 0) throw missing(column, row);
			let found = places.get(code);
			if (found === undefined) places.set(code, (found = place(column.dictionary[code] as string)));
			result[i] = found;
		});
		return result;
	}
	const places = new Map<number, number>();
	rows.forEach((row, i) => {
		const value = column.values[row] as number;
		if (Number.isNaN(value)) throw missing(column, row);
		let found = places.get(value);
		if (found === undefined) places.set(value, (found = place(value)));
		result[i] = found;
	});
	return result;
}

/** The refusal of a row without a target. */
export const missing = (column: Column, row: number): BenchtopError =>
	new BenchtopError('pipeline.target-missing', { column: column.name, row: row + 1 });

/**
 * Which of several 0/1 columns holds the 1, per row: the class of a one-hot target.
 * @throws `pipeline.target-one-hot` naming the first row that has not exactly one 1 and otherwise zeros (LA-03, LA-04)
 */
export const oneHotIndices = (columns: readonly Column[], rows: Uint32Array): Float64Array =>
	oneHotTarget(columns, rows).values;
