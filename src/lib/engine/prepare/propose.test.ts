import { applyTable, fitTable } from '../../../../tests/fixtures/one-table';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { Stream } from '../random/stream';
import type { Dataset } from '../schema/dataset';
import { pipelineSchema } from '../schema/pipeline';
import { classCodes } from '../split/class-codes';
import { splitTable } from '../split/split-table';
import { columnStatistics } from '../table/column-statistics';
import { compareCodePoints } from '../table/compare';
import type { Column, NumericDtype, Table } from '../table/table';
import { isIdName } from './column-fate';

import { propose } from './propose';

const ID = `sha256:${'b'.repeat(64)}` as const;
const ROWS = 120;
const stream = new Stream(3, 'propose.test');

const number = (name: string, dtype: NumericDtype, f: (row: number) => number): Column => ({
	name,
	dtype,
	values: Float64Array.from({ length: ROWS }, (_, row) => f(row)),
});
const text = (name: string, f: (row: number) => string | null): Column => {
	const values = Array.from({ length: ROWS }, (_, row) => f(row));
	const dictionary = [...new Set(values.filter((value) => value !== null))].sort(compareCodePoints);
	return {
		name,
		dtype: 'string',
		dictionary,
		codes: Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value))),
	};
};
const uniform = Array.from({ length: ROWS }, () => stream.uniform());
const x = number('x', 'float64', (row) => uniform[row] as number);

function proposed(target: string, ...columns: Column[]) {
	const table: Table = { rows: ROWS, columns };
	const dataset: Dataset = {
		kind: 'dataset',
		id: ID,
		name: 'made',
		version: 1,
		rows: ROWS,
		columns: columns.map((column) => ({
			name: column.name,
			dtype: column.dtype,
			statistics: columnStatistics(column),
		})),
		source: { format: 'csv', file: 'made.csv', bytes: 1, notes: [] },
		parquet: { bytes: 1, sha256: '' },
		createdAt: 0,
	};
	const { pipeline, reasons } = propose(dataset, table, target, 7);
	const input = pipeline.inputs[0];
	if (!input || !('exclude' in input.columns)) throw new Error('an input that excludes is expected');
	const why = (name: string) =>
		reasons.filter(({ column }) => column === name).map(({ verdict, text: words }) => `${verdict}: ${words}`);
	return { pipeline, reasons, input, exclude: input.columns.exclude, why, table };
}

describe('the analysis proposed for a target', () => {
	const two = text('y', (row) => (row % 2 ? 'yes' : 'no'));
	it.each([
		['text of two values', two, 'binary'],
		['text of three values', text('y', (row) => 'abc'[row % 3] as string), 'multi-class'],
		['truth values', number('y', 'bool', (row) => row % 2), 'binary'],
		['whole numbers of 20 values', number('y', 'int64', (row) => row % 20), 'multi-class'],
		['whole numbers of 21 values', number('y', 'int64', (row) => row % 21), 'regression'],
		['decimal numbers of two values', number('y', 'float64', (row) => row % 2), 'regression'],
		['decimal numbers of three values', number('y', 'float64', (row) => row % 3), 'regression'],
		['dates', number('y', 'date', (row) => row * 86_400_000), 'regression'],
	] as const)('%s', (_, target, analysis) => {
		const { pipeline, table } = proposed('y', x, target);
		expect(pipeline.analysis).toBe(analysis);
		expect(v.parse(pipelineSchema, pipeline)).toEqual(pipeline);
		expect(pipeline.split).toMatchObject({ test: 0.15, validation: 0.15, seed: 7 });
		// 20 classes do not fit into a test split of 18 rows.
		const fits = new Set(classCodes(target)).size !== 20;
		expect(pipeline.split.stratify).toBe(fits ? 'target' : null);
		expect(pipeline.split.bins === null).toBe(analysis !== 'regression');
		const split = splitTable(table, pipeline);
		expect(split.stratified).toBe(fits);
		expect(applyTable(fitTable(table, pipeline, ID, split), table).rows).toBe(ROWS);
	});

	it.each([
		['one single value', text('y', () => 'same'), 'pipeline.target-one-class'],
		['no value', number('y', 'float64', () => NaN), 'pipeline.target-empty'],
	] as const)('is refused for %s', (_, target, code) => {
		expect(() => proposed('y', x, target)).toThrow(expect.objectContaining({ code }));
	});

	it('is refused for text of more than 1000 values', () => {
		const rows = 1001;
		const dictionary = Array.from({ length: rows }, (_, i) => `v${i}`).sort(compareCodePoints);
		const target: Column = {
			name: 'y',
			dtype: 'string',
			dictionary,
			codes: Int32Array.from({ length: rows }, (_, i) => i),
		};
		const dataset = { id: ID, columns: [] } as unknown as Dataset;
		expect(() => propose(dataset, { rows, columns: [target] }, 'y', 1)).toThrow(
			expect.objectContaining({ code: 'pipeline.target-many-classes' }),
		);
	});

	it('warns of a class too small to stratify, and of rows without a target', () => {
		const { why } = proposed(
			'y',
			x,
			text('y', (row) => (row === 0 ? 'rare' : row === 1 ? null : row % 2 ? 'a' : 'b')),
		);
		expect(why('y').filter((line) => line.startsWith('warn'))).toEqual([
			expect.stringContaining('1 row has no "y"'),
			expect.stringContaining('not stratified'),
		]);
	});
});

describe('the columns proposed', () => {
	const y = number('y', 'float64', (row) => Math.sin(row));
	it.each([
		['unique text', text('name', (row) => `person ${row}`)],
		['a counter', number('n', 'int64', (row) => 1000 + ((row * 7) % ROWS))],
		['numbers named like an identifier', number('customerId', 'int64', (row) => (row % 100) * 31 + 5)],
		['a constant', number('same', 'float64', () => 3)],
		['a column without any value', number('none', 'float64', () => NaN)],
		['text of very many values', text('words', (row) => `w${row % 90}`)],
	])('leave out %s, with the reason', (_, column) => {
		const { exclude, why } = proposed('y', x, column, y);
		expect(exclude).toEqual(['y', column.name]);
		expect(why(column.name)).toEqual([expect.stringMatching(/^left-out: Left out: /)]);
	});

	it.each([
		['a calendar of consecutive years', number('year', 'int64', (row) => 1900 + row)],
		['unique decimal numbers', number('z', 'float64', (row) => row * 1.37)],
		['text of a few values', text('kind', (row) => 'abcd'[row % 4] as string)],
		['truth values', number('flag', 'bool', (row) => row % 2)],
		['whole numbers of few values', number('rooms', 'int64', (row) => row % 5)],
	])('keep %s', (_, column) => {
		expect(proposed('y', column, y).exclude).toEqual(['y']);
	});

	it('are refused when none is left', () => {
		expect(() =>
			proposed(
				'y',
				text('name', (row) => `person ${row}`),
				y,
			),
		).toThrow(expect.objectContaining({ code: 'pipeline.no-inputs' }));
	});

	it('of sentences are weighed word by word, of bases read letter by letter, and gaps of both are empty texts', () => {
		const words = ['win', 'cash', 'now', 'meet', 'me', 'for', 'lunch', 'at', 'noon', 'free'];
		const sentence = text('message', (row) =>
			row % 40 === 7
				? null
				: Array.from({ length: 8 }, (_, i) => words[(row * 7 + i * (row + 3)) % 10]).join(' ') + ` ${row}`,
		);
		const strand = text('promoter', (row) =>
			Array.from({ length: 12 }, (_, i) => 'ACGT'[Math.floor((row + 1) * (i + 1) * 0.37) % 4]).join(''),
		);
		const kind = text('kind', (row) => (row % 9 ? ('ab'[row % 2] as string) : null));
		const { input, why, exclude, table, pipeline } = proposed('y', sentence, strand, kind, y);
		expect(exclude).toEqual(['y']);
		expect(input.impute).toEqual([{ imputer: 'mostFrequent', columns: ['kind'] }]);
		expect(input.encode).toEqual([
			{ encoder: 'TfidfVectorizer', maxFeatures: 1000, columns: ['message'] },
			{ encoder: 'LetterEncoder', alphabet: 'ACGT', columns: ['promoter'] },
			{ encoder: 'OneHotEncoder', handleUnknown: 'ignore', vocabulary: 'all', columns: ['kind'] },
		]);
		expect(why('message')).toEqual([
			expect.stringMatching(/^info: Sentences: .* 3 missing, read as empty\.$/),
		]);
		expect(why('promoter')).toEqual([expect.stringMatching(/^info: Strands of bases/)]);
		const { train } = splitTable(table, pipeline);
		const { features } = applyTable(fitTable(table, pipeline, ID, { train }), table);
		expect(features).toEqual(expect.arrayContaining(['message=cash', 'promoter[11]=T', 'kind=a']));
	});

	it.each([
		['names of persons', (row: number) => `Mrs. Anna (${row}) Smith`],
		['codes', (row: number) => `AB-${row}-CD`],
		[
			'short strands',
			(row: number) => 'ACGT'[row % 4] + row.toString(2).replace(/1/g, 'A').replace(/0/g, 'C'),
		],
	])('are not read as free text when they are %s', (_, of) => {
		expect(proposed('y', text('t', of), x, y).exclude).toContain('t');
	});

	it('fill gaps only where there are any: the median, or the most frequent value', () => {
		expect(proposed('y', x, y).input.impute).toEqual([]);
		const gaps = proposed(
			'y',
			number('g', 'float64', (row) => (row % 9 ? (uniform[row] as number) : NaN)),
			text('t', (row) => (row % 9 ? ('ab'[row % 2] as string) : null)),
			x,
			y,
		);
		expect(gaps.input.impute).toEqual([
			{ imputer: 'median', dtypes: ['float64'] },
			{ imputer: 'mostFrequent', dtypes: ['string'] },
		]);
		expect(gaps.why('g')).toEqual([expect.stringMatching(/^info: 14 missing, filled with the median/)]);
	});

	it('bend strongly skewed numbers by PowerTransformer and standardise the others', () => {
		const skewed = number('income', 'float64', (row) => Math.exp(4 * (uniform[row] as number) ** 2) * 1000);
		const { input, why } = proposed(
			'y',
			x,
			skewed,
			text('kind', (row) => 'ab'[row % 2] as string),
			y,
		);
		expect(input.encode.map(({ encoder }) => encoder)).toEqual([
			'PowerTransformer',
			'StandardScaler',
			'OneHotEncoder',
		]);
		expect(input.encode[0]?.columns).toEqual(['income']);
		expect(why('income')).toEqual([expect.stringContaining('Skewed')]);
	});
});

describe('isIdName', () => {
	it.each(['id', 'ID', 'customer_id', 'customerId', 'Unnamed: 0', 'row', 'row_number', 'uuid', 'id_1'])(
		'takes %s',
		(name) => expect(isIdName(name)).toBe(true),
	);
	it.each(['humid', 'grid', 'paid', 'rows_read', 'width', 'ideal'])('leaves %s', (name) =>
		expect(isIdName(name)).toBe(false),
	);
});

describe('odd numbers', () => {
	const odd = (name: string, at5: number) =>
		number(name, 'float64', (row) => (row === 5 ? at5 : (uniform[row] as number)));
	it.each([
		['infinite', Infinity, /one value is infinite/],
		['large', 1e300, /too large to compute with/],
	])('an input with %s values is left out, with the reason', (_, value, why) => {
		const { exclude, why: reasons } = proposed(
			't',
			odd('y', value),
			x,
			text('t', (row) => (row % 3 ? 'a' : 'b')),
		);
		expect(exclude).toContain('y');
		expect(reasons('y').join()).toMatch(why);
	});
	it.each([
		['infinite', odd('t', -Infinity)],
		['extremely large', odd('t', 1e200)],
		['extremely close', number('t', 'float64', (row) => 1e-308 * (1 + (uniform[row] as number)))],
	])('%s values are refused as a quantity to predict', (_, target) => {
		expect(() => proposed('t', x, target)).toThrow(
			expect.objectContaining({ code: 'pipeline.target-range' }),
		);
	});
	it('a target of texts that all differ is refused', () => {
		expect(() =>
			proposed(
				't',
				x,
				text('t', (row) => `n${row}`),
			),
		).toThrow(expect.objectContaining({ code: 'pipeline.target-unique' }));
	});
	it('whole numbers that hardly repeat are a quantity, however few there are', () => {
		const few = number('t', 'int64', (row) => (row < 12 ? row * 3 : NaN));
		expect(proposed('t', x, few).pipeline.analysis).toBe('regression');
	});
	it('few rows for scores are a warning', () => {
		const half = number('t', 'float64', (row) => (row % 4 ? NaN : (uniform[row] as number)));
		expect(
			proposed('t', x, half)
				.reasons.map((reason) => reason.text)
				.join(),
		).toContain('Scores will be rough');
		expect(
			proposed('t', x, odd('t', 0))
				.reasons.map((reason) => reason.text)
				.join(),
		).not.toContain('rough');
	});
	it('says of each column why none can be used', () => {
		expect(() =>
			proposed(
				't',
				number('k', 'int64', () => 4),
				text('t', (row) => (row % 2 ? 'a' : 'b')),
			),
		).toThrow('"k": one single value in every row');
	});
	it('a column that gives the target away is named in a warning', () => {
		const { why } = proposed(
			't',
			x,
			text('copy', (row) => (row % 2 ? 'p' : 'q')),
			text('t', (row) => (row % 2 ? 'a' : 'b')),
		);
		expect(why('copy').join()).toMatch(/^warn: Gives the target away: it is the target under other names/);
		expect(why('x')).toEqual([]);
	});
});
