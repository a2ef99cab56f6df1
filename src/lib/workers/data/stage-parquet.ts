/** Reads a Parquet file into a staging table, one row group at a time. Nested and binary columns are left out and named. */
import { DataType, type Field, tableFromIPC } from 'apache-arrow';
import { BenchtopError } from '../../engine/errors/error';
import type { LongCall } from '../../engine/ports';
import { abortError } from '../thread';
import { columnNames } from './column-names';
import { type Database, identifier } from './database';
import { startsWith } from './encoding';
import { readingFailure } from './failure';
import type { Parquet } from './parquet-thread';
import { type ColumnPlan, oddColumns, physical, type Staging, withoutNan } from './staged-columns';
import { type Reading, reading } from './types';

export const PARQUET_MAGIC = [0x50, 0x41, 0x52, 0x31];

/** Stages a Parquet file; `file.name` is used in errors only. */
export async function stageParquet(
	db: Database,
	parquet: Parquet,
	file: File,
	call: LongCall,
): Promise<Staging> {
	if (file.size === 0) throw new BenchtopError('data.empty-file', { file: file.name });
	const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
	if (!startsWith(head, PARQUET_MAGIC)) throw new BenchtopError('data.not-parquet', { file: file.name });
	const tail = new Uint8Array(await file.slice(-4).arrayBuffer());
	if (file.size < 12 || !startsWith(tail, PARQUET_MAGIC))
		throw new BenchtopError('data.truncated-parquet', { file: file.name });
	const table = db.fresh('s');
	try {
		const fields = await insertParquet(db, parquet, table, file, call);
		return await plan(db, table, file, fields);
	} catch (thrown) {
		await db.query(`DROP TABLE IF EXISTS ${table}`);
		throw readingFailure(thrown, file.name, 'data.unreadable-parquet');
	}
}

/** Makes `table` from a Parquet file; gives its fields. Checks that every row arrived. */
export async function insertParquet(
	db: Database,
	parquet: Parquet,
	table: string,
	file: Blob,
	{ signal, onProgress }: LongCall,
): Promise<Field[]> {
	const reader = await parquet.reader(file);
	try {
		const all = tableFromIPC(reader.schema).schema.fields;
		const kept = all.filter((field) => isHeld(field));
		const report = (done: number) =>
			onProgress?.({ done, total: reader.groups, unit: 'row groups', phase: 'Reading rows' });
		report(0);
		if (reader.rows === 0 || kept.length === 0) return all;
		const columns = kept.length < all.length ? kept.map(({ name }) => name) : undefined;
		let next = reader.read(0, columns);
		for (let group = 0; group < reader.groups; group++) {
			const rows = await next;
			if (signal?.aborted) throw abortError();
			// The next group is unpacked while this one goes into the table.
			if (group + 1 < reader.groups) next = reader.read(group + 1, columns);
			next.catch(() => {});
			await db.insert(table, rows, group === 0);
			report(group + 1);
		}
		if ((await db.count(table)) !== reader.rows)
			throw new Error(`only part of its ${reader.rows} rows could be read`);
		return all;
	} finally {
		reader.close();
	}
}

/** As long as a UUID. Few files say that it is one: the library does not pass on Parquet's own word for it. */
const mayBeUuid = ({ type }: Field): boolean => DataType.isFixedSizeBinary(type) && type.byteWidth === 16;

/** UUIDs by declaration, or because every value has a version and the variant of one. */
async function isUuid(db: Database, table: string, column: string, field: Field): Promise<boolean> {
	if (!mayBeUuid(field)) return false;
	if (field.metadata.get('ARROW:extension:name') === 'arrow.uuid') return true;
	const { fits } = await db.row(
		`SELECT bool_and(regexp_matches(hex(${identifier(column)}), '^.{12}[1-8].{3}[89ABab]')) AS fits FROM ${table}`,
	);
	return fits === true;
}

const isHeld = (field: Field): boolean =>
	!(
		DataType.isList(field.type) ||
		DataType.isFixedSizeList(field.type) ||
		DataType.isStruct(field.type) ||
		DataType.isMap(field.type) ||
		DataType.isUnion(field.type) ||
		DataType.isBinary(field.type) ||
		DataType.isLargeBinary(field.type) ||
		(DataType.isFixedSizeBinary(field.type) && !mayBeUuid(field))
	);

const UUID: Reading = {
	dtype: 'string',
	sql: (column) =>
		`regexp_replace(lower(hex(${column})), '(.{8})(.{4})(.{4})(.{4})(.{12})', '\\1-\\2-\\3-\\4-\\5')`,
	note: null,
};

async function plan(db: Database, table: string, file: File, all: readonly Field[]): Promise<Staging> {
	const fields = all.filter(isHeld);
	const notes: string[] = [];
	const out = all.filter((field) => !isHeld(field)).map(({ name, type }) => `"${name}" (${String(type)})`);
	if (fields.length === 0) throw new BenchtopError('data.no-columns', { file: file.name });
	const exists = await db.row(
		`SELECT count(*)::DOUBLE AS n FROM duckdb_tables() WHERE table_name='${table}'`,
	);
	const rows = Number(exists.n) === 1 ? await db.count(table) : 0;
	if (rows === 0) throw new BenchtopError('data.no-rows', { file: file.name });
	const described = await db.query(`SELECT column_name AS n, column_type AS t FROM (DESCRIBE ${table})`);
	const held = described.toArray().map((row) => row.toJSON() as { n: string; t: string });
	const { names, notes: renamed } = columnNames(fields.map(({ name }) => name));
	notes.push(...renamed);
	const found = [];
	for (const [i, { n, t }] of held.entries()) {
		const uuid = await isUuid(db, table, n, fields[i] as Field);
		found.push({ name: names[i] as string, column: n, reading: uuid ? UUID : reading(t), type: t });
	}
	const isFloat = (type: string) => type === 'DOUBLE' || type === 'FLOAT';
	const odd = await oddColumns(
		db,
		table,
		found.map(({ column, type }) => ({ sql: identifier(column), type })),
	);
	const plans: ColumnPlan[] = [];
	found.forEach(({ name, column, reading: how, type }, i) => {
		if (!how) return void out.push(`"${name}" (${type})`);
		if (how.note) notes.push(`"${name}": ${how.note}`);
		const large = type === 'BIGINT' && odd[i] === true;
		if (large)
			notes.push(`Whole numbers beyond 2^53 cannot be kept exactly as numbers; read as text: "${name}"`);
		const sql = large
			? `${physical(column)}::VARCHAR`
			: withoutNan(how.sql(physical(column)), isFloat(type) && odd[i] === true);
		const dtype = large ? 'string' : how.dtype;
		plans.push({ source: name, name, guess: dtype, dtype, sql, guessSql: sql, textSql: `(${sql})::VARCHAR` });
	});
	if (out.length > 0) notes.push(`Left out, since a table holds plain values only: ${out.join(', ')}`);
	if (plans.length === 0) throw new BenchtopError('data.no-columns', { file: file.name });
	return {
		id: db.fresh('staged-'),
		file: file.name,
		format: 'parquet',
		bytes: file.size,
		rows,
		tables: [table],
		plans,
		notes,
		source: null,
	};
}
