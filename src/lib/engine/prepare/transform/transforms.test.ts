import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { trainingRows } from '../../check/fit-scope';
import { transformStepSchema, type TransformStep } from '../../schema/transform-step';
import type { Pipeline } from '../../schema/pipeline';
import type { Table } from '../../table/table';
import { transformContext } from './pipeline-context';
import { applyStateless, applyTransforms, fitTransforms } from './run-transforms';
import { context, numbers, read, run, tableOf, texts, times } from './test-columns';
import { declareTransforms, orderOf, transformOf } from './transforms';

/** One step of every transform the documents know. */
const EVERY: { [K in TransformStep['transform']]: Extract<TransformStep, { transform: K }> } = {
	filter: { transform: 'filter', where: 'n > 0 OR a IS NULL' },
	derive: { transform: 'derive', name: 'half', expression: 'A / 2 + n' },
	dropDuplicates: { transform: 'dropDuplicates' },
	dropMissing: { transform: 'dropMissing', how: 'any' },
	normalizeText: { transform: 'normalizeText', case: 'lower', trim: true, emptyToMissing: true },
	dateParts: { transform: 'dateParts', column: 't', parts: ['year', 'month'], cyclic: true, drop: true },
	clipOutliers: { transform: 'clipOutliers', method: 'iqr', factor: 0.5 },
	dropOutliers: { transform: 'dropOutliers', method: 'percentile', limits: [10, 90] },
	sample: { transform: 'sample', method: 'smote', neighbors: 2, columns: ['a', 's'] },
	rolling: { transform: 'rolling', columns: ['a'], window: 3, statistic: 'mean', minPeriods: 1 },
	lag: { transform: 'lag', columns: ['a', 's'], by: [1, 2] },
	difference: { transform: 'difference', columns: ['n'] },
};
const STEPS: TransformStep[] = Object.values(EVERY);
const LATE = STEPS.filter((step) => transformOf(step).scope !== 'stateless');

interface Row {
	a: number | null;
	n: number | null;
	s: string | null;
	day: number | null;
	y: string;
}
const tableFrom = (rows: readonly Row[]): Table =>
	tableOf(
		numbers(
			'a',
			rows.map(({ a }) => a),
		),
		numbers(
			'n',
			rows.map(({ n }) => n),
			'int32',
		),
		texts(
			's',
			rows.map(({ s }) => s),
		),
		numbers(
			't',
			rows.map(({ day }) => (day === null ? null : day * 86_400_000)),
			'date',
		),
		texts(
			'y',
			rows.map(({ y }) => y),
		),
	);
const row = fc.record<Row>({
	a: fc.option(fc.double({ min: -100, max: 100, noNaN: true }), { freq: 7 }),
	n: fc.option(fc.integer({ min: -9, max: 9 }), { freq: 7 }),
	s: fc.option(fc.constantFrom('Up', 'up ', 'down', ' '), { freq: 7 }),
	day: fc.option(fc.integer({ min: 0, max: 20_000 }), { freq: 7 }),
	y: fc.constantFrom('a', 'b'),
});
/** Rows that every transform can learn from: both classes have complete rows, one more often. */
const training = fc.array(row, { minLength: 4, maxLength: 20 }).map((rows) => [
	...rows,
	...[1, 2, 3].flatMap((i): Row[] => [
		{ a: i, n: i, s: 'up', day: i, y: 'a' },
		{ a: -i, n: i, s: 'down', day: i, y: 'b' },
	]),
]);
const rowsFrom = (start: number, count: number) => Uint32Array.from({ length: count }, (_, i) => start + i);
const plain = (table: Table) =>
	Object.fromEntries(table.columns.map(({ name, dtype }) => [`${name} ${dtype}`, read(table, name)]));

describe('every transform', () => {
	it.each(STEPS.map((step) => [step.transform, step] as const))(
		'%s is in the registry under its name',
		(id, step) => {
			expect(transformOf(step).id).toBe(id);
			expect(v.parse(transformStepSchema, JSON.parse(JSON.stringify(step)))).toEqual(step);
		},
	);

	it.each(STEPS.map((step) => [step.transform, step] as const))(
		'%s gives the columns it declares, full length, with origins among the rows it was given',
		(_, step) => {
			fc.assert(
				fc.property(training, fc.nat(), (rows, seed) => {
					const table = tableFrom(rows);
					const declared = transformOf(step).declares(table.columns, step, { target: 'y' });
					const before = plain(table);
					const { table: result, origin } = run(step, table, 'y', seed);
					expect(result.columns.map(({ name, dtype }) => ({ name, dtype }))).toEqual(
						declared.map(({ name, dtype }) => ({ name, dtype })),
					);
					for (const { name } of declared) expect(read(result, name)).toHaveLength(result.rows);
					expect(origin).toHaveLength(result.rows);
					for (const from of origin) expect(from).toBeLessThan(table.rows);
					expect(plain(table)).toEqual(before);
					expect(plain(run(step, table, 'y', seed).table)).toEqual(plain(result));
				}),
				{ numRuns: 25 },
			);
		},
	);

	it.each(STEPS.map((step) => [step.transform, step] as const))(
		'%s works on a table without rows',
		(_, step) => {
			const empty = tableFrom([]);
			if (transformOf(step).scope === 'training-rows') expect(run(step, empty, 'y').origin).toHaveLength(0);
			else expect(run(step, empty, 'y').table.rows).toBe(0);
		},
	);
});

describe('the order of transforms', () => {
	const { dropMissing, clipOutliers, lag } = EVERY;
	it('is stateless ones before the split, the others after it, each in the document’s order', () => {
		expect(orderOf([])).toEqual({ before: [], after: [] });
		expect(orderOf([dropMissing, lag, clipOutliers])).toEqual({
			before: [dropMissing],
			after: [lag, clipOutliers],
		});
	});

	it('refuses a stateless one behind another', () => {
		expect(() => orderOf([clipOutliers, dropMissing])).toThrow(
			expect.objectContaining({
				code: 'transform.order',
				operands: { transform: 'dropMissing', earlier: 'clipOutliers' },
			}),
		);
	});

	it('refuses neighbours of rows that were added or left out', () => {
		const { sample, dropOutliers, rolling } = EVERY;
		expect(orderOf([lag, sample, clipOutliers, dropOutliers]).after).toHaveLength(4);
		expect(() => orderOf([sample, rolling])).toThrow(
			expect.objectContaining({
				code: 'transform.series-order',
				operands: { transform: 'rolling', earlier: 'sample' },
			}),
		);
	});

	it('lets a step use what an earlier one declares', () => {
		const kinds = tableFrom([]).columns;
		const clip: TransformStep = { transform: 'clipOutliers', method: 'iqr', columns: ['a_lag1'] };
		const declared = declareTransforms(kinds, [{ ...lag, by: [1] }, clip], { target: 'y' });
		expect(declared.map(({ name }) => name)).toEqual(['a', 'n', 's', 't', 'y', 'a_lag1', 's_lag1']);
		expect(() => declareTransforms(kinds, [clip], { target: 'y' })).toThrow(
			expect.objectContaining({ code: 'pipeline.column-unknown' }),
		);
	});
});

describe('what a pipeline tells its transforms', () => {
	const id = `sha256:${'a'.repeat(64)}` as const;
	const pipeline = (columns: Pipeline['inputs'][number]['columns']): Pipeline => ({
		kind: 'pipeline',
		name: 'p',
		analysis: 'multi-class',
		inputs: [{ dataset: id, columns, impute: [], encode: [] }],
		target: { dataset: id, columns: ['red', 'blue'], encode: null },
		split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 1 },
	});
	const inputsOf = (columns: Pipeline['inputs'][number]['columns']) =>
		['id', 'x', 'red', 'blue'].filter((name) => transformContext(pipeline(columns)).isInput?.(name));

	it('is which columns are inputs: never a label, nor what is left out', () => {
		expect(inputsOf({ exclude: ['id'] })).toEqual(['x']);
		expect(inputsOf({ include: ['id'] })).toEqual(['id']);
	});

	it('keeps gaps and outliers of other columns out of the matter', () => {
		const told = transformContext(pipeline({ exclude: ['id'] }));
		const table = tableOf(
			numbers('id', [null, 9000, 1, 2, 3]),
			numbers('x', [1, 2, 3, 4, 500]),
			numbers('red', [1, 0, 0, 0, 0], 'int32'),
			numbers('blue', [0, 1, 1, 1, 1], 'int32'),
		);
		expect([...applyStateless(table, [EVERY.dropMissing], told).origin]).toEqual([0, 1, 2, 3, 4]);
		const split = { train: trainingRows(rowsFrom(0, 5)), validation: rowsFrom(0, 0), test: rowsFrom(0, 0) };
		const { fitted } = fitTransforms(table, split, [EVERY.clipOutliers], told);
		expect(fitted[0]?.state).toMatchObject({ columns: ['x'] });
	});
});

describe('transforms over a split', () => {
	it.each(LATE.map((step) => [step.transform, step] as const))(
		'%s learns the same, and gives the training rows the same, whatever the evaluation rows hold',
		(_, step) => {
			fc.assert(
				fc.property(
					training,
					fc.array(row, { maxLength: 8 }),
					fc.array(row, { maxLength: 8 }),
					(rows, test, other) => {
						const outcome = (evaluation: Row[]) => {
							const table = tableFrom([...rows, ...evaluation]);
							const split = {
								train: trainingRows(rowsFrom(0, rows.length)),
								validation: rowsFrom(0, 0),
								test: rowsFrom(rows.length, evaluation.length),
							};
							const { fitted, splits } = fitTransforms(table, split, [step], context('y'));
							return { fitted, train: plain(splits.train.table), origin: [...splits.train.origin] };
						};
						expect(outcome(test)).toEqual(outcome(other));
					},
				),
				{ numRuns: 25 },
			);
		},
	);

	it('never gives a split values of another one’s rows', () => {
		const { lag, rolling, difference } = EVERY;
		fc.assert(
			fc.property(
				training,
				fc.array(row, { minLength: 1, maxLength: 8 }),
				fc.array(row, { maxLength: 8 }),
				(rows, test, more) => {
					const series = [lag, rolling, difference];
					const outcome = (before: Row[]) => {
						const table = tableFrom([...before, ...test]);
						const split = {
							train: trainingRows(rowsFrom(0, before.length)),
							validation: rowsFrom(0, 0),
							test: rowsFrom(before.length, test.length),
						};
						return plain(fitTransforms(table, split, series, context('y')).splits.test.table);
					};
					expect(outcome([...rows, ...more])).toEqual(outcome(rows));
				},
			),
			{ numRuns: 25 },
		);
	});

	it('chooses training rows only among training rows, and leaves evaluation rows alone', () => {
		const table = tableOf(numbers('a', [1, 2, 3, 4, 900, 900]), texts('y', [...'aaabab']));
		const split = {
			train: trainingRows(Uint32Array.of(0, 1, 3)),
			validation: Uint32Array.of(2),
			test: Uint32Array.of(4, 5),
		};
		const steps: TransformStep[] = [{ transform: 'sample', method: 'up' }];
		const { splits, fitted } = fitTransforms(table, split, steps, context('y'));
		expect([...splits.train.origin]).toEqual([0, 1, 3, 3]);
		expect([...splits.validation.origin]).toEqual([2]);
		expect([...splits.test.origin]).toEqual([4, 5]);
		expect(read(applyTransforms(table, [], fitted, context('y')).table, 'a')).toEqual(read(table, 'a'));
	});

	it('asks new data nothing about a target it does not have', () => {
		const named: TransformStep[] = [
			{ transform: 'dropMissing', columns: ['y'], how: 'all' },
			{ transform: 'dropDuplicates', columns: ['y'] },
			{ transform: 'normalizeText', columns: ['y'], trim: true },
		];
		const table = tableOf(numbers('a', [1, 1, null]));
		const { table: result, origin } = applyStateless(table, named, context('y'));
		expect([...origin]).toEqual([0, 1, 2]);
		expect(read(result, 'a')).toEqual([1, 1, null]);
	});

	it('takes new data through stateless and fitted steps, which need no target', () => {
		const steps: TransformStep[] = [
			{ transform: 'dropMissing' },
			{ transform: 'clipOutliers', method: 'percentile', limits: [0, 100] },
			{ transform: 'lag', columns: ['a'], by: [1] },
		];
		const { before, after } = orderOf(steps);
		const table = tableOf(numbers('a', [1, 2, null, 3]), texts('y', [...'abab']));
		const whole = applyStateless(table, before, context('y'));
		expect([...whole.origin]).toEqual([0, 1, 3]);
		const split = { train: trainingRows(rowsFrom(0, 2)), validation: rowsFrom(0, 0), test: rowsFrom(2, 1) };
		const { fitted, splits } = fitTransforms(whole.table, split, after, context('y'));
		expect(plain(splits.test.table)).toEqual({
			'a float64': [2],
			'y string': ['b'],
			'a_lag1 float64': [null],
		});
		const fresh = applyTransforms(tableOf(numbers('a', [0, null, 9])), before, fitted, context('y'));
		expect([...fresh.origin]).toEqual([0, 2]);
		expect(plain(fresh.table)).toEqual({ 'a float64': [1, 2], 'a_lag1 float64': [null, 1] });
	});
});

describe('filter and derive', () => {
	const table = tableOf(
		numbers('a', [1, 2, null, 4]),
		texts('s', ['x', 'y', 'x', 'y']),
		numbers('y', [0, 1, 0, 1]),
	);
	it('keep rows where a condition is true, and compute a column of each row', () => {
		const { table: kept, origin } = run({ transform: 'filter', where: "a < 3 OR s = 'x'" }, table);
		expect([...origin]).toEqual([0, 1, 2]);
		const { table: result } = run({ transform: 'derive', name: 'b', expression: 'a * 2 + length(s)' }, kept);
		expect(read(result, 'b')).toEqual([3, 5, null]);
	});

	it('leave all rows of new data when the condition is about its target', () => {
		const fresh = tableOf(numbers('a', [1, 2]));
		const about = (where: string) => applyStateless(fresh, [{ transform: 'filter', where }], context('y'));
		expect([...about('Y = 1 AND a > 1').origin]).toEqual([0, 1]);
		expect([...about('a > 1').origin]).toEqual([1]);
		expect(() => about('z = 1')).toThrow(expect.objectContaining({ code: 'expression.column-unknown' }));
	});

	it('refuse what is no condition, a name that is taken, and to filter rows of a sequence', () => {
		expect(() => run({ transform: 'filter', where: 'a + 1' }, table)).toThrow(
			expect.objectContaining({ code: 'expression.not-condition' }),
		);
		expect(() => run({ transform: 'derive', name: 's', expression: 'a' }, table)).toThrow(
			expect.objectContaining({ code: 'expression.name-taken' }),
		);
		const sequences = { ...table, inner: [2] };
		expect(() => run({ transform: 'filter', where: 'a > 1' }, sequences)).toThrow(
			expect.objectContaining({ code: 'transform.inner' }),
		);
		expect(run({ transform: 'derive', name: 'b', expression: 'a' }, sequences).table.inner).toEqual([2]);
	});

	it('say which columns a derived one reads, as they are spelled', () => {
		const step: TransformStep = { transform: 'derive', name: 'b', expression: 'A + "y"' };
		expect(transformOf(step).lineage(table.columns, step)).toEqual([
			{ column: 'b', from: ['a', 'y'], past: false },
		]);
	});
});

describe('normalizeText', () => {
	const table = tableOf(texts('s', ['Up', ' up', 'DOWN', ' ', null]), texts('y', ['A', 'a', 'A', 'a', 'A']));
	it('makes texts one value, in every text column but the target', () => {
		const { table: result } = run(EVERY.normalizeText, table, 'y');
		expect(read(result, 's')).toEqual(['up', 'up', 'down', null, null]);
		expect(result.columns[0]).toMatchObject({ dictionary: ['down', 'up'] });
		expect(read(result, 'y')).toEqual(['A', 'a', 'A', 'a', 'A']);
	});

	it('changes the target when it is named, and refuses numbers', () => {
		const step: TransformStep = { ...EVERY.normalizeText, columns: ['y'] };
		expect(read(run(step, table, 'y').table, 'y')).toEqual(['a', 'a', 'a', 'a', 'a']);
		expect(() => run(step, tableOf(times('y', ['2024-01-01Z'])))).toThrow(
			expect.objectContaining({ code: 'transform.type' }),
		);
	});
});
