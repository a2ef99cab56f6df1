/**
 * Several target columns of 0 and 1 are the classes of one target: every sample is of the class whose column has the 1
 * (SPEC §3 LA-03, LA-04; §9.2, also before folds are cut).
 */
import { BenchtopError } from '../errors/error';
import { isString, type Column, type NumericColumn } from '../table/table';

/**
 * The index of the 1 as a whole number per row; the classes are the columns' names in their order.
 * @throws split.one-hot-value for text, a missing value, or a number other than 0 and 1; split.one-hot-row for a row without
 * exactly one 1 (row numbers from 1)
 */
export function oneHotTarget(columns: readonly Column[]): NumericColumn {
	const first = columns[0];
	const rows = !first ? 0 : isString(first) ? first.codes.length : first.values.length;
	const values = new Float64Array(rows).fill(NaN);
	const ones = new Uint32Array(rows);
	columns.forEach((column, k) => {
		for (let row = 0; row < rows; row++) {
			const value = isString(column) ? NaN : (column.values[row] as number);
			if (value === 0) continue;
			if (value !== 1) throw notOneHot(column, row);
			values[row] = k;
			ones[row] = (ones[row] as number) + 1;
		}
	});
	const odd = ones.findIndex((count) => count !== 1);
	if (odd >= 0) throw new BenchtopError('split.one-hot-row', { row: odd + 1, count: ones[odd] as number });
	return { name: columns.map(({ name }) => name).join(', '), dtype: 'int32', values };
}

function notOneHot(column: Column, row: number): BenchtopError {
	const text = isString(column) ? column.dictionary[column.codes[row] as number] : column.values[row];
	const value =
		text === undefined || Number.isNaN(text) ? 'nothing' : typeof text === 'string' ? `"${text}"` : text;
	return new BenchtopError('split.one-hot-value', { column: column.name, value, row: row + 1 });
}
