// One round of ours, in a process of its own: the table of FOLDER to the tensors of three splits, on one thread.
// Prints { seconds, megabytes, rows, width } as JSON.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { pipelineSchema } from '../../../src/lib/engine/schema/pipeline';
import { DTYPES, type Column } from '../../../src/lib/engine/table/table';
import { prepare } from '../../../src/lib/engine/train/prepared';

const [folder = '.'] = process.argv.slice(2);
const described = v.parse(
	v.object({
		rows: v.number(),
		columns: v.array(
			v.object({ name: v.string(), dtype: v.picklist(DTYPES), dictionary: v.nullable(v.array(v.string())) }),
		),
	}),
	JSON.parse(readFileSync(join(folder, 'table.json'), 'utf8')),
);

/** The bytes of a column in a buffer of their own. */
const bytesOf = (name: string): ArrayBuffer => new Uint8Array(readFileSync(join(folder, name))).buffer;

const columns = described.columns.map(({ name, dtype, dictionary }): Column => {
	const bytes = bytesOf(name);
	return dtype === 'string'
		? { name, dtype, codes: new Int32Array(bytes), dictionary: dictionary ?? [] }
		: { name, dtype, values: new Float64Array(bytes) };
});
const names = (letter: string, from: number, to: number) =>
	columns
		.map(({ name }) => name)
		.filter(
			(name) => name.startsWith(letter) && Number(name.slice(1)) >= from && Number(name.slice(1)) <= to,
		);
const dataset = `sha256:${'0'.repeat(64)}`;
const pipeline = v.parse(pipelineSchema, {
	kind: 'pipeline',
	name: 'bench',
	analysis: 'binary',
	inputs: [
		{
			dataset,
			columns: { exclude: [] },
			impute: [
				{ imputer: 'median', columns: names('f', 1, 10) },
				{ imputer: 'mostFrequent', columns: names('t', 1, 5) },
			],
			encode: [
				{ encoder: 'StandardScaler', columns: [...names('f', 1, 4), ...names('i', 3, 4)] },
				{ encoder: 'MinMaxScaler', columns: [...names('f', 5, 7), ...names('i', 1, 2)] },
				{ encoder: 'PowerTransformer', columns: names('f', 8, 9) },
				{ encoder: 'QuantileTransformer', columns: names('f', 10, 10) },
				{ encoder: 'OneHotEncoder', columns: names('t', 1, 5) },
			],
		},
	],
	target: { dataset, columns: ['target'], encode: { encoder: 'OrdinalEncoder' } },
	split: { test: 0.15, validation: 0.15, stratify: 'target', seed: 7 },
});

const start = performance.now();
const prepared = prepare(new Map([[dataset, { rows: described.rows, columns }]]), pipeline, dataset);
const seconds = (performance.now() - start) / 1000;

const { train, validation, test } = prepared.splits;
const status = '/proc/self/status';
const peak = existsSync(status) ? /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8')) : null;
const megabytes = peak ? Number(peak[1]) / 1024 : null;
const rows = [train.rows, validation.rows, test.rows];
console.log(JSON.stringify({ seconds, megabytes, rows, width: prepared.width }));
