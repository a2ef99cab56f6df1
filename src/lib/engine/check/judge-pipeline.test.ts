/** All that is told of a pipeline before it is trained: its sizes, its findings, its exact shapes, what it refuses. */
import { describe, expect, it } from 'vitest';
import { Stream } from '../random/stream';
import type { Pipeline } from '../schema/pipeline';
import type { Column, NumericDtype, Table } from '../table/table';
import { judgePipeline } from './judge-pipeline';

const A = `sha256:${'a'.repeat(64)}` as const;
const N = 200;
const stream = new Stream(5, 'judge');
const number = (name: string, value: (i: number) => number, dtype: NumericDtype = 'float64'): Column => ({
	name,
	dtype,
	values: Float64Array.from({ length: N }, (_, i) => value(i)),
});
const draws = Float64Array.from({ length: N }, () => stream.normal());
const kinds: Column = {
	name: 'kind',
	dtype: 'string',
	dictionary: ['ash', 'elm', 'oak'],
	codes: Int32Array.from({ length: N }, (_, i) => i % 3),
};
/** The second half is the first again. */
const copies: Table = {
	rows: N,
	columns: [number('x', (i) => draws[i % 100] as number), number('y', (i) => (i % 100) % 2, 'int64')],
};
const clean: Table = {
	rows: N,
	columns: [
		number('x', (i) => draws[i] as number),
		kinds,
		number('day', (i) => i),
		number('y', (i) => (i * 7) % 2, 'int64'),
	],
};
const pipeline = (changes: Partial<Pipeline> = {}): Pipeline => ({
	kind: 'pipeline',
	name: 'p',
	analysis: 'binary',
	inputs: [
		{
			dataset: A,
			columns: { exclude: ['day'] },
			impute: [],
			encode: [{ encoder: 'OneHotEncoder', dtypes: ['string'], handleUnknown: 'ignore', vocabulary: 'all' }],
		},
	],
	target: { dataset: A, columns: ['y'], encode: null },
	split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 4 },
	...changes,
});
const plain = (changes: Partial<Pipeline> = {}): Pipeline =>
	pipeline({ inputs: [{ dataset: A, columns: { exclude: [] }, impute: [], encode: [] }], ...changes });
const judged = (table: Table, document: Pipeline) => judgePipeline(new Map([[A, table]]), document);

describe('the row before, where the target says which that is', () => {
	it.each([
		['its order', { columns: ['x'], order: 'y' }],
		['its group', { columns: ['x'], group: 'y' }],
		['itself in its own order', { columns: ['y'], order: 'y' }],
	])('is refused: %s', async (_, series) => {
		const transform: Pipeline['transform'] = [{ transform: 'lag', by: [1], ...series }];
		const { findings } = await judged(clean, pipeline({ transform }));
		expect(findings[0]).toMatchObject({ rule: 'target-derived', verdict: 'refuse' });
	});
	it('passes where another column does', async () => {
		const transform: Pipeline['transform'] = [{ transform: 'lag', by: [1], columns: ['y'], order: 'day' }];
		const { findings } = await judged(clean, pipeline({ transform }));
		expect(findings.find(({ rule }) => rule === 'target-derived')?.title).not.toMatch(/computed from/);
	});
});

describe('what is told of a pipeline', () => {
	it('has the sizes of the split and the exact shape and names of the input', async () => {
		const told = await judged(clean, pipeline());
		expect(told.sizes).toEqual({ train: 120, validation: 40, test: 40 });
		expect(told.trouble).toBeNull();
		expect(told.inputs).toEqual([
			{ shape: [4], names: ['kind=ash', 'kind=elm', 'kind=oak', 'x'], columns: 4 },
		]);
		expect(told).toMatchObject({ samples: N, dropped: 0, learned: 120, folds: null, trouble: null });
	});

	it('counts folds, and the rows that transforms leave out', async () => {
		const split = { ...pipeline().split, folds: 4, repeats: 2, test: null, validation: null };
		const told = await judged(copies, plain({ split, transform: [{ transform: 'dropDuplicates' }] }));
		expect(told).toMatchObject({ samples: 100, dropped: 100, learned: 75 });
		expect(told.folds).toHaveLength(8);
		expect(told.folds?.[7]).toEqual({ train: 75, validation: 25, repeat: 1 });
	});

	it('refuses copies on both sides with the rows to look at, and warns once the document overrides it', async () => {
		const refused = await judged(copies, plain());
		const [first] = refused.findings;
		expect(first).toMatchObject({ rule: 'equal-rows', verdict: 'refuse', override: 'equal-rows' });
		expect(first?.rows?.[0]?.rows).toHaveLength(2);
		const told = await judged(copies, plain({ overrides: ['equal-rows'] }));
		expect(told.findings.filter(({ verdict }) => verdict === 'refuse')).toEqual([]);
		expect(told.findings.find(({ rule }) => rule === 'equal-rows')?.verdict).toBe('warn');
	});

	it('sees a column that a transform derives from the target', async () => {
		const transform = [{ transform: 'derive' as const, name: 'twice', expression: '2 * y' }];
		const { findings } = await judged(clean, pipeline({ transform }));
		expect(findings[0]).toMatchObject({ rule: 'target-derived', verdict: 'refuse', columns: ['twice'] });
	});

	it('says what the fit refuses, and what is wrong before it at once', async () => {
		const gaps: Table = { rows: N, columns: [number('x', () => NaN), number('y', (i) => i % 2, 'int64')] };
		const impute = [{ imputer: 'median' as const }];
		const input = { dataset: A, columns: { exclude: [] }, impute, encode: [] };
		const told = await judged(gaps, plain({ inputs: [input] }));
		expect(told.trouble?.code).toMatch(/^pipeline\./);
		expect(told.inputs).toBeNull();
		await expect(judged(clean, plain())).rejects.toMatchObject({ code: 'pipeline.text-left' });
	});

	it('stops where it is told to', async () => {
		const stop = new AbortController();
		const onProgress = ({ phase }: { phase: string }) => phase === 'Splitting' && stop.abort();
		const work = judgePipeline(new Map([[A, clean]]), pipeline(), { signal: stop.signal, onProgress });
		await expect(work).rejects.toMatchObject({ name: 'AbortError' });
	});
});
