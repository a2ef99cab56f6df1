/** Odd files through the real workers: each either trains with sensible numbers or is refused in words. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BenchtopError, type ErrorCode } from '../engine/errors/error';
import { defaultTrainer, presets } from '../engine/model/presets';
import { Stream } from '../engine/random/stream';
import { SPLITS, type Analysis } from '../engine/schema/common';
import { savePipeline } from './pipeline';
import { reasonsOf, TestLaboratory } from './testing/laboratory';
import { trainOne } from './train';

let lab: TestLaboratory;
beforeAll(async () => {
	lab = await TestLaboratory.open();
});
afterAll(() => lab.close());

const stream = new Stream(17, 'odd-data');
type Make = (row: number, a: number, b: number) => (string | number | boolean)[];

/** A file of `rows` lines, made from the line's number and two normal draws. */
function csv(rows: number, header: string, make: Make, end = '\n'): string {
	const lines = Array.from({ length: rows }, (_, i) => make(i, stream.normal(), stream.normal()).join(','));
	return [header, ...lines].join(end) + end;
}

/** What a fresh file does with a target: proposed, then the baseline and the largest preset trained for a few epochs. */
async function outcome(content: string, target: string, file?: string, overrides?: string[]) {
	try {
		const dataset = await lab.add(content, file);
		const { pipeline: proposed, reasons } = await lab.propose(dataset, target);
		const document = { ...proposed.document, ...(overrides ? { overrides } : {}) };
		const pipeline = await savePipeline.run(lab.world, { document });
		const { analysis } = pipeline.document;
		const architecture = presets(analysis).at(-1);
		if (!architecture) throw new Error('presets are missing');
		const trainer = { ...defaultTrainer(dataset.rows), epochs: 3, patience: null };
		await trainOne.run(lab.world, { pipeline: pipeline.id, architecture, trainer, repeats: 1, seed: 1 });
		const { runs, jobs, project } = await lab.contents();
		const scores = [];
		for (const { id } of runs) {
			const prediction = await lab.store.prediction(project.id, id);
			for (const split of SPLITS) scores.push(...(prediction?.[split].scores ?? [NaN]));
		}
		const errors = jobs.flatMap(({ error }) => error ?? []);
		return { dataset, analysis, reasons, runs, scores, errors };
	} catch (thrown) {
		if (thrown instanceof BenchtopError) return thrown;
		throw thrown;
	}
}

/** Trains, and nothing that can be shown is anything but a number or said to be undefined. */
async function works(content: string, target: string, file?: string, overrides?: string[]) {
	const tried = await outcome(content, target, file, overrides);
	if (tried instanceof BenchtopError) throw tried;
	expect(tried.errors).toEqual([]);
	expect(tried.runs).toHaveLength(2);
	expect(tried.scores.length).toBeGreaterThan(0);
	expect(tried.scores.every(Number.isFinite)).toBe(true);
	for (const { metrics, history } of tried.runs) {
		for (const split of SPLITS)
			for (const value of Object.values(metrics[split]))
				expect(value === null || Number.isFinite(value)).toBe(true);
		expect(Number.isFinite(metrics.validation['loss'])).toBe(true);
		expect(
			[...(history.train['loss'] ?? []), ...(history.validation['loss'] ?? [])].every(Number.isFinite),
		).toBe(true);
	}
	return tried;
}

const kind = (a: number): string => (a > 0 ? 'u' : 'v');
const day = (i: number): string => new Date(Date.UTC(2020, 0, 1 + 3 * i)).toISOString().slice(0, 10);

describe('trains', { timeout: 60_000 }, () => {
	it.each<[string, Analysis, string, string?]>([
		['three rows of a quantity', 'regression', csv(3, 'x,t', (_, a, b) => [a, b])],
		['ten rows', 'binary', csv(10, 'x,y,t', (_, a, b) => [a, b, kind(a)])],
		['two columns', 'regression', csv(60, 'x,t', (_, a) => [a, a * a])],
		['a quantity half missing', 'regression', csv(60, 'x,y,t', (i, a, b) => [a, b, i % 2 ? '' : a + b])],
		['classes half missing', 'binary', csv(60, 'x,y,t', (i, a, b) => [a, b, i % 2 ? '' : kind(a)])],
		['a class of one', 'multi-class', csv(60, 'x,t', (i, a) => [a, i === 5 ? 'rare' : kind(a)])],
		['30 classes', 'multi-class', csv(200, 'x,t', (i, a) => [a, `c${i % 30}`])],
		['0 and 1', 'binary', csv(60, 'x,t', (_, a) => [a, a > 0 ? 1 : 0])],
		['1 and 2', 'binary', csv(60, 'x,t', (_, a) => [a, a > 0 ? 1 : 2])],
		['0 to 9', 'multi-class', csv(200, 'x,t', (i, a) => [a, i % 10])],
		['0 to 20', 'regression', csv(200, 'x,t', (i, a) => [a, i % 21])],
		['0 to 100', 'regression', csv(200, 'x,t', (i, a) => [a, (i * 37) % 101])],
		['truth values', 'binary', csv(60, 'x,t', (_, a) => [a, a > 0])],
		['dates', 'regression', csv(60, 'x,t', (i, a) => [a + i, day(i)])],
		['moments', 'regression', csv(60, 'x,t', (i, a) => [a + i, `${day(i)} 12:34:56`])],
		['decimals of two values', 'regression', csv(60, 'x,t', (_, a) => [a, a > 0 ? 0.5 : 1.5])],
		['a quantity of huge spread', 'regression', csv(60, 'x,t', (_, a, b) => [a, `${b}e100`])],
		['one enormous quantity', 'regression', csv(60, 'x,t', (i, a) => [a, i === 7 ? '1e30' : a])],
		['a long tail to the left', 'regression', csv(120, 'x,y,t', (_, a, b) => [-Math.exp(2 * a), b, a + b])],
		['CRLF', 'binary', csv(60, 'x,t', (_, a) => [a, kind(a)], '\r\n')],
		['CR', 'binary', csv(60, 'x,t', (_, a) => [a, kind(a)], '\r')],
		['a byte order mark', 'binary', `\uFEFF${csv(60, 't,x', (_, a) => [kind(a), a])}`],
		['no last line break', 'binary', csv(60, 'x,t', (_, a) => [a, kind(a)]).trimEnd()],
		['tabs', 'binary', csv(60, 'x,t', (_, a) => [a, kind(a)]).replaceAll(',', '\t'), 'odd.tsv'],
		[
			'decimal commas',
			'regression',
			csv(60, 'x,t', (_, a) => [a, 2 * a])
				.replaceAll(',', ';')
				.replaceAll('.', ','),
		],
		[
			'values that are names of properties',
			'multi-class',
			csv(60, 'x,y,t', (i, a) => [
				a,
				['__proto__', 'constructor', 'toString'][i % 3] ?? '',
				['__proto__', 'valueOf', 'x'][(i * 7) % 3] ?? '',
			]),
		],
		['texts with line breaks', 'binary', csv(60, 'x,y,t', (i, a) => [a, `"p\nq${i % 3}"`, kind(a)])],
		['names that differ in case', 'binary', csv(60, 'a,A,t', (_, a, b) => [a, b, kind(a)])],
	])('%s', async (_, analysis, content, file) => {
		expect((await works(content, 't', file)).analysis).toBe(analysis);
	});

	it.each([
		'__proto__',
		'constructor',
		'drop table x;--',
		'select',
		'a,b',
		'c.d',
		'it\'s "so"',
		'🐧',
		'two\nlines',
		' ',
		'L'.repeat(250),
	])('a target and inputs called %j', async (name) => {
		const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
		const names = [name, '__proto__ 2', 'toString', 'group'].map(quoted).join(',');
		const content = csv(60, names, (i, a, b) => [kind(a), a, b, i % 3]);
		await works(content, name.trim() || '0');
	});

	it.each([
		['three rows of two classes', csv(3, 'x,t', (i, a) => [a, i % 2 ? 'u' : 'v'])],
		['one row against all others', csv(60, 'x,t', (i, a) => [a, i === 5 ? 'rare' : 'u'])],
	])('%s, once the person overrides that one class is there to learn from', async (_, content) => {
		const refused = await outcome(content, 't');
		expect(refused).toMatchObject({ code: 'train.leak' });
		expect(String(refused)).toContain('One class only in train');
		expect((await works(content, 't', undefined, ['sizes'])).analysis).toBe('binary');
	});

	it('leaves out what cannot be used, with the reason', async () => {
		const { reasons } = await works(
			csv(60, 'x,empty,same,word,name,wild,vast,t', (i, a, b) => [
				a,
				'',
				3,
				'k',
				`n${i}`,
				i === 3 ? '-inf' : b,
				i === 4 ? '-1e308' : b,
				kind(a + b),
			]),
			't',
		);
		const left = (column: string) => reasonsOf(reasons, column, 'left-out');
		expect(left('empty')).toContain('no value in any row');
		expect(left('same')).toContain('one single value');
		expect(left('word')).toContain('one single value');
		expect(left('name')).toContain('every text is unique');
		expect(left('wild')).toContain('one value is infinite');
		expect(left('vast')).toContain('too large');
		expect(left('x')).toBe('');
	});

	it('names the column that gives the target away', async () => {
		const { reasons } = await works(
			csv(60, 'x,code,score,t', (_, a, b) => [b, a > 0 ? 8 : 3, Math.exp(a), kind(a)]),
			't',
		);
		expect(reasonsOf(reasons, 'code', 'warn')).toContain('it is the target under other names');
		expect(reasonsOf(reasons, 'score', 'warn')).toContain('ROC-AUC');
		expect(reasonsOf(reasons, 'x', 'warn')).toBe('');
	});

	it('more columns than rows: 2,000 × 50', { timeout: 120_000 }, async () => {
		const header = `${Array.from({ length: 1999 }, (_, i) => `c${i}`).join(',')},t`;
		await works(
			csv(50, header, (i, a) => [...Array.from({ length: 1999 }, () => stream.normal()), kind(a)]),
			't',
		);
	});

	it('50,000 rows', { timeout: 120_000 }, async () => {
		const { runs } = await works(
			csv(50_000, 'x,y,z,t', (i, a, b) => [a, b, `w${i % 9}`, kind(a + b)]),
			't',
		);
		expect(runs.map(({ metrics }) => metrics.test['rocAuc'] ?? 0).sort()[1]).toBeGreaterThan(0.95);
	});
});

describe('refuses', () => {
	it.each<[string, ErrorCode, RegExp, string]>([
		['two rows', 'pipeline.too-few-rows', /2 rows/, csv(2, 'x,t', (_, a, b) => [a, b])],
		['one column', 'pipeline.no-inputs', /no other column/, csv(60, 't', (_, a) => [a])],
		[
			'inputs that never vary',
			'pipeline.no-inputs',
			/"x": one single value/,
			csv(60, 'x,t', (_, a) => [1, kind(a)]),
		],
		[
			'inputs that are all names',
			'pipeline.no-inputs',
			/"x": .*unique/,
			csv(60, 'x,t', (i, a) => [`n${i}`, kind(a)]),
		],
		['a target of one text', 'pipeline.target-one-class', /"k"/, csv(40, 'x,t', (_, a) => [a, 'k'])],
		['a target of one number', 'pipeline.target-one-class', /"5"/, csv(40, 'x,t', (_, a) => [a, 5])],
		[
			'a target of one text and gaps',
			'pipeline.target-one-class',
			/"u"/,
			csv(60, 'x,t', (i, a) => [a, i % 2 ? '' : 'u']),
		],
		['a target that is empty', 'pipeline.target-empty', /no values/, csv(40, 'x,t', (_, a) => [a, ''])],
		[
			'a target with two values there',
			'pipeline.too-few-rows',
			/2 rows/,
			csv(40, 'x,t', (i, a) => [a, i < 2 ? i : '']),
		],
		[
			'a target that names rows',
			'pipeline.target-unique',
			/60 different/,
			csv(60, 'x,t', (i, a) => [a, `n${i}`]),
		],
		[
			'an infinite target',
			'pipeline.target-range',
			/one value is infinite/,
			csv(60, 'x,t', (i, a) => [a, i === 3 ? 'inf' : a]),
		],
		['a target of 1e308', 'pipeline.target-range', /too large/, csv(60, 'x,t', (_, a, b) => [a, `${b}e307`])],
		[
			'a target of 1e-308',
			'pipeline.target-range',
			/too close/,
			csv(60, 'x,t', (_, a, b) => [a, `${b}e-308`]),
		],
	])('%s', async (_, code, words, content) => {
		const refused = await outcome(content, 't');
		if (!(refused instanceof BenchtopError)) throw new Error('It was trained');
		expect(refused.code).toBe(code);
		expect(refused.message).toMatch(words);
	});
});
