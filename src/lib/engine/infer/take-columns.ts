/**
 * The columns of new data that a trained pipeline reads (SPEC §17): the training's names in the training's order, whatever
 * else is there left aside. Types may differ, since missing values change them; values that cannot be read as the
 * training's kind are refused.
 */
import { BenchtopError } from '../errors/error';
import { categoryText } from '../prepare/categories';
import type { SourceKind } from '../prepare/sources';
import type { ColumnKind } from '../prepare/step';
import { compareCodePoints } from '../table/compare';
import { isString, type Column, type NumericDtype, type StringColumn, type Table } from '../table/table';

/**
 * `table` with these columns of the training data and no others.
 * @param input 1-based, for messages. @throws `infer.kind`, `infer.shape`, `infer.column`, `infer.order`, `infer.values`
 */
export function takeColumns(
	table: Table,
	trained: SourceKind,
	names: readonly string[],
	input: number,
): Table {
	const [given, wanted] = [table.inner ?? [], trained.inner ?? []];
	if (given.length !== wanted.length)
		throw new BenchtopError('infer.kind', { input, given: kindName(given), wanted: kindName(wanted) });
	if (given.some((size, axis) => size !== wanted[axis]))
		throw new BenchtopError('infer.shape', { input, given: given.join(' × '), wanted: wanted.join(' × ') });
	let last = -1;
	const columns = names.map((name) => {
		const at = table.columns.findIndex((column) => column.name === name);
		const column = table.columns[at];
		if (!column) throw new BenchtopError('infer.column', { input, column: name });
		if (at < last) throw new BenchtopError('infer.order', { input, column: name });
		last = at;
		const kind = trained.columns.find((each) => each.name === name);
		return kind ? readAs(column, kind) : column;
	});
	return { ...table, columns };
}

const kindName = (inner: readonly number[]): string =>
	inner.length === 0 ? 'a table' : inner.length === 1 ? 'sequences' : 'images';

/** The column as the training had it: text or numbers. @throws `infer.values` */
export function readAs(column: Column, { dtype }: ColumnKind): Column {
	if (isString(column)) return dtype === 'string' ? column : asNumbers(column, dtype);
	return dtype === 'string' ? asText(column.name, column.values, column.dtype) : { ...column, dtype };
}

function asNumbers({ name, codes, dictionary }: StringColumn, dtype: NumericDtype): Column {
	const numbers = dictionary.map((text) => (text.trim() === '' ? NaN : Number(text)));
	const odd = numbers.findIndex((value, code) => Number.isNaN(value) && dictionary[code]?.trim() !== '');
	if (odd >= 0)
		throw new BenchtopError('infer.values', { column: name, value: dictionary[odd] ?? '', dtype });
	return { name, dtype, values: Float64Array.from(codes, (code) => numbers[code] ?? NaN) };
}

function asText(name: string, values: Float64Array, dtype: NumericDtype): Column {
	const texts = new Map<number, string>();
	for (const value of values)
		if (!Number.isNaN(value) && !texts.has(value)) texts.set(value, categoryText(value, dtype));
	const dictionary = [...new Set(texts.values())].sort(compareCodePoints);
	const places = new Map(dictionary.map((text, code) => [text, code]));
	const codes = Int32Array.from(values, (value) => places.get(texts.get(value) ?? '') ?? -1);
	return { name, dtype: 'string', codes, dictionary };
}
