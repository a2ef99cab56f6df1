/**
 * Several target columns of 0 and 1 are the classes of one target: every sample is of the class whose column has the 1
 * (SPEC §3 LA-03, LA-04; §9.2, also before folds are cut).
 */
import { BenchtopError } from '../errors/error';
import { canonicalStrings } from '../table/select-rows';
import { isString, type Column, type NumericColumn, type StringColumn } from '../table/table';

/**
 * The index of the 1 as a whole number per row; the classes are the columns' names in their order.
 * @param rows row numbers; all rows when not given
 * @throws pipeline.target-one-hot for text, a missing value, or a number other than 0 and 1, and for a row without exactly
 * one 1; it names the row
 */
export function oneHotTarget(columns: readonly Column[], rows: Uint32Array | null = null): NumericColumn {
	const first = columns[0];
	const count = rows?.length ?? (!first ? 0 : isString(first) ? first.codes.length : first.values.length);
	const row = (i: number): number => rows?.[i] ?? i;
	const values = new Float64Array(count).fill(NaN);
	const ones = new Uint32Array(count);
	columns.forEach((column, k) => {
		for (let i = 0; i < count; i++) {
			const value = isString(column) ? NaN : (column.values[row(i)] as number);
			if (value === 0) continue;
			if (value !== 1)
				throw refusal(first, `"${column.name}" holds ${told(column, row(i))} in row ${row(i) + 1}`);
			values[i] = k;
			ones[i] = (ones[i] as number) + 1;
		}
	});
	const odd = ones.findIndex((found) => found !== 1);
	if (odd >= 0) {
		const found = ones[odd] === 0 ? 'no 1' : `${ones[odd]} ones`;
		throw refusal(first, `row ${row(odd) + 1} has ${found} among its columns`);
	}
	return { name: columns.map(({ name }) => name).join(', '), dtype: 'int32', values };
}

/** The same target by the names of its classes. @throws as `oneHotTarget` */
export function oneHotClasses(columns: readonly Column[]): StringColumn {
	const { name, values } = oneHotTarget(columns);
	const dictionary = columns.map((column) => column.name);
	return canonicalStrings({ name, dtype: 'string', dictionary, codes: Int32Array.from(values) });
}

const refusal = (first: Column | undefined, detail: string) =>
	new BenchtopError('pipeline.target-one-hot', { column: first?.name ?? '', detail });

function told(column: Column, row: number): string | number {
	const value = isString(column) ? column.dictionary[column.codes[row] as number] : column.values[row];
	if (value === undefined || Number.isNaN(value)) return 'nothing';
	return typeof value === 'string' ? `"${value}"` : value;
}
