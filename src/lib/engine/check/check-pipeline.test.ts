/** The leak guard on staged pipelines: a table, two inputs, windows. */
import { describe, expect, it } from 'vitest';
import { stagePipeline } from '../prepare/stage';
import { Stream } from '../random/stream';
import type { Pipeline } from '../schema/pipeline';
import { splitStage } from '../split/split-stage';
import type { Column, Table } from '../table/table';
import { RULES } from './catalogue';
import { checkPipeline } from './check-pipeline';

const [A, B] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`] as const;
const N = 240;
const stream = new Stream(2, 'check-pipeline');
const number = (name: string, value: (i: number) => number, n = N): Column => ({
	name,
	dtype: 'float64',
	values: Float64Array.from({ length: n }, (_, i) => value(i)),
});
const normal = (name: string, n = N) => number(name, () => stream.normal(), n);
const main: Table = {
	rows: N,
	columns: [
		normal('a'),
		normal('b'),
		number('patient', (i) => i % 40),
		{ ...number('y', (i) => i % 2), dtype: 'int64' } as Column,
	],
};
const pictures: Table = { rows: 4 * N, columns: [normal('red', 4 * N), normal('a', 4 * N)], inner: [2, 2] };
const input = (dataset: Pipeline['inputs'][number]['dataset'], exclude: string[] = []) => ({
	dataset,
	columns: { exclude },
	impute: [],
	encode: [],
});
const pipeline = (changes: Partial<Pipeline> = {}): Pipeline => ({
	kind: 'pipeline',
	name: 'p',
	analysis: 'binary',
	inputs: [input(A, ['patient'])],
	target: { dataset: A, columns: ['y'], encode: null },
	split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 4 },
	...changes,
});
const tables = new Map([
	[A, main],
	[B, pictures],
]);
async function findings(document: Pipeline, declared = {}) {
	const stage = stagePipeline(tables, document);
	return checkPipeline(stage, splitStage(stage), declared);
}
const titles = (all: Awaited<ReturnType<typeof findings>>) =>
	all.filter(({ verdict }) => verdict !== 'pass').map(({ title }) => title);

describe('the leak guard on a pipeline', () => {
	it('answers every rule once, and sees groups among columns that are no input', async () => {
		const all = await findings(pipeline());
		expect(all.map(({ rule }) => rule).sort()).toEqual(Object.keys(RULES).sort());
		expect(titles(all)).toEqual([expect.stringContaining('"patient" looks like a group')]);
	});

	it('has nothing to say of a split by that group', async () => {
		const split = { ...pipeline().split, method: 'group' as const, group: 'patient' };
		expect(titles(await findings(pipeline({ split })))).toEqual([]);
	});

	it('checks pictures beside a table by the labels of the table', async () => {
		const all = await findings(pipeline({ inputs: [input(A, ['patient']), input(B)] }));
		expect(titles(all)).toEqual([expect.stringContaining('"patient"')]);
		const copied = pictures.columns.map((column) =>
			number(column.name, (i) => (column.dtype === 'string' ? 0 : (column.values[i % 400] as number)), 4 * N),
		);
		const twins = new Map([
			[A, main],
			[B, { ...pictures, columns: copied }],
		]);
		const document = pipeline({ inputs: [input(A, ['patient']), input(B)] });
		const stage = stagePipeline(twins, document);
		const found = await checkPipeline(stage, splitStage(stage));
		expect(found[0]?.rule).toBe('equal-rows');
		expect(found.filter(({ rule }) => rule === 'equal-rows')).toHaveLength(1);
	});

	it('takes rows of few values for equal only where the pictures beside them are equal too', async () => {
		const few: Table = {
			rows: N,
			columns: [number('a', (i) => i % 3), number('patient', () => 1), ...main.columns.slice(3)],
		};
		const document = pipeline({ inputs: [input(A, ['patient']), input(B)] });
		const about = async (beside: Table) => {
			const stage = stagePipeline(
				new Map([
					[A, few],
					[B, beside],
				]),
				document,
			);
			const found = await checkPipeline(stage, splitStage(stage));
			const rules = ['equal-rows', 'near-equal-rows', 'label-conflict'];
			return found.filter(({ rule, verdict }) => verdict !== 'pass' && rules.includes(rule));
		};
		expect(await about(pictures)).toEqual([]);
		const same = pictures.columns.map((column) => number(column.name, () => 7, 4 * N));
		expect((await about({ ...pictures, columns: same })).map(({ rule }) => rule).sort()).toEqual([
			'equal-rows',
			'label-conflict',
		]);
	});

	it('sees through several columns that say the target to what is derived from one of them', async () => {
		const columns = [
			number('odd', (i) => i % 2),
			number('even', (i) => 1 - (i % 2)),
			number('a', (i) => Math.sin(i)),
		];
		const oneHot = pipeline({
			analysis: 'multi-class',
			transform: [{ transform: 'derive', name: 'twice', expression: 'odd * 2 + a' }],
			inputs: [input(A)],
			target: { dataset: A, columns: ['odd', 'even'], encode: null },
		});
		const stage = stagePipeline(new Map([[A, { rows: N, columns }]]), oneHot);
		const derived = [{ column: 'twice', from: ['odd', 'a'], past: false }];
		const [first, ...others] = await checkPipeline(stage, splitStage(stage), { derived });
		expect(first).toMatchObject({ rule: 'target-derived', verdict: 'refuse', columns: ['twice'] });
		expect(others.find(({ rule }) => rule === 'sizes')?.verdict).toBe('pass');
	});

	it('takes a channel that has the name of the target for what it is', async () => {
		const y = {
			...pictures,
			columns: pictures.columns.map((column) => ({ ...column, name: `${column.name}y` })),
		};
		const named = {
			...y,
			columns: y.columns.map((column, c) => (c === 0 ? { ...column, name: 'y' } : column)),
		};
		const document = pipeline({ inputs: [input(A, ['patient']), input(B)] });
		const stage = stagePipeline(new Map([...tables, [B, named]]), document);
		const found = await checkPipeline(stage, splitStage(stage));
		expect(found.find(({ rule }) => rule === 'target-derived')?.verdict).toBe('pass');
	});

	it('refuses windows that reach into another split', async () => {
		const forecast = pipeline({
			analysis: 'regression',
			inputs: [{ ...input(A, ['patient', 'y']), window: { size: 12, shift: 2 } }],
			target: { dataset: A, columns: [], encode: null, unsupervised: 'forecast' },
		});
		const [first] = await findings(forecast);
		expect(first).toMatchObject({ rule: 'window-overlap', verdict: 'refuse', override: 'window-overlap' });
		const [allowed] = await findings(forecast, { allowed: ['window-overlap'] });
		expect(allowed?.verdict).toBe('warn');
	});
});
