/** A pipeline's split over its own tables: which columns it means, and what it refuses before a row is cut (SP-05 … SP-08). */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { stagePipeline } from '../prepare/stage';
import { pipelineSchema, type Pipeline, type PipelineInput } from '../schema/pipeline';
import type { SplitSpec } from '../schema/split';
import type { Column, Table } from '../table/table';
import { splitStage } from './split-stage';
import { allOf, numbers, range, sizesOf, specOf, texts } from './testing';

const [ID, OTHER] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}` as const) as [
	`sha256:${string}`,
	`sha256:${string}`,
];
const table = (...columns: Column[]): Table => ({
	rows: columns[0] && 'values' in columns[0] ? columns[0].values.length : 0,
	columns,
});

interface Declared {
	inputs?: Partial<PipelineInput>[];
	target?: Partial<Pipeline['target']>;
	analysis?: Pipeline['analysis'];
	split?: Partial<SplitSpec>;
}
const pipelineOf = ({ inputs = [{}], target, analysis = 'regression', split }: Declared): Pipeline =>
	v.parse(pipelineSchema, {
		kind: 'pipeline',
		name: 'p',
		analysis,
		inputs: inputs.map((input) => ({
			dataset: ID,
			columns: { exclude: [] },
			impute: [],
			encode: [],
			...input,
		})),
		target: { dataset: ID, columns: ['y'], encode: null, ...target },
		split: specOf(split),
	});
const splitOf = (tables: readonly Table[], declared: Declared) => {
	const sources = new Map(tables.map((each, i) => [i === 0 ? ID : OTHER, each]));
	return splitStage(stagePipeline(sources, pipelineOf(declared)));
};
const refused = (act: () => unknown, code: string) =>
	expect(act).toThrow(expect.objectContaining({ code }) as Error);

const x = numbers('x', range(60));
const y = numbers(
	'y',
	range(60).map((i) => (i * 7) % 60),
);
const unsupervised = { columns: [], unsupervised: 'autoencoder' as const };
const forecast = { columns: [], unsupervised: 'forecast' as const };
const window = { size: 6, shift: 2 };

describe('samples in common', () => {
	const both = { inputs: [{}, { dataset: OTHER }] };
	it('SP-05 and SP-06: every input has as many as the target', () => {
		expect(allOf(splitOf([table(x, y), table(x)], both))).toEqual(range(60));
		refused(() => splitOf([table(x, y), table(numbers('x', range(59)))], both), 'pipeline.samples');
		refused(
			() => splitOf([table(y), table(numbers('x', range(61)))], { inputs: [{ dataset: OTHER }] }),
			'pipeline.samples',
		);
	});
	it('SP-07: windows have no target, and are samples themselves', () => {
		const split = splitOf([table(x)], { inputs: [{ window }], target: forecast });
		expect(allOf(split)).toEqual(range(27));
		refused(() => splitOf([table(x, y)], { inputs: [{ window }] }), 'pipeline.window-label');
	});
	it('SP-08: one input where there is no target', () => {
		expect(allOf(splitOf([table(x)], { target: unsupervised }))).toEqual(range(60));
		refused(
			() => splitOf([table(x), table(x)], { ...both, target: unsupervised }),
			'pipeline.unsupervised-inputs',
		);
	});
});

describe('the target', () => {
	it('is warned of where it says the same everywhere (LA-05, LA-06)', () => {
		const hot = (name: string, value: number) => numbers(name, new Float64Array(60).fill(value), 'int64');
		const declared = { target: { columns: ['a', 'b'] }, analysis: 'multi-class' as const };
		const { warnings } = splitOf([table(x, hot('a', 1), hot('b', 0))], declared);
		expect(warnings).toEqual([
			expect.stringContaining('"a" is 1 in every row'),
			expect.stringContaining('"b" is 0 in every row'),
		]);
		expect(splitOf([table(x, y)], {}).warnings).toEqual([]);
	});
});

describe('the columns a split names', () => {
	it('stratify windows by the median of a column', () => {
		const level = numbers(
			'level',
			range(60).map((i) => (i < 30 ? 0 : 1)),
			'int64',
		);
		const stratify = { column: 'level' };
		const inputs = [{ window: { size: 5, shift: 5 } }];
		const split = splitOf([table(x, level)], { inputs, target: unsupervised, split: { stratify } });
		expect(split.stratified).toBe(true);
		const early = split.test.filter((sample) => sample < 6).length;
		expect(Math.abs(early - split.test.length / 2)).toBeLessThan(1);
	});
	it('order windows in time', () => {
		const split = splitOf([table(x)], {
			inputs: [{ window }],
			target: forecast,
			split: { method: 'time', time: 'x', gap: { rows: 3 } },
		});
		expect(Math.max(...split.train) + 3).toBeLessThan(Math.min(...split.validation));
		expect(Math.max(...split.validation) + 3).toBeLessThan(Math.min(...split.test));
	});
	it('group images by a column of the table beside them', () => {
		const images: Table = { rows: 240, columns: [numbers('gray', range(240))], inner: [2, 2] };
		const patient = texts(
			'patient',
			range(60).map((i) => `p${i >> 2}`),
		);
		const split = splitOf([table(y, patient), images], {
			inputs: [{ dataset: OTHER }],
			split: { method: 'group', group: 'patient', folds: 3 },
		});
		const of = (part: Uint32Array) => new Set([...part].map((sample) => patient.codes[sample]));
		expect([...of(split.test)].some((group) => of(split.train).has(group))).toBe(false);
		for (const { train, validation } of split.folds ?? [])
			expect([...of(validation)].some((group) => of(train).has(group))).toBe(false);
	});
	it('find clusters in the inputs, never in the target', () => {
		const apart = numbers(
			'y',
			range(60).map((i) => (i % 2) * 1000),
		);
		const near = numbers(
			'x',
			range(60).map((i) => Math.floor(i / 20) * 50 + (i % 3)),
		);
		const { groups } = splitOf([table(apart, near)], { split: { method: 'cluster', clusters: 3 } });
		expect(new Set(groups).size).toBe(3);
		for (const i of range(60)) expect(groups?.[i]).toBe(groups?.[Math.floor(i / 20) * 20]);
	});
	it('take the class of one-hot targets', () => {
		const hot = [0, 1].map((k) =>
			numbers(
				`is${k}`,
				range(60).map((i) => Number(i % 2 === k)),
				'int64',
			),
		);
		const split = splitOf([table(x, ...hot)], {
			target: { columns: ['is0', 'is1'] },
			analysis: 'multi-class',
			split: { stratify: 'target' },
		});
		expect(split.stratified).toBe(true);
		expect(sizesOf(split)).toEqual([36, 12, 12]);
		expect(split.test.filter((sample) => sample % 2 === 0).length).toBe(6);
	});
});
