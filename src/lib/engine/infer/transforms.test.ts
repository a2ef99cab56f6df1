/** Which steps new data goes through, which of its columns they read, and which rows are answered (SPEC §4, §17). */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { fittedPipelineSchema } from '../prepare/fitted';
import { numbers, tableOf, texts, times } from '../prepare/transform/test-columns';
import type { Pipeline } from '../schema/pipeline';
import type { Table } from '../table/table';
import { inferSamples } from './infer-samples';
import {
	BLOCKS,
	blocks,
	only,
	pipelineOf,
	samplesAt,
	TABLE,
	train,
	training,
	without,
	type Changes,
} from './testing';

const table = training();
const some = samplesAt(table, [4, 1, 9, 3]);
const trained = (changes: Changes, data: Table = table) => train(data, pipelineOf(changes));
const steps = (...transform: NonNullable<Pipeline['transform']>) => ({ transform });
const price = { dataset: TABLE, columns: ['price'], encode: null };
const regression = { analysis: 'regression' as const, target: price };

describe('the columns that are read', () => {
	it('are those behind derived columns, through every step', () => {
		const { infer } = trained({
			...steps(
				{ transform: 'derive', name: 'twice', expression: 'x * 2' },
				{
					transform: 'rolling',
					columns: ['twice'],
					group: 'colour',
					order: 'when',
					window: 2,
					statistic: 'sum',
					minPeriods: 1,
				},
			),
			input: { columns: { include: ['twice_sum2'] } },
		});
		const read = only(some, 'x', 'colour', 'when');
		expect(infer(read).x).toEqual(infer(some).x);
		for (const name of ['x', 'colour', 'when'])
			expect(() => infer(without(some, name))).toThrow(`has no column "${name}"`);
	});
	it('do not include what a step would also change, were it there', () => {
		const { infer } = trained({
			...steps(
				{ transform: 'normalizeText', columns: ['colour', 'note'], case: 'upper' },
				{ transform: 'clipOutliers', method: 'iqr', columns: ['x', 'gaps'] },
			),
		});
		expect(infer(only(some, 'x')).x).toEqual(infer(some).x);
	});
	it('include what rows are chosen by, and where they stand', () => {
		const { infer } = trained({
			...steps({ transform: 'filter', where: 'count >= 0' }),
			input: { columns: { include: ['gaps'] }, interpolate: [{ method: 'index', by: 'x' }] },
		});
		expect(infer(only(some, 'x', 'gaps', 'count')).rows).toBe(4);
		expect(() => infer(only(some, 'gaps', 'count'))).toThrow('"x"');
		expect(() => infer(only(some, 'x', 'gaps'))).toThrow('"count"');
	});
});

describe('the rows that are answered', () => {
	it('are all but those the pipeline’s filters leave out, which are named', () => {
		const { infer } = trained(
			steps({ transform: 'filter', where: 'count > 2' }, { transform: 'dropMissing', columns: ['gaps'] }),
		);
		const data = tableOf(
			numbers('x', [1, 2, 3, 4]),
			numbers('gaps', [1, null, 1, 1]),
			numbers('count', [3, 4, 1, 5]),
		);
		const { rows, x, numbers: which, dropped, warnings } = infer(data);
		expect([rows, [...x], [...which], [...dropped]]).toEqual([2, [1, 4], [0, 3], [1, 2]]);
		expect(warnings).toEqual(['2 of 4 samples are left out by the pipeline’s transforms: 2, 3.']);
		expect(() => infer(samplesAt(data, [2]))).toThrow('leave no row');
	});
	it('are equal rows too', () => {
		const { infer } = trained(steps({ transform: 'dropDuplicates', columns: ['colour'] }));
		const { rows, dropped, warnings } = infer(some);
		expect([rows, dropped.length]).toEqual([4, 0]);
		expect(warnings.join()).toContain('Equal rows are all answered');
		expect(infer(only(some, 'x')).rows).toBe(4);
	});
	it('are not asked for a target they do not have', () => {
		const { infer } = trained({
			...regression,
			...steps(
				{ transform: 'derive', name: 'dear', expression: 'price > 30' },
				{ transform: 'filter', where: 'dear OR x < 0' },
				{ transform: 'dropMissing', columns: ['price', 'x'] },
			),
		});
		const free = infer(only(some, 'x'));
		expect(free.rows).toBe(4);
		expect(free.warnings).toHaveLength(2);
		const measured = infer(some, { labels: some });
		expect(measured.rows).toBeLessThan(4);
		expect(measured.warnings).toHaveLength(1);
	});
	it('are neither balanced nor cleared of outliers', () => {
		const { infer } = trained(
			steps(
				{ transform: 'dropOutliers', method: 'iqr', columns: ['x'] },
				{ transform: 'sample', method: 'smote', columns: ['x', 'count'] },
			),
		);
		const data = tableOf(numbers('x', [1e9, 0, 0]));
		expect([...infer(data).x]).toEqual([1e9, 0, 0]);
	});
	it('are none of an empty table', () => {
		expect(() => trained({}).infer(samplesAt(table, []))).toThrow('no rows');
	});
});

describe('steps that look at neighbours', () => {
	it('take new data as one stretch, so that earlier rows must be given with it', () => {
		const { infer } = trained({
			...regression,
			...steps({ transform: 'lag', columns: ['price'], by: [1] }),
			input: { columns: { include: ['price_lag1'] }, impute: [{ imputer: 'constant', value: -1 }] },
		});
		const data = tableOf(numbers('price', [20, 30, null]));
		expect([...infer(data).x]).toEqual([-1, 20, 30]);
		expect(() => infer(tableOf(numbers('x', [1])))).toThrow('has no column "price"');
	});
	it('read a target’s history from the labels where there are some, and choose no rows by what is yet to come', () => {
		const { infer } = trained({
			...regression,
			...steps(
				{ transform: 'filter', where: 'price > 15' },
				{ transform: 'lag', columns: ['price'], by: [1] },
			),
			input: { columns: { include: ['price_lag1'] }, impute: [{ imputer: 'constant', value: -1 }] },
		});
		const history = tableOf(numbers('price', [20, 30, null]));
		expect([...infer(history).x]).toEqual([-1, 20, 30]);
		const known = tableOf(numbers('price', [20, 30, 10, 40]));
		const measured = infer(tableOf(numbers('x', [1, 2, 3, 4])), { labels: known });
		expect([...measured.x]).toEqual([-1, 20, 30]);
		expect([...measured.truth!]).toEqual([20, 30, 40]);
		expect(() => infer(known, { labels: tableOf(numbers('cost', [1, 2, 3, 4])) })).toThrow(
			'no column "price"',
		);
	});
	it('interpolate new data alone, in its own order (SPEC §20, defects 2 and 6)', () => {
		const { infer } = trained({
			...regression,
			input: { columns: { include: ['gaps'] }, interpolate: [{ method: 'linear' }] },
		});
		const data = tableOf(numbers('gaps', [null, 2, null, 6]), numbers('price', [1, 2, 3, 4]));
		const { x, truth } = infer(data, { labels: data });
		expect([...x]).toEqual([2, 2, 4, 6]);
		expect([...truth!]).toEqual([1, 2, 3, 4]);
		expect(() => infer(tableOf(numbers('gaps', [null])))).toThrow('gaps');
	});
	it('interpolate a label only where there are labels', () => {
		const { infer } = trained({
			...regression,
			target: { ...price, interpolate: { method: 'time', by: 'when' } },
		});
		const days = times('when', ['2024-01-01', '2024-01-02', '2024-01-05']);
		const data = tableOf(numbers('x', [1, 2, 3]), days, numbers('price', [10, null, 50]));
		expect([...infer(data, { labels: data }).truth!]).toEqual([10, 20, 50]);
		expect(infer(only(data, 'x')).truth).toBeNull();
		const history = trained({
			...regression,
			...steps({ transform: 'lag', columns: ['price'], by: [1] }),
			input: { columns: { include: ['price_lag1'] }, impute: [{ imputer: 'constant', value: -1 }] },
			target: { ...price, interpolate: { method: 'cubic' } },
		});
		expect([...history.infer(tableOf(numbers('price', [20, null]))).x]).toEqual([-1, 20]);
	});
});

describe('the target', () => {
	it('may be derived, from columns that stand among the labels or beside the inputs', () => {
		const { infer } = trained({
			analysis: 'regression',
			...steps(
				{ transform: 'derive', name: 'ratio', expression: 'price / count' },
				{ transform: 'filter', where: 'count > 0' },
			),
			target: { dataset: TABLE, columns: ['ratio'], encode: null },
			input: { columns: { include: ['count'] } },
		});
		const data = tableOf(numbers('count', [2, 5]));
		expect([...infer(data, { labels: tableOf(numbers('price', [10, 20])) }).truth!]).toEqual([5, 4]);
		expect(infer(data).rows).toBe(2);
		expect(() => infer(data, { labels: tableOf(numbers('cost', [1, 2])) })).toThrow('no column "price"');
	});
	it('may be derived from a column beside the inputs that is none of them', () => {
		const { infer } = trained({
			analysis: 'regression',
			...steps({ transform: 'derive', name: 'ratio', expression: 'price / x' }),
			target: { dataset: TABLE, columns: ['ratio'], encode: null },
			input: { columns: { include: ['count'] } },
		});
		const data = tableOf(numbers('x', [2, 4]), numbers('count', [2, 5]));
		expect([...infer(data, { labels: tableOf(numbers('price', [10, 20])) }).truth!]).toEqual([5, 5]);
	});
	it('is in its own unit as truth and encoded as the net learned it', () => {
		const { infer, prepared } = trained({
			...regression,
			target: { ...price, encode: { encoder: 'StandardScaler' } },
		});
		const rows = samplesAt(table, prepared.splits.test.numbers);
		const { truth, y } = infer(rows, { labels: rows });
		expect(truth).toEqual(prepared.splits.test.truth);
		expect(y).toEqual(prepared.splits.test.y);
	});
	it('may have a table of its own, whose filters hold only where labels are given', () => {
		const images = blocks(60, [2, 2], ['gray']);
		const { infer } = train(
			[
				[TABLE, table],
				[BLOCKS, images],
			],
			pipelineOf({
				...steps({ transform: 'filter', where: 'count > 2' }),
				inputs: [{ dataset: BLOCKS, columns: { exclude: [] }, impute: [], encode: [] }],
			}),
		);
		const labels = tableOf(numbers('count', [5, 0, 3]), texts('kind', ['rare', 'rare', 'common']));
		const three = samplesAt(images, [0, 1, 2]);
		const measured = infer(three, { labels });
		expect([[...measured.numbers], [...measured.truth!], [...measured.dropped]]).toEqual([
			[0, 2],
			[1, 0],
			[1],
		]);
		expect([...measured.x.subarray(4)]).toEqual([...infer(three).x.subarray(8)]);
		expect(infer(three).warnings.join()).toContain('count > 2');
		expect(() => infer(three, { labels: only(labels, 'kind') })).toThrow('no column "count"');
	});
});

describe('what was fitted', () => {
	it('may be a document of the first version', () => {
		const { prepared } = trained({ input: { encode: [{ encoder: 'StandardScaler' }] } });
		const { inputs, ...rest } = prepared.fitted;
		const { shape: _, ...input } = inputs[0]!;
		const fitted = v.parse(fittedPipelineSchema, JSON.parse(JSON.stringify({ ...rest, ...input })));
		const pipeline = pipelineOf({ input: { encode: [{ encoder: 'StandardScaler' }] } });
		const { numbers: rows, x } = prepared.splits.test;
		const inferred = inferSamples({
			pipeline,
			fitted,
			trained: new Map([[TABLE, table]]),
			inputs: [samplesAt(table, rows)],
		});
		expect(inferred.x).toEqual(x);
	});
	it('is not applied once it is told to stop', () => {
		const controller = new AbortController();
		controller.abort(new Error('enough'));
		expect(() => trained({}).infer(some, { signal: controller.signal })).toThrow('enough');
	});
});
