/** A second opinion: rolling statistics and date parts against DuckDB's windows and calendar, on drawn rows. */
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { Stream } from '../../random/stream';
import { STATISTICS } from '../../schema/transform-step';
import { numbers, read, run, tableOf } from './test-columns';

const ROWS = 2000;
const drawn = new Stream(3, 'against-duckdb');
const values = Array.from({ length: ROWS }, () => (drawn.uniform() < 0.1 ? null : drawn.normal() * 100));
/** Moments between 1875 and 2065. */
const moments = Array.from({ length: ROWS }, () => Math.floor((drawn.uniform() - 0.5) * 6e12));
const table = tableOf(numbers('a', values), numbers('t', moments, 'timestamp'));

async function ask(expressions: Readonly<Record<string, string>>): Promise<Record<string, unknown>[]> {
	const connection = await (await DuckDBInstance.create(':memory:')).connect();
	const rows = values.map((value, i) => `(${i}, ${value}, make_timestamp(${moments[i]}::BIGINT * 1000))`);
	await connection.run('CREATE TABLE given (i INTEGER, a DOUBLE, t TIMESTAMP)');
	await connection.run(`INSERT INTO given VALUES ${rows.join()}`);
	const columns = Object.entries(expressions).map(([name, sql]) => `${sql} AS "${name}"`);
	const answer = await connection.runAndReadAll(`SELECT ${columns.join()} FROM given ORDER BY i`);
	connection.closeSync();
	return answer.getRowObjects();
}

describe('DuckDB agrees', () => {
	it('on every rolling statistic', async () => {
		const window = 'OVER (ORDER BY i ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)';
		const functions = {
			mean: 'avg',
			std: 'stddev_samp',
			min: 'min',
			max: 'max',
			sum: 'sum',
			median: 'median',
		};
		const answer = await ask(
			Object.fromEntries(STATISTICS.map((name) => [name, `${functions[name]}(a) ${window}`])),
		);
		for (const statistic of STATISTICS) {
			const { table: result } = run(
				{ transform: 'rolling', columns: ['a'], window: 7, statistic, minPeriods: 1 },
				table,
			);
			read(result, `a_${statistic}7`).forEach((value, i) => {
				const expected = answer[i]?.[statistic];
				if (typeof expected === 'number' && typeof value === 'number')
					expect(Math.abs(value - expected)).toBeLessThan(1e-9);
				else expect(value).toBe(expected);
			});
		}
	});

	it('on the parts of a date', async () => {
		const parts = {
			year: 'year(t)',
			quarter: 'quarter(t)',
			month: 'month(t)',
			weekOfYear: 'weekofyear(t)',
			day: 'day(t)',
			dayOfYear: 'dayofyear(t)',
			dayOfWeek: 'isodow(t) - 1',
			hour: 'hour(t)',
			minute: 'minute(t)',
		};
		const answer = await ask(parts);
		const names = Object.keys(parts) as (keyof typeof parts)[];
		const { table: result } = run({ transform: 'dateParts', column: 't', parts: names }, table);
		for (const name of names)
			expect(read(result, `t_${name}`)).toEqual(answer.map((row) => Number(row[name])));
	});
});
