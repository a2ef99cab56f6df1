/**
 * npm run compare -- DIR: the matrices of prepared pipelines beside scikit-learn's of the same steps, fitted on the same
 * training rows. DIR holds the tables scripts/compare/pipelines.ts names. The tensors compared are those a net trains on,
 * which are 32-bit, so a difference counts relative to 1 + |value|. COMPARE_PYTHON names another Python.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { contentId } from '../src/lib/engine/canonical';
import { Stream } from '../src/lib/engine/random/stream';
import { SPLITS } from '../src/lib/engine/schema/common';
import { pipelineSchema } from '../src/lib/engine/schema/pipeline';
import { isString, type Column, type Table } from '../src/lib/engine/table/table';
import { prepare } from '../src/lib/engine/train/prepared';
import { readTable } from './accept-csv';
import { COMPARED, type Compared } from './compare/pipelines';

const SEED = 2024;
/** The share of cells a column with gaps loses. */
const GAPS = 0.08;
const PYTHONS = [process.env.COMPARE_PYTHON, 'python3', '/usr/bin/python3'].filter(
	(name) => name !== undefined,
);

function withGaps(table: Table, names: readonly string[]): Table {
	const stream = new Stream(SEED, 'gaps');
	const columns = table.columns.map((column): Column => {
		if (isString(column) || !names.includes(column.name)) return column;
		const own = stream.child(column.name);
		return { ...column, values: column.values.map((value) => (own.uniform() < GAPS ? NaN : value)) };
	});
	return { ...table, columns };
}

const cells = (column: Column): (string | number | null)[] =>
	isString(column)
		? Array.from(column.codes, (code) => column.dictionary[code] ?? null)
		: Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));

/** Prepares a pipeline and writes what scikit-learn needs to do the same. */
async function write(folder: string, compared: Compared, into: string, at: number): Promise<void> {
	const { file, target, analysis, gaps, impute, encode, name } = compared;
	const { table: whole, dataset } = await readTable(join(folder, file));
	const table = withGaps(whole, gaps);
	const pipeline = v.parse(pipelineSchema, {
		kind: 'pipeline',
		name,
		analysis,
		inputs: [{ dataset: dataset.id, columns: { exclude: [] }, impute, encode }],
		target: { dataset: dataset.id, columns: [target], encode: null },
		split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: SEED },
	});
	const prepared = prepare(new Map([[dataset.id, table]]), pipeline, await contentId(pipeline));
	const [input] = prepared.fitted.inputs;
	const rows = SPLITS.map((split) => {
		const { x, numbers } = prepared.splits[split];
		writeFileSync(join(into, `${at}-${split}.f32`), new Uint8Array(x.buffer, x.byteOffset, x.byteLength));
		return [split, [...numbers]];
	});
	const described = {
		...{ file, name, width: prepared.width, rows: Object.fromEntries(rows) },
		columns: Object.fromEntries(table.columns.map((column) => [column.name, cells(column)])),
		impute: input?.impute.map(({ step, columns }) => ({ step, columns })),
		encode: input?.encode.map(({ step, columns }) => ({ step, columns })),
		leftover: input?.leftover,
	};
	writeFileSync(join(into, `${at}.json`), JSON.stringify(described));
}

const [folder] = process.argv.slice(2);
if (!folder) {
	console.error('Which folder holds the data? npm run compare -- DIR');
	process.exit(2);
}
const python = PYTHONS.find((name) => spawnSync(name, ['-c', 'import sklearn']).status === 0);
if (!python) {
	console.log('Not compared: scikit-learn is not installed (python3-sklearn).');
	process.exit(0);
}
const into = mkdtempSync(join(tmpdir(), 'compare-'));
try {
	for (const [at, compared] of COMPARED.entries()) await write(folder, compared, into, at);
	const script = fileURLToPath(new URL('compare-sklearn.py', import.meta.url));
	process.exitCode = spawnSync(python, [script, into], { stdio: 'inherit' }).status ?? 1;
} finally {
	rmSync(into, { recursive: true, force: true });
}
