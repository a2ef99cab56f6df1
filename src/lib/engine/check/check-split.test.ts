/** Every verdict of the leak guard with a pipeline that passes and one that does not. */
import { describe, expect, it } from 'vitest';
import { windowPlan } from '../prepare/window';
import { Stream } from '../random/stream';
import { compareCodePoints } from '../table/compare';
import type { Column } from '../table/table';
import { RULES, type RuleId } from './catalogue';
import { checkSplit, type CheckInput, type Finding } from './check-split';
import { evidenceOf } from './evidence';
import { ROWS_SHOWN } from './finding';
import { labelConflict } from './rules/label-conflict';
import { sizes } from './rules/sizes';

const N = 300;
const chance = (name: string) => new Stream(11, name);
const rowsFrom = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
const number = (
	name: string,
	value: (i: number) => number,
	dtype: 'float64' | 'int32' | 'date' = 'float64',
	n = N,
): Column => ({
	name,
	dtype,
	values: Float64Array.from({ length: n }, (_, i) => value(i)),
});
const text = (name: string, value: (i: number) => string | null, n = N): Column => {
	const values = Array.from({ length: n }, (_, i) => value(i));
	const dictionary = [...new Set(values.filter((one) => one !== null))].sort(compareCodePoints);
	return {
		name,
		dtype: 'string',
		dictionary,
		codes: Int32Array.from(values, (one) => (one === null ? -1 : dictionary.indexOf(one))),
	};
};
const normal = (name: string, n = N) => {
	const stream = chance(name);
	const values = Float64Array.from({ length: n }, () => stream.normal());
	return number(name, (i) => values[i] as number, 'float64', n);
};
const A = normal('a');
const B = normal('b');
const C = normal('c');
const Y = text('y', (i) => (i % 3 === 0 ? 'yes' : 'no'));
const valueOf = (column: Column, i: number) =>
	column.dtype === 'string' ? NaN : (column.values[i] as number);
const edited = (column: Column, change: (value: number, i: number) => number): Column =>
	number(column.name, (i) => change(valueOf(column, i), i));

/** 200 rows train, 50 validate, 50 test; three measured inputs and two classes. */
function input(columns: readonly Column[] = [A, B, C, Y], changes: Partial<CheckInput> = {}): CheckInput {
	return {
		table: { rows: N, columns },
		split: { train: rowsFrom(0, 200), validation: rowsFrom(200, 250), test: rowsFrom(250, 300) },
		target: 'y',
		analysis: 'binary',
		inputs: columns.map(({ name }) => name).filter((name) => name !== 'y'),
		...changes,
	};
}
async function verdict(rule: RuleId, given: CheckInput): Promise<Finding> {
	const findings = await checkSplit(given);
	return findings.find((one) => one.rule === rule) as Finding;
}

describe('as many different targets as rows', () => {
	const n = 150_000;
	const every: CheckInput = {
		table: { rows: n, columns: [number('a', () => 1, 'float64', n), number('y', (i) => i, 'int32', n)] },
		split: { train: rowsFrom(0, 120_000), validation: rowsFrom(120_000, n), test: new Uint32Array() },
		target: 'y',
		analysis: 'multi-class',
		inputs: ['a'],
	};
	const breathe = () => Promise.resolve();
	it('are told, however many they are', async () => {
		expect((await labelConflict(evidenceOf(every), breathe)).verdict).toBe('warn');
		const folds = [{ train: rowsFrom(60_000, 120_000), validation: rowsFrom(0, 60_000), repeat: 0 }];
		const folded = { ...every, split: { ...every.split, folds } };
		expect(sizes(evidenceOf(folded)).verdict).toBe('warn');
	});
});

describe('a sound split', () => {
	it('passes every rule, and each says what it looked at', async () => {
		const findings = await checkSplit(input());
		expect(findings.map(({ rule }) => rule)).toEqual(Object.keys(RULES));
		for (const { rule, verdict, title, detail } of findings) {
			expect({ rule, verdict }).toEqual({ rule, verdict: 'pass' });
			expect(title).toBe(RULES[rule].pass);
			expect(detail).not.toBe('');
		}
	});
});

/** Inputs of all rules that find something: what is found, and how bad. */
const copied = [A, B, C].map((column) =>
	edited(column, (value, i) => (i >= 200 && i < 210 ? valueOf(column, i - 200) : value)),
);
const noisy = [A, B, C].map((column) =>
	edited(column, (value, i) => (i >= 200 && i < 210 ? valueOf(column, i - 200) + 1e-6 : value)),
);
const few = number('few', (i) => i % 4, 'int32');
const date = number('seen', (i) => ((i * 7919) % N) * 86_400_000, 'date');
const patient = number('patient_id', (i) => i % 60, 'int32');
const folds = (size: number, of = 5) =>
	Array.from({ length: of }, (_, f) => ({
		train: rowsFrom(0, 200).filter((i) => Math.floor(i / size) !== f),
		validation: rowsFrom(0, 200).filter((i) => Math.floor(i / size) === f),
	}));

const FAILING: [RuleId, string, 'warn' | 'refuse', RegExp, CheckInput][] = [
	[
		'shared-rows',
		'a row in train and test',
		'refuse',
		/two splits at once: 1 row$/,
		input(undefined, {
			split: {
				train: rowsFrom(0, 251),
				validation: rowsFrom(251, 270),
				test: Uint32Array.from([250, ...rowsFrom(270, 300)]),
			},
		}),
	],
	[
		'shared-rows',
		'a row on both sides of a fold',
		'refuse',
		/1 row$/,
		input(undefined, {
			split: { ...input().split, folds: [{ train: rowsFrom(0, 101), validation: rowsFrom(100, 200) }] },
		}),
	],
	['equal-rows', 'ten copies', 'warn', /10 rows of 100 \(10 %\)/, input([...copied, Y])],
	[
		'equal-rows',
		'a test of copies',
		'refuse',
		/is a copy: 100 rows of 100 \(100 %\)/,
		input([...[A, B, C].map((column) => edited(column, (_, i) => valueOf(column, i % 100))), Y]),
	],
	['equal-rows', 'few-valued inputs', 'warn', /100 rows of 100/, input([few, Y])],
	[
		'equal-rows',
		'copies in other folds',
		'warn',
		/Equal rows in different splits: 2 rows of 300/,
		input(
			[
				...[A, B, C].map((column) => edited(column, (value, i) => (i === 199 ? valueOf(column, 0) : value))),
				Y,
			],
			{
				split: { ...input().split, folds: folds(40) },
			},
		),
	],
	[
		'near-equal-rows',
		'ten disturbed copies',
		'warn',
		/Nearly equal rows in different splits: 10 rows/,
		input([...noisy, Y]),
	],
	['label-conflict', 'few-valued inputs', 'warn', /300 rows \(100 %\)/, input([few, Y])],
	[
		'label-conflict',
		'equal inputs with different quantities',
		'warn',
		/300 rows/,
		input([few, normal('y')], { analysis: 'regression' }),
	],
	[
		'groups',
		'a declared group in two splits',
		'refuse',
		/Groups of "patient_id" in more than one split: 60 groups of 60/,
		input([A, B, C, patient, Y], { group: 'patient_id', inputs: ['a', 'b', 'c'] }),
	],
	[
		'groups',
		'a column named as groups are',
		'warn',
		/"patient_id" looks like a group/,
		input([A, B, C, patient, Y]),
	],
	[
		'groups',
		'a text with the values of groups',
		'warn',
		/"made by" looks like a group/,
		input([A, B, C, text('made by', (i) => `maker ${i % 50}`), Y]),
	],
	[
		'time-order',
		'a declared time out of order',
		'refuse',
		/Rows later than the split they come before: 1 row$/,
		input([A, B, C, number('t', (i) => (i === 0 ? 260.5 : i)), Y], {
			time: 't',
			method: 'time',
			split: { train: rowsFrom(0, 200), validation: new Uint32Array(), test: rowsFrom(260, 300) },
		}),
	],
	[
		'time-order',
		'dates split by chance',
		'warn',
		/"seen": dated rows are split at random/,
		input([A, B, C, date, Y]),
	],
	[
		'target-derived',
		'the target among the inputs',
		'refuse',
		/"y" is among the inputs/,
		input(undefined, { inputs: ['a', 'y'] }),
	],
	[
		'target-derived',
		'an expression that reads the target through another',
		'refuse',
		/Inputs computed from the target: "twice"/,
		input([A, B, C, number('twice', (i) => i), Y], {
			derived: [
				{ column: 'twice', from: ['once', 'a'], past: false },
				{ column: 'once', from: ['y'], past: false },
			],
		}),
	],
	[
		'target-derived',
		'what one of several labels was made into',
		'refuse',
		/Inputs computed from the target: "twice"/,
		input([A, B, C, number('twice', (i) => i), Y], {
			labels: ['no', 'yes'],
			derived: [{ column: 'twice', from: ['yes'], past: false }],
		}),
	],
	[
		'target-derived',
		'a column that follows the target',
		'warn',
		/give the target away: "kind"/,
		input([A, B, C, text('kind', (i) => (i % 3 === 0 ? 'K1' : 'K2')), Y]),
	],
	[
		'sizes',
		'no training rows',
		'refuse',
		/No row in train/,
		input(undefined, { split: { ...input().split, train: new Uint32Array() } }),
	],
	[
		'sizes',
		'one class in training',
		'refuse',
		/One class only in train/,
		input(undefined, { split: { ...input().split, train: rowsFrom(0, 200).filter((i) => i % 3 === 0) } }),
	],
	[
		'sizes',
		'more folds than rows of any class',
		'refuse',
		/5 folds, and no class with as many rows/,
		input([A, B, C, text('y', (i) => `k${i % 75}`)], {
			analysis: 'multi-class',
			split: { ...input().split, folds: folds(40) },
		}),
	],
	[
		'sizes',
		'few rows to test on',
		'warn',
		/5 rows in test/,
		input(undefined, { split: { ...input().split, test: rowsFrom(250, 255) } }),
	],
	[
		'sizes',
		'a rare class',
		'warn',
		/1 row of "rare" in test/,
		input([A, B, C, text('y', (i) => (i % 150 === 149 ? 'rare' : i % 2 ? 'no' : 'yes'))], {
			analysis: 'multi-class',
		}),
	],
	[
		'absent-classes',
		'a class without a training row',
		'warn',
		/Classes without a training row: "new"/,
		input([A, B, C, text('y', (i) => (i > 280 ? 'new' : i % 2 ? 'no' : 'yes'))]),
	],
	[
		'absent-classes',
		'a class that is never scored',
		'warn',
		/Classes missing from a split: "old"/,
		input([A, B, C, text('y', (i) => (i < 20 ? 'old' : i % 2 ? 'no' : 'yes'))]),
	],
	[
		'shift',
		'a test of other numbers',
		'warn',
		/^Strong .*"a"/,
		input([edited(A, (value, i) => (i >= 250 ? value + 2 : value)), B, C, Y]),
	],
	[
		'shift',
		'a test of other texts',
		'warn',
		/"s"/,
		input([A, B, C, text('s', (i) => (i >= 250 || i % 5 === 0 ? 'left' : 'right')), Y]),
	],
	[
		'window-overlap',
		'windows that reach into the test',
		'refuse',
		/share rows: 10 rows/,
		input([A, B, C], {
			target: null,
			analysis: null,
			window: windowPlan(N, { size: 10, shift: 10 }, true),
			split: { train: rowsFrom(0, 20), validation: new Uint32Array(), test: rowsFrom(20, 28) },
		}),
	],
	[
		'constant-columns',
		'a constant',
		'warn',
		/hardly vary in training: "k"/,
		input([A, B, C, number('k', () => 3), Y]),
	],
	[
		'constant-columns',
		'one row of two hundred',
		'warn',
		/"k"/,
		input([A, B, C, number('k', (i) => (i === 9 ? 1 : 0)), Y]),
	],
	[
		'missing-one-side',
		'gaps that training never met',
		'warn',
		/"a"/,
		input([edited(A, (value, i) => (i === 299 ? NaN : value)), B, C, Y]),
	],
	[
		'missing-one-side',
		'gaps in training alone',
		'warn',
		/"a"/,
		input([edited(A, (value, i) => (i < 200 && i % 2 ? NaN : value)), B, C, Y]),
	],
	[
		'interpolation',
		'all splits at once',
		'warn',
		/over all splits at once: "a"/,
		input(undefined, { interpolations: [{ columns: ['a'], separate: false }] }),
	],
	[
		'fit-scope',
		'an override',
		'warn',
		/rows that are scored: StandardScaler/,
		input(undefined, { overrides: [{ step: 'StandardScaler', reason: 'A law of nature.' }] }),
	],
];

describe('what is found', () => {
	it.each(FAILING)('%s: %s', async (rule, _, expected, title, given) => {
		const finding = await verdict(rule, given);
		expect({ verdict: finding.verdict, title: finding.title }).toEqual({
			verdict: expected,
			title: expect.stringMatching(title) as string,
		});
		expect(finding.title + finding.detail + finding.remedy).not.toMatch(/[{}]|undefined|NaN/);
		expect(finding.remedy).not.toBe('');
	});

	it('covers every rule', () => {
		expect(new Set(FAILING.map(([rule]) => rule))).toEqual(new Set(Object.keys(RULES)));
	});
});

const plan = windowPlan(N, { size: 10, shift: 10 }, true);
const apart = { train: rowsFrom(0, 18), validation: new Uint32Array(), test: rowsFrom(20, plan.count) };
const PASSING: [RuleId, string, CheckInput][] = [
	[
		'shared-rows',
		'folds that share out the training rows',
		input(undefined, { split: { ...input().split, folds: folds(40) } }),
	],
	[
		'equal-rows',
		'copies on one side',
		input([
			...[A, B, C].map((column) => edited(column, (value, i) => (i < 5 ? valueOf(column, 9) : value))),
			Y,
		]),
	],
	[
		'equal-rows',
		'a copy in no split',
		input(
			[
				...[A, B, C].map((column) => edited(column, (value, i) => (i === 0 ? valueOf(column, 299) : value))),
				Y,
			],
			{ split: { ...input().split, train: rowsFrom(1, 200) } },
		),
	],
	['equal-rows', 'no inputs', input([Y])],
	[
		'near-equal-rows',
		'disturbed copies on one side',
		input([
			...[A, B, C].map((column) =>
				edited(column, (value, i) => (i < 5 ? valueOf(column, i + 9) + 1e-7 : value)),
			),
			Y,
		]),
	],
	[
		'near-equal-rows',
		'disturbed copies that differ in a text',
		input([...noisy, text('s', (i) => `s${i}`), Y]),
	],
	[
		'near-equal-rows',
		'columns that are one and the same, and dense',
		input([...['p', 'q', 'r', 's'].map((name) => number(name, (i) => ((i * 7919) % N) / N)), Y]),
	],
	[
		'near-equal-rows',
		'too few measured columns',
		input([edited(A, (value, i) => value - (i >= 200 ? 1e-9 : 0)), Y]),
	],
	[
		'label-conflict',
		'equal inputs with equal targets',
		input([few, text('y', (i) => (i % 4 === 1 ? 'yes' : 'no'))]),
	],
	[
		'groups',
		'a declared group kept together',
		input([A, B, C, number('patient_id', (i) => Math.floor(i / 10), 'int32'), Y], {
			group: 'patient_id',
			method: 'group',
		}),
	],
	[
		'groups',
		'an undeclared group that happens to be kept together',
		input([A, B, C, number('patient_id', (i) => Math.floor(i / 10), 'int32'), Y]),
	],
	['groups', 'an identifier of rows', input([A, B, C, number('patient_id', (i) => i, 'int32'), Y])],
	['groups', 'a text of few kinds', input([A, B, C, text('colour', (i) => `c${i % 7}`), Y])],
	['groups', 'a whole number that is a quantity', input([A, B, C, number('age', (i) => i % 60, 'int32'), Y])],
	[
		'time-order',
		'a declared time in order, equal times at the boundary',
		input([A, B, C, number('t', (i) => Math.floor(i / 8)), Y], { time: 't', method: 'time' }),
	],
	[
		'time-order',
		'an undeclared date in the order of the split',
		input([A, B, C, number('seen', (i) => i * 86_400_000, 'date'), Y]),
	],
	[
		'time-order',
		'dated rows that are split by group',
		input([A, B, C, date, Y], { method: 'group', group: 'a' }),
	],
	[
		'target-derived',
		'an expression that reads other columns',
		input(undefined, { derived: [{ column: 'a', from: ['b'], past: false }] }),
	],
	[
		'target-derived',
		'an expression that reads the target and is no input',
		input([A, B, C, number('twice', (i) => i), Y], {
			inputs: ['a'],
			derived: [{ column: 'twice', from: ['y'], past: false }],
		}),
	],
	[
		'target-derived',
		'what the target was before',
		input([A, B, C, normal('before'), Y], { derived: [{ column: 'before', from: ['y'], past: true }] }),
	],
	[
		'sizes',
		'a train split alone',
		input(undefined, {
			split: { train: rowsFrom(0, 300), validation: new Uint32Array(), test: new Uint32Array() },
		}),
	],
	['sizes', 'folds of enough rows', input(undefined, { split: { ...input().split, folds: folds(40) } })],
	['absent-classes', 'a quantity', input([A, B, C, normal('y')], { analysis: 'regression' })],
	[
		'shift',
		'few rows to test on',
		input(undefined, { split: { ...input().split, test: rowsFrom(290, 300) } }),
	],
	[
		'window-overlap',
		'windows with a gap between splits',
		input([A, B, C], { target: null, analysis: null, window: plan, split: apart }),
	],
	[
		'constant-columns',
		'a column of two values',
		input([A, B, C, number('k', (i) => (i % 50 === 0 ? 1 : 0)), Y]),
	],
	[
		'missing-one-side',
		'gaps everywhere',
		input([edited(A, (value, i) => (i % 10 === 0 ? NaN : value)), B, C, Y]),
	],
	[
		'missing-one-side',
		'one gap, in training',
		input([edited(A, (value, i) => (i === 7 ? NaN : value)), B, C, Y]),
	],
	[
		'interpolation',
		'split by split',
		input(undefined, { interpolations: [{ columns: ['a'], separate: true }] }),
	],
	['fit-scope', 'no override', input(undefined, { overrides: [] })],
];

describe('what passes', () => {
	it.each(PASSING)('%s: %s', async (rule, _, given) => {
		expect((await verdict(rule, given)).verdict).toBe('pass');
	});

	it('covers every rule', () => {
		expect(new Set(PASSING.map(([rule]) => rule))).toEqual(new Set(Object.keys(RULES)));
	});
});

describe('findings', () => {
	it('come as refusals, then warnings, then passes', async () => {
		const found = await checkSplit(
			input([...copied, patient, number('k', () => 1), Y], { group: 'patient_id' }),
		);
		const verdicts = found.map(({ verdict }) => verdict);
		expect(verdicts).toEqual(
			[...verdicts].sort(
				(a, b) => ['refuse', 'warn', 'pass'].indexOf(a) - ['refuse', 'warn', 'pass'].indexOf(b),
			),
		);
		expect(new Set(verdicts).size).toBe(3);
	});

	it('name rows of the dataset, twenty at most, and count the others', async () => {
		const { rows = [], more } = await verdict('equal-rows', input([few, Y]));
		expect(rows).toHaveLength(ROWS_SHOWN);
		expect(more).toBe(80);
		expect(rows[0]).toEqual({ label: 'train 1 ↔ validation 201', rows: [0, 200] });
	});

	it('name rows as the dataset has them where transforms dropped or made some', async () => {
		const origin = Int32Array.from({ length: N }, (_, i) => (i === 0 ? -1 : i + 1000));
		const { rows = [] } = await verdict('equal-rows', input([few, Y], { origin }));
		expect(rows[0]).toEqual({ label: 'train (a made row) ↔ validation 1201', rows: [1200] });
		expect(rows[1]).toEqual({ label: 'train 1002 ↔ validation 1202', rows: [1001, 1201] });
	});

	it('name pairs that are in fact equal, in two places', async () => {
		const { rows = [] } = await verdict('equal-rows', input([...copied, Y]));
		expect(rows.map((one) => one.rows)).toEqual(Array.from({ length: 10 }, (_, i) => [i, 200 + i]));
	});

	it('that are refused may be overridden by the document, and then warn and say so', async () => {
		const given = input([A, B, C, patient, Y], { group: 'patient_id' });
		const refused = await verdict('groups', given);
		expect(refused.override).toBe('groups');
		const warned = await verdict('groups', { ...given, allowed: ['groups'] });
		expect(warned.verdict).toBe('warn');
		expect(warned.detail).toContain('in spite of it');
		expect((await verdict('groups', { ...given, allowed: ['sizes'] })).verdict).toBe('refuse');
	});

	it('about rows in two splits cannot be overridden', async () => {
		const split = { train: rowsFrom(0, 201), validation: rowsFrom(200, 250), test: rowsFrom(250, 300) };
		const finding = await verdict('shared-rows', input(undefined, { split, allowed: ['shared-rows'] }));
		expect(finding.verdict).toBe('refuse');
	});
});

describe('sequences', () => {
	const sequences = (change: (value: number, i: number) => number): CheckInput => {
		const columns = ['u', 'v'].map((name) => edited(normal(name, N), change));
		return {
			table: { rows: N, columns, inner: [5] },
			split: { train: rowsFrom(0, 40), validation: rowsFrom(40, 50), test: rowsFrom(50, 60) },
			target: null,
			analysis: null,
			inputs: ['u', 'v'],
		};
	};
	it('are compared as a whole', async () => {
		expect(
			(
				await verdict(
					'equal-rows',
					sequences((value) => value),
				)
			).verdict,
		).toBe('pass');
		const firstRowsAlike = sequences((value, i) => (i % 5 === 0 ? 1 : value));
		expect((await verdict('equal-rows', firstRowsAlike)).verdict).toBe('pass');
	});

	it('are found equal, and nearly equal, sequence by sequence', async () => {
		const given = sequences((value) => value);
		const copy = (noise: number): CheckInput => ({
			...given,
			table: {
				...given.table,
				columns: given.table.columns.map((column) =>
					edited(column, (value, i) => (Math.floor(i / 5) === 55 ? valueOf(column, i - 250) + noise : value)),
				),
			},
		});
		expect((await verdict('equal-rows', copy(0))).rows).toEqual([
			{ label: 'train 6 ↔ test 56', rows: [5, 55] },
		]);
		expect((await verdict('near-equal-rows', copy(1e-6))).rows).toEqual([
			{ label: 'train 6 ↔ test 56', rows: [5, 55] },
		]);
	});
});

describe('images with a table of labels', () => {
	const images: CheckInput = {
		table: { rows: N, columns: [A, B, C], inner: [5, 2] },
		known: {
			rows: 30,
			columns: [text('y', (i) => (i % 2 ? 'cat' : 'dog'), 30), number('scan', (i) => i % 6, 'int32', 30)],
		},
		split: { train: rowsFrom(0, 10), validation: rowsFrom(10, 20), test: rowsFrom(20, 30) },
		target: 'y',
		analysis: 'binary',
		inputs: ['a', 'b', 'c'],
	};
	it('know classes and groups by the table', async () => {
		expect((await verdict('sizes', images)).detail).toContain('10 in test');
		expect((await verdict('absent-classes', images)).detail).toContain('2 classes');
		const grouped = await verdict('groups', { ...images, group: 'scan' });
		expect(grouped.title).toContain('6 groups of 6');
	});
	it('are held against their labels', async () => {
		const first = (column: Column) =>
			edited(column, (value, i) => (i >= 290 ? valueOf(column, i - 290) : value));
		const twins = { ...images, table: { ...images.table, columns: [A, B, C].map(first) } };
		expect((await verdict('label-conflict', twins)).rows).toEqual([
			{ label: 'train 1 ↔ test 30', rows: [0, 29] },
		]);
	});
});

describe('a call', () => {
	it('stops with the signal, between pieces', async () => {
		const stop = new AbortController();
		let pieces = 0;
		const pause = () => {
			if (++pieces === 5) stop.abort();
			return undefined;
		};
		await expect(checkSplit(input(), { signal: stop.signal, pause })).rejects.toThrow(/abort/i);
		expect(pieces).toBe(5);
	});

	it('reports how many rules are done', async () => {
		const done: number[] = [];
		await checkSplit(input(), { onProgress: (progress) => done.push(progress.done) });
		expect(done).toEqual([...done].sort((a, b) => a - b));
		expect(done.at(-1)).toBe(Object.keys(RULES).length);
	});
});

describe('splits by chance', () => {
	it('hardly ever look shifted, however many columns there are', async () => {
		const columns = Array.from({ length: 100 }, (_, c) => normal(`c${c}`));
		const given = input([...columns, Y]);
		const order = (seed: number) => new Stream(seed, 'order').permutation(N);
		let alarms = 0;
		for (let seed = 0; seed < 10; seed++) {
			const rows = order(seed);
			const split = {
				train: rows.slice(0, 200).sort(),
				validation: rows.slice(200, 250).sort(),
				test: rows.slice(250).sort(),
			};
			if ((await verdict('shift', { ...given, split })).verdict !== 'pass') alarms++;
		}
		expect(alarms).toBeLessThanOrEqual(1);
	});
});
