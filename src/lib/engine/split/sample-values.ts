/**
 * A column reduced to one value per sample, where a sample is many rows: a sequence, an image or a window. Numbers give their
 * median, texts the most frequent one (SPEC §9.2); what is missing is left aside.
 */
import { BenchtopError } from '../errors/error';
import { quantiles, present } from '../table/quantile';
import { canonicalStrings } from '../table/select-rows';
import {
	columnOf,
	isFloat,
	isString,
	rowsPerSample,
	samplesOf,
	type Column,
	type Table,
} from '../table/table';

/** The rows of every sample: `length` of them from each start. */
export interface Spans {
	readonly starts: ArrayLike<number>;
	readonly length: number;
}

/** The rows that the samples of a table own. */
function ownRows(table: Table): Spans {
	const length = rowsPerSample(table);
	return { starts: Array.from({ length: samplesOf(table) }, (_, i) => i * length), length };
}

/**
 * One value per sample; the column itself where a row is a sample. Whole numbers stay so when all medians are whole. Of texts
 * equally frequent the first in order is taken.
 * @param windows the rows of each window, when the samples are windows.
 * @throws split.stratify-column when there is no such column
 */
export function sampleValues(table: Table, name: string, windows?: Spans): Column {
	const column = columnOf(table, name);
	if (!column) throw new BenchtopError('split.stratify-column', { column: name });
	if (!windows && rowsPerSample(table) === 1) return column;
	const { starts, length } = windows ?? ownRows(table);
	if (isString(column)) {
		const codes = Int32Array.from(starts, (start) => mode(column.codes.subarray(start, start + length)));
		return canonicalStrings({ ...column, codes });
	}
	const values = Float64Array.from(
		starts,
		(start) => quantiles(present(column.values.subarray(start, start + length)), [0.5])[0] ?? NaN,
	);
	const whole = values.every((value) => Number.isNaN(value) || Number.isInteger(value));
	return { name, dtype: whole || isFloat(column.dtype) ? column.dtype : 'float64', values };
}

/** The most frequent code, −1 aside; −1 when there is no other. */
function mode(codes: Int32Array): number {
	const counts = new Map<number, number>();
	let best = -1;
	for (const code of codes) {
		if (code < 0) continue;
		const count = (counts.get(code) ?? 0) + 1;
		counts.set(code, count);
		const most = counts.get(best) ?? 0;
		if (count > most || (count === most && code < best)) best = code;
	}
	return best;
}
