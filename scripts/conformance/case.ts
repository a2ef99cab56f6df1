/** One case of a fixture (SPEC §24): its tables as columns, and the comparison with what is expected. */
import { compareCodePoints } from '../../src/lib/engine/table/compare';
import { isString, type Column } from '../../src/lib/engine/table/table';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export interface Case {
	readonly case: string;
	readonly params: Record<string, Json>;
	readonly input: Record<string, Json>;
	readonly expected: Record<string, Json>;
	readonly tolerance: { abs?: number; rel?: number; exact?: boolean };
}

const WORDS: Readonly<Record<string, number>> = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity };

/** A number as fixtures write it; null is missing. */
export function num(value: Json | undefined): number {
	if (value === null) return NaN;
	if (typeof value === 'boolean') return value ? 1 : 0;
	const found = typeof value === 'string' ? WORDS[value] : value;
	if (typeof found !== 'number') throw new Error(`${JSON.stringify(value)} is no number`);
	return found;
}

export const nums = (value: Json | undefined): number[] => (value as Json[]).map(num);

export const isRefusal = (value: Json | undefined): boolean =>
	typeof value === 'object' && value !== null && !Array.isArray(value) && value['error'] === true;

/** A table of rows, or a list as one column, column by column. */
function turned(value: Json | undefined): Json[][] {
	const rows = value as Json[];
	if (!Array.isArray(rows[0])) return [rows];
	return rows[0].map((_, c) => rows.map((row) => (row as Json[])[c] as Json));
}

const isWord = (value: Json): value is string => typeof value === 'string' && !(value in WORDS);

/** A column of a fixture. */
export function column(values: readonly Json[], name: string): Column {
	if (values.some(isWord)) {
		const dictionary = [...new Set(values.filter(isWord))].sort(compareCodePoints);
		return {
			name,
			dtype: 'string',
			dictionary,
			codes: Int32Array.from(values, (value) => dictionary.indexOf(value as string)),
		};
	}
	const numbers = Float64Array.from(values, num);
	const bool = values.every((value) => typeof value === 'boolean');
	const whole = numbers.every(Number.isSafeInteger);
	return { name, dtype: bool ? 'bool' : whole ? 'int64' : 'float64', values: numbers };
}

/** Columns x0, x1, … of a fixture's table. */
export const block = (value: Json | undefined): Column[] =>
	turned(value).map((values, c) => column(values, `x${c}`));

const fail = (where: string, actual: unknown, expected: unknown): never => {
	throw new Error(`${where} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
};

/** Refuses lists that differ. */
export function same(actual: unknown, expected: unknown, where: string): void {
	if (JSON.stringify(actual) !== JSON.stringify(expected)) fail(where, actual, expected);
}

/** Refuses numbers outside the case's tolerance. */
export function near(
	actual: ArrayLike<number>,
	expected: readonly number[],
	found: Case,
	where: string,
): void {
	const { abs = 0, rel = 0 } = found.tolerance;
	if (actual.length !== expected.length) fail(`length of ${where}`, actual.length, expected.length);
	expected.forEach((e, i) => {
		const x = actual[i] as number;
		const equal = x === e || (Number.isNaN(x) && Number.isNaN(e));
		if (!equal && !(Number.isFinite(e) && Math.abs(x - e) <= abs + rel * Math.abs(e)))
			fail(`${where}[${i}]`, String(x), String(e));
	});
}

/** Refuses columns that differ from the expected table. */
export function alike(
	actual: readonly Column[],
	expected: Json | undefined,
	found: Case,
	where: string,
): void {
	const columns = turned(expected);
	if (actual.length !== columns.length) fail(`columns of ${where}`, actual.length, columns.length);
	actual.forEach((one, c) => {
		const values = columns[c] as Json[];
		if (isString(one))
			same(
				Array.from(one.codes, (code) => one.dictionary[code] ?? null),
				values.map((value) =>
					value === 'infrequent_sklearn' ? 'infrequent' : value === 'NaN' ? null : value,
				),
				where,
			);
		else
			near(
				one.values,
				values.map((value) => (value === 'infrequent_sklearn' ? NaN : num(value))),
				found,
				`${where}.${c}`,
			);
	});
}

/** Refuses an act that gives an answer where there is none. */
export function refuses(act: () => unknown, where: string): void {
	try {
		act();
	} catch {
		return;
	}
	throw new Error(`${where} is not refused`);
}
