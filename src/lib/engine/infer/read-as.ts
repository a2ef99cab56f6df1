/**
 * A column of new data read as the type the training data had (SPEC §17: types are not compared, since missing values
 * change them). A column that is missing throughout can be read as anything; a value that cannot is refused, never guessed.
 */
import { BenchtopError } from '../errors/error';
import { readDate, readTimestamp } from '../expression/moment-text';
import { readNumber } from '../expression/number-text';
import { categoryText } from '../prepare/categories';
import { compareCodePoints } from '../table/compare';
import {
	isFloat,
	isString,
	type Column,
	type Dtype,
	type NumericColumn,
	type NumericDtype,
	type StringColumn,
} from '../table/table';

const DAY = 86_400_000;
const TRUTHS = new Map([
	['true', 1],
	['1', 1],
	['false', 0],
	['0', 0],
]);

/** The same rows as values of `dtype`; the column itself where it is of that type. @throws `infer.values` */
export function readAs(column: Column, dtype: Dtype): Column {
	if (column.dtype === dtype) return column;
	if (isString(column)) return fromTexts(column, dtype as NumericDtype);
	return dtype === 'string' ? toTexts(column) : fromNumbers(column, dtype);
}

const isMoment = (dtype: Dtype): boolean => dtype === 'date' || dtype === 'timestamp';
const refusal = (column: string, value: string, dtype: Dtype) =>
	new BenchtopError('infer.values', { column, value, dtype });

/** The number a text says; undefined when it says none. */
function numberIn(text: string, dtype: NumericDtype): number | undefined {
	if (text.trim() === '') return NaN;
	if (dtype === 'date') return readDate(text) ?? undefined;
	if (dtype === 'timestamp') return readTimestamp(text) ?? undefined;
	if (dtype === 'bool') return TRUTHS.get(text.trim().toLowerCase());
	return readNumber(text);
}

function fromTexts({ name, codes, dictionary }: StringColumn, dtype: NumericDtype): Column {
	const read = dictionary.map((text) => {
		const value = numberIn(text, dtype);
		if (value === undefined) throw refusal(name, text, dtype);
		return dtype === 'float32' ? Math.fround(value) : value;
	});
	return { name, dtype, values: Float64Array.from(codes, (code) => read[code] ?? NaN) };
}

/** Whole numbers are written without decimals whatever their type: a missing value makes floats of them. */
function toTexts({ name, dtype, values }: NumericColumn): Column {
	const texts = new Map<number, string>();
	for (const value of values)
		if (!Number.isNaN(value) && !texts.has(value))
			texts.set(value, categoryText(value, isFloat(dtype) ? 'int64' : dtype));
	const dictionary = [...new Set(texts.values())].sort(compareCodePoints);
	const places = new Map(dictionary.map((text, code) => [text, code]));
	const codes = Int32Array.from(values, (value) => places.get(texts.get(value) ?? '') ?? -1);
	return { name, dtype: 'string', codes, dictionary };
}

/** Fractions in a column of whole numbers stay what they are; a date is no number, and 2 is neither true nor false. */
function fromNumbers({ name, dtype: given, values }: NumericColumn, dtype: NumericDtype): Column {
	const odd = values.find(
		(value) =>
			!Number.isNaN(value) &&
			(isMoment(given) !== isMoment(dtype) || (dtype === 'bool' && value !== 0 && value !== 1)),
	);
	if (odd !== undefined) throw refusal(name, categoryText(odd, given), dtype);
	if (dtype === 'float32') return { name, dtype, values: values.map(Math.fround) };
	if (dtype === 'date') return { name, dtype, values: values.map((value) => Math.floor(value / DAY) * DAY) };
	return { name, dtype, values };
}
