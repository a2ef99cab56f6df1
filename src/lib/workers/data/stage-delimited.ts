/**
 * Reads CSV, TSV and pasted ranges into a staging table. DuckDB guesses types and parses; what it would pass over
 * in silence (encodings, ragged lines, doubled names, comma decimals, missed delimiters) is looked for here.
 */
import { BenchtopError, isAbort } from '../../engine/errors/error';
import type { LongCall } from '../../engine/ports';
import { columnNames } from './column-names';
import { type Database, identifier, literal } from './database';
import { dialect, type Dialect } from './delimited';
import { binaryKind, encodingOf, transcode, type Encoding } from './encoding';
import { conversionColumn, isInvalidUnicode, isOutOfMemory, readingFailure } from './failure';
import { MISSING_TOKENS } from './missing-tokens';
import { paddedNumbers } from './padded-numbers';
import { describeRagged, raggedLines } from './ragged-lines';
import { type ColumnPlan, oddColumns, physical, type Staging, withoutNan } from './staged-columns';
import { SAMPLE, sniff } from './sniff';
import { reading } from './types';

const HEAD = 1 << 18;
const WIDE_HEAD = 1 << 23;

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
	',': 'comma',
	'\t': 'tab',
	';': 'semicolon',
	'|': 'vertical bar',
};

interface Opened {
	readonly blob: Blob;
	readonly encoding: Encoding;
	readonly dialect: Dialect;
	readonly notes: string[];
}

async function open(
	file: File,
	delimiter: string | undefined,
	call: LongCall,
	forced?: Encoding,
): Promise<Opened> {
	let head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
	const kind = binaryKind(head);
	if (kind) throw new BenchtopError('data.binary-file', { file: file.name, kind });
	const encoding = forced ?? encodingOf(head);
	const notes: string[] = [];
	let blob: Blob = file;
	if (encoding !== 'utf-8') {
		blob = await transcode(file, encoding, call);
		notes.push(
			`Read as ${encoding === 'windows-1252' ? 'windows-1252 (Latin-1)' : encoding.toUpperCase()}: the file is not UTF-8`,
		);
	}
	for (const size of [HEAD, WIDE_HEAD]) {
		head = new Uint8Array(await blob.slice(0, size).arrayBuffer());
		const text = new TextDecoder('utf-8').decode(head, { stream: true });
		const complete = size >= blob.size;
		if (!complete && size === HEAD && text.indexOf('\n', text.indexOf('\n') + 1) < 0) continue;
		const found = dialect(text, complete, delimiter);
		if (!found) throw new BenchtopError('data.empty-file', { file: file.name });
		return { blob, encoding, dialect: found, notes };
	}
	throw new BenchtopError('data.unreadable-text', { file: file.name, detail: 'its first line does not end' });
}

/** Stages a delimited text. `delimiter` overrules the guess. */
export async function stageDelimited(
	db: Database,
	file: File,
	format: 'csv' | 'tsv' | 'paste' | 'sample',
	call: LongCall,
	forced?: Encoding,
): Promise<Staging> {
	if (file.size === 0) throw new BenchtopError('data.empty-file', { file: file.name });
	const opened = await open(file, undefined, call, forced);
	const path = await db.offer(opened.blob, 'csv');
	try {
		return await load(db, file, format, opened, path, call);
	} catch (thrown) {
		await db.release(path);
		if (isAbort(thrown) || thrown instanceof BenchtopError) throw thrown;
		if (isInvalidUnicode(thrown) && !forced) return stageDelimited(db, file, format, call, 'windows-1252');
		if (!isOutOfMemory(thrown)) {
			const ragged = await raggedLines(opened.blob, opened.dialect.delimiter);
			if (ragged.count > 0) {
				const operands = {
					file: file.name,
					expected: ragged.expected,
					lines: describeRagged(ragged),
					count: ragged.count,
				};
				throw new BenchtopError('data.ragged', operands, { cause: thrown });
			}
		}
		throw readingFailure(thrown, file.name, 'data.unreadable-text');
	}
}

async function load(
	db: Database,
	file: File,
	format: 'csv' | 'tsv' | 'paste' | 'sample',
	{ blob, dialect: { delimiter, header, decimal, first }, notes: opening }: Opened,
	path: string,
	{ signal, onProgress }: LongCall,
): Promise<Staging> {
	const notes = [...opening];
	const width = first.length;
	const named = columnNames(header ? first.map((name) => name.replace(/^\uFEFF/, '')) : first.map(() => ''));
	notes.push(
		...(header
			? named.notes
			: ['No header line was found, so the columns are numbered and the first line is data']),
	);
	if (width === 1)
		notes.push(
			'Only one column was found. If the cells are separated by something else than comma, tab, semicolon or vertical bar, save the file with commas',
		);
	else if (delimiter !== (format === 'csv' ? ',' : '\t') && format !== 'sample')
		notes.push(`Cells are separated by ${DELIMITER_NAMES[delimiter] ?? delimiter}`);
	if (decimal === ',') notes.push('Numbers are written with a decimal comma');

	const base = [
		`delim=${literal(delimiter)}`,
		`quote='"'`,
		`escape='"'`,
		`header=${header}`,
		'skip=0',
		`comment=''`,
		`decimal_separator='${decimal}'`,
		`nullstr=[${MISSING_TOKENS.map(literal).join(', ')}]`,
	].join(', ');
	const bytes = blob.size;
	const report = (done: number) =>
		onProgress?.({ done: Math.min(done, bytes), total: bytes, unit: 'bytes', phase: 'Reading rows' });
	report(0);

	let guess = await sniff(db, path, base, width, SAMPLE, signal);
	let thorough = guess.all;
	const table = db.fresh('s');
	for (;;) {
		const before = await db.bytesRead(path);
		const progress = async () => report((await db.bytesRead(path)) - before);
		const columns = guess.types.map((type, i) => `'c${i}': '${type}'`).join(', ');
		const read = `read_csv(${literal(path)}, auto_detect=false, columns={${columns}}, ${base}${guess.formats})`;
		try {
			await db.run(`CREATE TABLE ${table} AS SELECT * FROM ${read}`, signal, progress);
			break;
		} catch (thrown) {
			const column = conversionColumn(thrown);
			if (column === null) throw thrown;
			if (!thorough) {
				guess = await sniff(db, path, base, width, -1, signal);
				thorough = true;
			} else if (guess.types[column] === 'VARCHAR') throw thrown;
			else guess = { ...guess, types: guess.types.map((type, i) => (i === column ? 'VARCHAR' : type)) };
		}
	}
	const rows = await db.count(table);
	if (rows === 0) {
		await db.query(`DROP TABLE ${table}`);
		throw new BenchtopError('data.no-rows', { file: file.name });
	}
	const source = { path, options: base, decimal };
	const staging: Staging = {
		id: db.fresh('staged-'),
		file: file.name,
		format,
		bytes: file.size,
		rows,
		tables: [table],
		plans: [],
		notes,
		source,
	};
	const odd = await oddColumns(
		db,
		table,
		guess.types.map((type, i) => ({ sql: `c${i}`, type })),
	);
	const large = guess.types.flatMap((type, i) => (type === 'BIGINT' && odd[i] ? [i] : []));
	if (large.length > 0) staging.tables.push(await readTexts(db, staging, width, large));
	const texts = guess.types.flatMap((type, i) => (type === 'VARCHAR' ? [i] : []));
	const padded = await paddedNumbers(
		db,
		table,
		texts.map((i) => physical(`c${i}`)),
		decimal,
	);
	const numbers = new Map([...padded].map(([place, read]) => [texts[place], read]));
	staging.plans = guess.types.map((type, i): ColumnPlan => {
		const name = named.names[i] as string;
		const number = numbers.get(i);
		if (number) {
			const { dtype, sql } = number;
			return { source: name, name, guess: dtype, dtype, sql, guessSql: sql, textSql: physical(`c${i}`) };
		}
		const isText = large.includes(i);
		const sql = isText ? textColumn(staging, i) : withoutNan(physical(`c${i}`), odd[i] === true);
		const dtype = isText ? 'string' : (reading(type)?.dtype ?? 'string');
		const textSql = isText || type === 'VARCHAR' ? sql : null;
		return { source: name, name, guess: dtype, dtype, sql, guessSql: sql, textSql };
	});
	if (numbers.size > 0) {
		const names = [...numbers.keys()].map((i) => `"${named.names[i as number]}"`).join(', ');
		notes.push(`Spaces around numbers were left out: ${names}`);
	}
	if (large.length > 0) {
		const names = large.map((i) => `"${named.names[i]}"`).join(', ');
		notes.push(`Whole numbers beyond 2^53 cannot be kept exactly as numbers; read as text: ${names}`);
	}
	return staging;
}

const textColumn = (staging: Staging, column: number): string =>
	`${staging.tables[staging.tables.length - 1]}.${identifier(`c${column}`)}`;

/** Reads the columns once more as text into a table of their own, in the same row order; gives its name. */
export async function readTexts(
	db: Database,
	staging: Staging,
	width: number,
	columns: readonly number[],
): Promise<string> {
	if (!staging.source) throw new Error('Only delimited files can be read again');
	const { path, options } = staging.source;
	const types = Array.from({ length: width }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ');
	const table = db.fresh('x');
	const wanted = columns.map((i) => identifier(`c${i}`)).join(', ');
	await db.run(
		`CREATE TABLE ${table} AS SELECT ${wanted} FROM read_csv(${literal(path)}, auto_detect=false, columns={${types}}, ${options})`,
	);
	return table;
}
