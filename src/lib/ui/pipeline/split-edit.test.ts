/** Edits of split and target, and what one can do about a finding: each result is a document the schema takes. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Finding } from '$lib/engine/check/finding';
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import { pipelineSchema, type Pipeline } from '$lib/engine/schema/pipeline';
import type { SplitMethod } from '$lib/engine/schema/split';
import { foldWords, luckWords } from '$lib/ui/runs/fold-words';
import { idleOverrides, repairOf, setOverride } from './check-edit';
import {
	fieldOf,
	gapOf,
	groupColumns,
	METHODS,
	offers,
	setFolds,
	setGap,
	setMethod,
	setRepeats,
	setShare,
	timeColumns,
} from './split-edit';
import {
	analysisOf,
	flagColumns,
	renamed,
	setFill,
	setTargetColumn,
	setTargetFlags,
	setUnsupervised,
} from './target-edit';

const A = `sha256:${'a'.repeat(64)}` as const;
const ROWS = 100;
const column = (
	name: string,
	dtype: DatasetColumn['dtype'],
	distinct: number,
	missing = 0,
): DatasetColumn => ({
	name,
	dtype,
	statistics: { kind: 'categorical', missing, distinct, top: [] },
});
const columns = [
	column('patient', 'string', 20),
	column('id', 'string', ROWS),
	column('dose', 'float64', 40),
	column('day', 'date', 90),
	column('seen', 'timestamp', 90, 3),
	column('visits', 'int32', 9),
];
const document: Pipeline = {
	kind: 'pipeline',
	name: 'p',
	analysis: 'regression',
	inputs: [{ dataset: A, columns: { exclude: ['id'] }, impute: [], encode: [] }],
	target: { dataset: A, columns: ['dose'], encode: null },
	split: { test: 0.2, validation: 0.1, folds: 5, bins: 4, stratify: 'target', seed: 3 },
};
const taken = (next: Pipeline) => {
	const parsed = v.safeParse(pipelineSchema, next);
	return parsed.success ? null : parsed.issues.map(({ message }) => message);
};

describe('the method of a split', () => {
	it('goes by columns that fit: groups repeat, times have no gaps, dates come first', () => {
		expect(groupColumns(columns, ROWS).map(({ name }) => name)).toEqual(['patient', 'day', 'seen', 'visits']);
		expect(timeColumns(columns).map(({ name }) => name)).toEqual(['day', 'dose', 'visits']);
		expect(offers('time', [column('patient', 'string', 3)], ROWS)).toBe(false);
		expect(offers('group', [column('id', 'string', ROWS)], ROWS)).toBe(false);
		expect(offers('random', [], ROWS)).toBe(true);
	});

	it('brings its fields and takes the others away, from each to each', () => {
		const methods = Object.keys(METHODS) as SplitMethod[];
		for (const from of methods)
			for (const to of methods) {
				const before = setMethod(document, from, columns, ROWS);
				const next = setMethod(before, to, columns, ROWS);
				expect(taken(next), `${from} to ${to}`).toBeNull();
			}
		const { split } = setMethod(document, 'leave-one-group-out', columns, ROWS);
		expect(split).toMatchObject({ group: 'patient', test: null, validation: null, folds: null });
		expect(
			setMethod(setMethod(document, 'time', columns, ROWS), 'random', columns, ROWS).split,
		).not.toHaveProperty('time');
	});

	it('groups by what is likely one, and not by the label or by two values', () => {
		const asked = [column('smoker', 'int32', 2), column('dose', 'int32', 40), column('visits', 'int32', 9)];
		expect(setMethod(document, 'group', asked, ROWS).split.group).toBe('visits');
		expect(setMethod(document, 'group', [...asked, column('site', 'string', 5)], ROWS).split.group).toBe(
			'site',
		);
		expect(setMethod(document, 'group', asked.slice(0, 1), ROWS).split.group).toBe('smoker');
	});

	it('has no validation without a test, and no repeats without folds', () => {
		expect(setShare(document, 'test', 0).split).toMatchObject({ test: null, validation: null });
		expect(setShare(document, 'validation', 0).split).toMatchObject({ test: 0.2, validation: null });
		const repeated = setRepeats(document, 3);
		expect(repeated.split.repeats).toBe(3);
		expect(setFolds(repeated, 0).split).not.toHaveProperty('repeats');
		expect(setRepeats(repeated, 1).split).not.toHaveProperty('repeats');
	});

	it('reads and writes gaps in the unit a person would use', () => {
		const time = setMethod(document, 'time', columns, ROWS);
		for (const [unit, size] of [
			['rows', 4],
			['days', 2],
			['hours', 5],
			['minutes', 90],
		] as const) {
			const next = setGap(time, unit, size);
			expect(taken(next)).toBeNull();
			expect(gapOf(next.split)).toEqual({ unit, size });
		}
		expect(setGap(setGap(time, 'rows', 4), 'none', 0).split).not.toHaveProperty('gap');
		expect(gapOf(document.split).unit).toBe('none');
	});

	it('knows the field a refusal concerns', () => {
		expect(fieldOf('split.time-text')).toBe('time');
		expect(fieldOf('split.time-too-short')).toBe('gap');
		expect(fieldOf('split.folds-groups')).toBe('folds');
		expect(fieldOf('split.too-few-groups')).toBe('group');
		expect(fieldOf('pipeline.text-left')).toBeNull();
	});
});

describe('the target', () => {
	it('becomes columns of 0 and 1, nothing, and one column again', () => {
		const flags = [column('a', 'bool', 2), column('b', 'bool', 2), column('c', 'float64', 3)];
		expect(flagColumns(flags).map(({ name }) => name)).toEqual(['a', 'b']);
		const hot = setTargetFlags(document, ['a', 'b']);
		expect(taken(hot)).toBeNull();
		expect(hot.inputs[0]?.columns).toEqual({ exclude: ['id', 'a', 'b'] });
		const forecast = setUnsupervised(hot, 'forecast', { id: A, columns: [...columns, ...flags] });
		expect(taken(forecast)).toBeNull();
		expect(forecast).toMatchObject({ analysis: 'regression', inputs: [{ window: { size: 12, shift: 1 } }] });
		// What was the label is forecast too, and is given a step.
		expect(forecast.inputs[0]?.columns).toEqual({ exclude: ['id'] });
		expect(forecast.inputs[0]?.encode).toContainEqual({ encoder: 'StandardScaler', columns: ['a', 'b'] });
		const again = setTargetColumn(forecast, column('patient', 'string', 20));
		expect(taken(again)).toBeNull();
		expect(again.analysis).toBe('multi-class');
		expect(again.inputs[0]).not.toHaveProperty('window');
		expect(again.inputs[0]?.columns).toEqual({ exclude: ['id', 'patient'] });
	});

	it('is taken for what its values are', () => {
		expect(analysisOf(column('x', 'string', 2))).toBe('binary');
		expect(analysisOf(column('x', 'int32', 12))).toBe('multi-class');
		expect(analysisOf(column('x', 'int32', 40))).toBe('regression');
		expect(analysisOf(column('x', 'float64', 12))).toBe('regression');
	});

	it('gives the document its name until a person does', () => {
		const proposed = { ...document, name: 'Predict dose' };
		const forecast = renamed(setUnsupervised(proposed, 'forecast', { id: A, columns }), 'ward');
		expect(forecast.name).toBe('Forecast ward');
		expect(renamed(setTargetColumn(forecast, column('patient', 'string', 20)), 'ward').name).toBe(
			'Predict patient',
		);
		expect(renamed({ ...forecast, name: 'Mine' }, 'ward').name).toBe('Mine');
	});

	it('takes a reshape along only while no window adds an axis', () => {
		const reshaped = {
			...document,
			inputs: document.inputs.map((input) => ({ ...input, reshape: [0, 1] })),
		};
		const offered = { id: A, columns };
		expect(setUnsupervised(reshaped, 'autoencoder', offered).inputs[0]?.reshape).toEqual([0, 1]);
		expect(setUnsupervised(reshaped, 'forecast', offered).inputs[0]).not.toHaveProperty('reshape');
	});

	it('is filled where it has gaps, or not', () => {
		const filled = setFill(document, 'linear');
		expect(filled.target.interpolate).toEqual({ method: 'linear' });
		expect(taken(filled)).toBeNull();
		expect(setFill(filled, 'none').target).not.toHaveProperty('interpolate');
	});
});

describe('a finding', () => {
	const finding = (
		rule: Finding['rule'],
		named: string[] = [],
		verdict: Finding['verdict'] = 'warn',
	): Finding => ({
		rule,
		verdict,
		title: '',
		detail: '',
		remedy: '',
		columns: named,
	});
	const repaired = (...of: Parameters<typeof finding>) =>
		repairOf(finding(...of), document, columns, ROWS)?.document;

	it('is overridden by its name, once, and not any more', () => {
		const once = setOverride(setOverride(document, 'equal-rows', true), 'equal-rows', true);
		expect(once.overrides).toEqual(['equal-rows']);
		expect(taken(once)).toBeNull();
		expect(setOverride(once, 'equal-rows', false)).not.toHaveProperty('overrides');
		expect(idleOverrides(once, [finding('equal-rows')])).toEqual([]);
		expect(idleOverrides(once, [finding('equal-rows', [], 'pass')])).toEqual(['equal-rows']);
	});

	it('is mended by one edit where one does it', () => {
		expect(repaired('groups', ['patient'])?.split).toMatchObject({ method: 'group', group: 'patient' });
		expect(repaired('time-order', ['day'])?.split).toMatchObject({ method: 'time', time: 'day' });
		expect(repaired('target-derived', ['visits'])?.inputs[0]?.columns).toEqual({ exclude: ['id', 'visits'] });
		expect(repaired('equal-rows')?.transform).toEqual([
			{ transform: 'dropDuplicates', columns: ['patient', 'dose', 'day', 'seen', 'visits'] },
		]);
		const windows = setUnsupervised(document, 'forecast', { id: A, columns });
		const apart = repairOf(finding('window-overlap'), windows, columns, ROWS);
		expect(apart?.label).toBe('Split in time by day with a gap of 12 windows');
		expect(apart?.document.split).toMatchObject({ method: 'time', time: 'day', gap: { rows: 12 } });
		expect(taken(apart?.document ?? windows)).toBeNull();
		expect(repairOf(finding('window-overlap'), windows, columns.slice(0, 3), ROWS)).toBeNull();
		const ordered = setMethod(document, 'time', columns, ROWS);
		expect(repairOf(finding('time-order', ['day']), ordered, columns, ROWS)).toBeNull();
		for (const rule of ['groups', 'time-order', 'target-derived'] as const)
			expect(taken(repaired(rule, ['patient']) ?? document)).toBeNull();
		expect(repaired('sizes')).toBeUndefined();
	});
});

describe('folds in words', () => {
	it('count within a cutting, and say which cutting where there are several', () => {
		expect(foldWords(undefined, document, [])).toBeNull();
		expect(foldWords(1, document, [])).toBe('2 of 5');
		expect(foldWords(7, setRepeats(document, 3), [])).toBe('3 of 5, cut 2');
		expect(luckWords('2 of 5', 1)).toBe('fold 2 of 5, repeat 1');
		expect(luckWords(null, 2)).toBe('repeat 2');
	});
});
