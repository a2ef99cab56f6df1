/**
 * Renames and retypes staged columns. Every new type is tried on every row first; the first value that does not
 * convert is named and nothing is changed (SPEC DS-05, DS-06).
 */
import { BenchtopError } from '../../engine/errors/error';
import type { Dtype } from '../../engine/table/table';
import type { ColumnChange } from '../api';
import { type Database, identifier, literal } from './database';
import { readTexts } from './stage-delimited';
import { type ColumnPlan, fromSql, type Staging } from './staged-columns';

const DATES = [
	'%d.%m.%Y',
	'%d/%m/%Y',
	'%m/%d/%Y',
	'%d-%m-%Y',
	'%m-%d-%Y',
	'%Y/%m/%d',
	'%Y.%m.%d',
	'%Y%m%d',
	'%d %b %Y',
	'%b %d, %Y',
	'%B %d, %Y',
];
const TIMES = ['%H:%M:%S', '%H:%M', '%I:%M:%S %p', '%I:%M %p'];

/** Changes a staging in place, or throws and leaves it as it was. */
export async function changeColumns(
	db: Database,
	staging: Staging,
	changes: readonly ColumnChange[],
): Promise<void> {
	const before = { tables: [...staging.tables], plans: staging.plans };
	try {
		if (staging.shape) refuseMixture(staging, changes);
		const plans = renamed(staging.plans, changes);
		await provideTexts(db, staging, plans, changes);
		staging.plans = await retyped(db, staging, merge(plans, staging.plans), changes);
	} catch (thrown) {
		const extra = staging.tables.slice(before.tables.length);
		staging.tables = before.tables;
		staging.plans = before.plans;
		for (const table of extra) await db.query(`DROP TABLE IF EXISTS ${table}`);
		throw thrown;
	}
}

/** An array has one type, and it is one of numbers (SPEC DS-15). */
function refuseMixture({ file, plans }: Staging, changes: readonly ColumnChange[]): void {
	const [dtype, other] = new Set(plans.map((plan) => wanted(plan, changes)));
	if (other) throw new BenchtopError('data.one-type', { file, dtype: other });
	if (dtype === 'string' || dtype === 'date' || dtype === 'timestamp')
		throw new BenchtopError('data.number-type', { file, dtype });
}

function renamed(plans: readonly ColumnPlan[], changes: readonly ColumnChange[]): ColumnPlan[] {
	for (const { source } of changes)
		if (!plans.some((plan) => plan.source === source))
			throw new BenchtopError('data.unknown-column', { column: source });
	const result = plans.map((plan) => {
		const name = changes
			.findLast((change) => change.source === plan.source && change.name !== undefined)
			?.name?.trim();
		if (name === '') throw new BenchtopError('data.empty-name', { column: plan.name });
		return name === undefined ? plan : { ...plan, name };
	});
	const seen = new Set<string>();
	for (const { name } of result) {
		if (seen.has(name)) throw new BenchtopError('data.duplicate-name', { column: name });
		seen.add(name);
	}
	return result;
}

const wanted = (plan: ColumnPlan, changes: readonly ColumnChange[]): Dtype =>
	changes.findLast((change) => change.source === plan.source && change.dtype !== undefined)?.dtype ??
	plan.dtype;

/** Reads again, as text, the columns of a delimited file whose guessed type lost their spelling. */
async function provideTexts(
	db: Database,
	staging: Staging,
	plans: readonly ColumnPlan[],
	changes: readonly ColumnChange[],
): Promise<void> {
	if (!staging.source) return;
	const needed = plans.flatMap((plan, i) => {
		const dtype = wanted(plan, changes);
		return dtype !== plan.dtype && dtype !== plan.guess && plan.textSql === null ? [i] : [];
	});
	if (needed.length === 0) return;
	const table = await readTexts(db, staging, plans.length, needed);
	staging.tables = [...staging.tables, table];
	staging.plans = staging.plans.map((plan, i) =>
		needed.includes(i) ? { ...plan, textSql: `${table}.${identifier(`c${i}`)}` } : plan,
	);
}

const merge = (names: readonly ColumnPlan[], texts: readonly ColumnPlan[]): ColumnPlan[] =>
	names.map((plan, i) => ({ ...plan, textSql: texts[i]?.textSql ?? null }));

async function retyped(
	db: Database,
	staging: Staging,
	plans: readonly ColumnPlan[],
	changes: readonly ColumnChange[],
): Promise<ColumnPlan[]> {
	const result: ColumnPlan[] = [];
	for (const plan of plans) {
		const dtype = wanted(plan, changes);
		if (dtype === plan.dtype) result.push(plan);
		else if (dtype === plan.guess) result.push({ ...plan, dtype, sql: plan.guessSql });
		else result.push({ ...plan, dtype, sql: await conversion(db, staging, plan, dtype) });
	}
	return result;
}

/** SQL for the column in another type, proven on every row. */
async function conversion(db: Database, staging: Staging, plan: ColumnPlan, dtype: Dtype): Promise<string> {
	const text = plan.textSql ?? `(${plan.guessSql})::VARCHAR`;
	const candidates = convert(text, dtype, staging.source?.decimal ?? '.');
	const counts = candidates.map(
		(sql, i) => `count(*) FILTER (${text} IS NOT NULL AND (${sql}) IS NULL)::DOUBLE AS f${i}`,
	);
	const row = await db.row(`SELECT ${counts.join(', ')} FROM ${fromSql(staging)}`);
	const failures = candidates.map((_, i) => Number(row[`f${i}`]));
	const fits = failures.indexOf(0);
	if (fits >= 0) return candidates[fits] as string;
	const best = failures.indexOf(Math.min(...failures));
	const first = await db.row(
		`SELECT v, n FROM (SELECT ${text} AS v, (${candidates[best]}) AS w, (row_number() OVER ())::DOUBLE AS n FROM ${fromSql(staging)})
		 WHERE v IS NOT NULL AND w IS NULL ORDER BY n LIMIT 1`,
	);
	throw new BenchtopError('data.retype', {
		column: plan.name,
		dtype,
		value: String(first.v).slice(0, 80),
		row: Number(first.n),
		count: failures[best] as number,
	});
}

/** Ways to read a text as a type, each NULL where it cannot. */
function convert(text: string, dtype: Dtype, decimal: '.' | ','): string[] {
	const trimmed = `trim(${text})`;
	const number = decimal === ',' ? `replace(${trimmed}, ',', '.')` : trimmed;
	const truth = `CASE WHEN lower(${trimmed}) IN ('true', 't', 'yes', 'y', '1', '1.0') THEN true
		WHEN lower(${trimmed}) IN ('false', 'f', 'no', 'n', '0', '0.0') THEN false END`;
	const float = `CASE lower(${trimmed}) WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE TRY_CAST(${number} AS DOUBLE) END`;
	const whole = (limit: number, type: string) =>
		`CASE WHEN (${float}) = trunc(${float}) AND abs(${float}) <= ${limit} THEN (${float})::${type} END`;
	switch (dtype) {
		case 'string':
			return [text];
		case 'bool':
			return [truth];
		case 'int32':
			return [whole(2 ** 31 - 1, 'INTEGER')];
		case 'int64':
			return [whole(Number.MAX_SAFE_INTEGER, 'BIGINT')];
		case 'float32':
			return [`CASE WHEN isfinite((${float})::FLOAT) THEN (${float})::FLOAT END`];
		case 'float64':
			return [`CASE WHEN NOT isnan(${float}) THEN ${float} END`];
		case 'date': {
			const plain = `CASE WHEN TRY_CAST(${trimmed} AS TIMESTAMP) = TRY_CAST(TRY_CAST(${trimmed} AS TIMESTAMP) AS DATE) THEN TRY_CAST(${trimmed} AS DATE) END`;
			return [plain, ...DATES.map((format) => `try_strptime(${trimmed}, ${literal(format)})::DATE`)];
		}
		case 'timestamp': {
			const formats = DATES.flatMap((date) => [date, ...TIMES.map((time) => `${date} ${time}`)]);
			return [
				`TRY_CAST(${trimmed} AS TIMESTAMP)`,
				...formats.map((format) => `try_strptime(${trimmed}, ${literal(format)})`),
			];
		}
	}
}
