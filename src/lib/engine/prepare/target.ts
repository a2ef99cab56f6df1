/** The target through a fitted pipeline: encoded for the net, decoded from it, and the truth metrics compare with. */
import { BenchtopError } from '../errors/error';
import { gather, float64 } from '../table/select-rows';
import { columnOf, type Column, type Table } from '../table/table';
import { classIndices, missing, oneHotIndices } from './classes';
import type { FittedPipeline } from './fitted';
import { numbers } from './scaling';
import { encoderOf } from './steps';

/** What the net learns to give: class index, or the encoded value. Length = rows. */
export function encodeTarget(fitted: FittedPipeline, table: Table, rows: Uint32Array): Float32Array {
	const { encode, classes } = fitted.target;
	if (classes.length > 0) return Float32Array.from(targetTruth(fitted, table, rows));
	const values = float64(fitted.target.column, targetTruth(fitted, table, rows));
	if (!encode) return Float32Array.from(values.values);
	return Float32Array.from(numbers(encoderOf(encode.step).bind(encode.state).apply([values])[0] as Column));
}

/** What the net gave, in the target's own unit (regression); class indices are returned as they are. */
export function decodeTarget(fitted: FittedPipeline, values: ArrayLike<number>): Float64Array {
	const { encode, classes, column } = fitted.target;
	const encoded = Float64Array.from(values);
	if (classes.length > 0 || !encode) return encoded;
	const { invert } = encoderOf(encode.step).bind(encode.state);
	if (!invert) return encoded;
	return numbers(invert([float64(column, encoded)], [{ name: column, dtype: 'float64' }])[0] as Column);
}

/** Class index, or the value in the target's own unit. Refuses rows without a target. */
export function targetTruth(fitted: FittedPipeline, table: Table, rows: Uint32Array): Float64Array {
	const { columns, column: name } = fitted.target;
	if (columns) return oneHotIndices(columnsOf(table, columns), rows);
	const [column] = columnsOf(table, [name]) as [Column];
	if (fitted.target.classes.length > 0) return classIndices(column, fitted.target.classes, rows);
	const values = numbers(gather(column, rows));
	const gap = values.findIndex((value) => Number.isNaN(value));
	if (gap >= 0) throw missing(column, rows[gap] as number);
	if (!values.every(Number.isFinite))
		throw new BenchtopError('pipeline.target-range', { column: name, detail: 'it holds infinite values' });
	return values;
}

/** How much each row counts, by the column of weights. Refuses rows that have none, or one below 0. */
export function targetWeights(name: string, table: Table, rows: Uint32Array): Float32Array {
	const [column] = columnsOf(table, [name]) as [Column];
	const values = numbers(gather(column, rows));
	const wrong = values.findIndex((value) => !(value >= 0 && value < Infinity));
	if (wrong >= 0) {
		const found = values[wrong] as number;
		const detail = `row ${(rows[wrong] as number) + 1} ${Number.isNaN(found) ? 'has no value' : `holds ${found}`}`;
		throw new BenchtopError('pipeline.weights', { column: name, detail });
	}
	if (values.length > 0 && values.every((value) => value === 0))
		throw new BenchtopError('pipeline.weights', { column: name, detail: 'every row counts 0' });
	return Float32Array.from(values);
}

const columnsOf = (table: Table, names: readonly string[]): Column[] =>
	names.map((name) => {
		const column = columnOf(table, name);
		if (!column) throw new BenchtopError('pipeline.column-unknown', { column: name });
		return column;
	});
