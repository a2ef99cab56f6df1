import duckdb from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import duckdbWorker from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../engine/expression/evaluate';
import { generatedExpressions } from '../../engine/expression/generated-expressions';
import { generatedTable } from '../../engine/expression/generated-table';
import { parseExpression } from '../../engine/expression/parse';
import { Stream } from '../../engine/random/stream';
import { isString, type Column } from '../../engine/table/table';
import { Database, identifier, literal } from './database';
import { SQL_TYPES } from './types';

type Cell = string | number | null;
interface Answer {
	readonly type: string;
	readonly cells: Cell[];
}
/** What both sides say to an expression they refuse. */
const REFUSED: Answer = { type: 'refused', cells: [] };

const ROWS = 60;
const table = generatedTable(new Stream(20, 'table'), ROWS);
let db: Database;

beforeAll(async () => {
	const address = (asset: string): string => new URL(asset, document.baseURI).href;
	db = await Database.start({
		duckdb: address(duckdb),
		duckdbWorker: address(duckdbWorker),
		parquet: '',
		parquetWorker: '',
	});
	const columns = table.columns.map(({ name, dtype }) => `${identifier(name)} ${SQL_TYPES[dtype]}`);
	const rows = Array.from({ length: ROWS }, (_, row) =>
		table.columns.map((column) => written(column, row)).join(', '),
	);
	await db.query(`CREATE TABLE judged (${columns.join(', ')})`);
	await db.query(`INSERT INTO judged VALUES ${rows.map((row) => `(${row})`).join(', ')}`);
});
afterAll(() => db.stop());

/** A cell as SQL. */
function written(column: Column, row: number): string {
	if (isString(column)) {
		const code = column.codes[row] as number;
		return code < 0 ? 'NULL' : literal(column.dictionary[code] as string);
	}
	const value = column.values[row] as number;
	if (Number.isNaN(value)) return 'NULL';
	if (column.dtype === 'date') return `DATE '1970-01-01' + ${value / 86_400_000}`;
	if (column.dtype === 'timestamp') return `make_timestamp(${value * 1000})`;
	return column.dtype === 'bool'
		? `${value === 1}`
		: `${value}${column.dtype.startsWith('float') ? 'e0' : ''}`;
}

/** Whole numbers shorter than int32 are int32 here. */
const wide = (type: string): string => (type === 'TINYINT' ? 'INTEGER' : type);

function ours(text: string): Answer {
	try {
		const column = evaluate(parseExpression(text), table);
		const cells = isString(column)
			? Array.from(column.codes, (code) => (code < 0 ? null : (column.dictionary[code] as string)))
			: Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
		return { type: SQL_TYPES[column.dtype], cells };
	} catch {
		return REFUSED;
	}
}

async function theirs(text: string): Promise<Answer> {
	try {
		const type = wide(String((await db.row(`SELECT typeof(${text}) AS v FROM judged LIMIT 1`))['v']));
		const shown =
			type === 'VARCHAR'
				? text
				: type === 'DATE' || type === 'TIMESTAMP'
					? `epoch_us(CAST(${text} AS TIMESTAMP))::DOUBLE / 1000`
					: `(${text})::DOUBLE`;
		const found = (await db.query(`SELECT ${shown} AS v FROM judged`)).getChild('v');
		const cells = Array.from(found ?? [], (cell): Cell => (Number.isNaN(cell) ? null : (cell as Cell)));
		return { type, cells };
	} catch {
		return REFUSED;
	}
}

const near = (a: Cell, b: Cell, digits: number): boolean =>
	a === b ||
	(typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= digits * Math.max(1, Math.abs(b)));

/** Null when both say the same; otherwise what they say. */
async function difference(text: string): Promise<string | null> {
	const [a, b] = [ours(text), await theirs(text)];
	if (a.type !== b.type) return `${text}: ${a.type}, DuckDB ${b.type}`;
	const digits = a.type === 'FLOAT' ? 1e-6 : 1e-9;
	const row = a.cells.findIndex((cell, i) => !near(cell, b.cells[i] ?? null, digits));
	return row < 0 ? null : `${text}: row ${row} ${String(a.cells[row])}, DuckDB ${String(b.cells[row])}`;
}

async function differences(expressions: readonly string[]): Promise<string[]> {
	const found: string[] = [];
	for (const text of expressions) {
		const said = await difference(text);
		if (said !== null) found.push(said);
	}
	return found;
}

describe('an expression gives what DuckDB gives', () => {
	it('on generated expressions of every kind', async () => {
		const expressions = generatedExpressions(new Stream(21, 'judged'), 700);
		expect(await differences(expressions)).toEqual([]);
		const refused = expressions.filter((text) => ours(text) === REFUSED);
		expect(refused.length).toBeLessThan(35);
	});

	it('in precedence and association', async () => {
		expect(
			await differences([
				'-2 ^ 2',
				'2 ^ 3 ^ 2',
				'2 ** -1',
				'7 - 2 - 1',
				'-7 // 2',
				'-7 % 3',
				'7 // 0',
				'7.5e0 // 2',
				'2 + 3 * 4 % 5',
				"'a' || 1 + 2",
				"'ab' || 'c' LIKE 'abc'",
				'NOT b = TRUE',
				'NOT i IN (1, 2)',
				'1 < 2 IS NULL',
				'b IS NULL = FALSE',
				'b OR b AND FALSE',
				'i BETWEEN 1 AND 3 AND b',
				'2 IN (1, 2) = TRUE',
				"-(5::VARCHAR || '1')::INTEGER",
				'1 < 2 < 3',
				'b::INTEGER + 1',
			]),
		).toEqual([]);
	});

	it('in types and conversions', async () => {
		expect(
			await differences([
				'f + 1',
				'f * 0.5',
				'f = 0.1',
				'f / 2',
				'f ^ 2',
				'i / 2',
				'i + j',
				'i + 3000000000',
				'ceil(i)',
				'round(j)',
				'round(f, 1)',
				'sign(x)',
				'b = 1',
				'd + 1',
				'd - e',
				"d + INTERVAL '1 month'",
				"date_trunc('month', u)",
				"date_trunc('hour', d)",
				"d > '2000-01-01'",
				"u BETWEEN '1990-01-01' AND '2020-06-01 12:00:00'",
				"i = '5'",
				"b = 'yes'",
				'CASE WHEN b THEN i ELSE x END',
				'coalesce(d, u)',
				'greatest(i, j)',
				'if(b, b, i)',
				...['2.5e0', '3.5e0', '-2.5e0', "'2.5'", "' 12 '", "'1e3'", "'5.'", "'.5'", "'x'", "''"].map(
					(value) => `TRY_CAST(${value} AS INTEGER)`,
				),
				...['1.5', ' 2 ', '1_000.5', 'inf', '1e', '0x1f', '+3', '1e400'].map(
					(value) => `TRY_CAST('${value}' AS DOUBLE)`,
				),
				...['t', 'YES', 'on', ' true ', '0', 'n', '2'].map((value) => `TRY_CAST('${value}' AS BOOLEAN)`),
				...['2020-1-5', '2020/01/05', '20200105', '2020-02-30', '2020-01-05 10:00', ' 2020-01-05 '].map(
					(value) => `TRY_CAST('${value}' AS DATE)`,
				),
				...['2020-01-05 1:2:3', '2020-01-05T10:20:30.1234567Z', '2020-01-05 24:00:00', '2020-01-05 10'].map(
					(value) => `TRY_CAST('${value}' AS TIMESTAMP)`,
				),
				...[
					'1e20',
					'1e15',
					'1e16',
					'1e-4',
					'1e-5',
					'0.1e0 + 0.2e0',
					'100e0',
					'1e10::FLOAT',
					'0.1::FLOAT',
				].map((value) => `CAST(${value} AS VARCHAR)`),
				"TIMESTAMP '1969-12-31 23:59:59.5'::VARCHAR",
			]),
		).toEqual([]);
	});

	it('in what it cannot compute, and in TRY', async () => {
		expect(
			await differences([
				'ln(x)',
				'sqrt(x)',
				'TRY(ln(x))',
				'TRY(sqrt(x)) IS NULL',
				'CASE WHEN x > 0 THEN ln(x) END',
				'TRY(i * 2000000000)',
				'i * 2000000000',
				'acos(x)',
				'log(1, 8)',
				"lpad(s, 3, '')",
				'CAST(s AS INTEGER)',
				'TRUE + 1',
				"date_part('nonsense', d)",
				'upper(i)',
				'nothing + 1',
				'i +',
			]),
		).toEqual([]);
	});
});
