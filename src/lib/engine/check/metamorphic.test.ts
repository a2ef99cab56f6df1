/**
 * What is learned, and what training rows become, is the same whatever evaluation rows hold: for every encoder, imputer,
 * transform and interpolation that the schemas know, with each of its options. A vocabulary told to take all rows may see
 * which values there are, and is the same in whatever rows and company they occur.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitTable } from '../../../../tests/fixtures/one-table';
import { stepVariants } from '../../../../tests/fixtures/step-variants';
import { BenchtopError } from '../errors/error';
import { interpolateBySplit } from '../prepare/interpolate/by-split';
import { CLASS_ENCODERS, QUANTITY_ENCODERS, encoderOf, imputerOf, readsAllRows } from '../prepare/steps';
import { fitTransforms } from '../prepare/transform/run-transforms';
import { transformOf } from '../prepare/transform/transforms';
import { Stream } from '../random/stream';
import { encodeStepSchema, type EncodeStep } from '../schema/encode-step';
import { imputeStepSchema, type ImputeStep } from '../schema/impute-step';
import { interpolateStepSchema } from '../schema/interpolate-step';
import type { Pipeline } from '../schema/pipeline';
import { transformStepSchema, type TransformStep } from '../schema/transform-step';
import { canonicalStrings } from '../table/select-rows';
import { isString, type Column, type Table } from '../table/table';
import { trainingRows } from './fit-scope';

const ID = `sha256:${'c'.repeat(64)}` as const;
/** Changes tried for every document of a step; there are some thousand documents. */
const RUNS = 3;
/** Training and evaluation rows by turns; as many training rows as there are complete columns of numbers. */
const TRAIN = trainingRows(Uint32Array.from({ length: 12 }, (_, i) => 2 * i));
const EVALUATION = Uint32Array.from({ length: 12 }, (_, i) => 2 * i + 1);
const N = 24;

const stream = new Stream(3, 'metamorphic');
const draw = <T>(from: readonly T[]): T => from[stream.below(from.length)] as T;
const numbers = (
	name: string,
	dtype: 'float64' | 'int32' | 'bool' | 'date',
	value: () => number,
): Column => ({
	name,
	dtype,
	values: Float64Array.from({ length: N }, value),
});
const texts = (name: string, values: readonly (string | null)[]): Column => {
	const dictionary = [...new Set(values.filter((one) => one !== null))];
	const codes = Int32Array.from(values, (one) => (one === null ? -1 : dictionary.indexOf(one)));
	return canonicalStrings({ name, dtype: 'string', dictionary, codes });
};
const words = (name: string, of: readonly (string | null)[]) =>
	texts(name, [...of, ...Array.from({ length: N - of.length }, () => draw(of))]);
/** Every value of a column twice, so that a vocabulary has all of them on either side. */
const COMPLETE = Array.from({ length: 12 }, (_, c) =>
	numbers(`c${c}`, 'float64', () => 0.25 + 8 * stream.uniform()),
);
const COLUMNS: readonly Column[] = [
	...COMPLETE,
	numbers('gaps', 'float64', () => (stream.below(4) === 0 ? NaN : stream.normal())),
	numbers('more gaps', 'float64', () => (stream.below(3) === 0 ? NaN : stream.normal())),
	numbers('whole', 'int32', () => stream.below(5)),
	numbers('flag', 'bool', () => stream.below(2)),
	numbers('day', 'date', () => 86_400_000 * (18_000 + stream.below(900))),
	words('kind', ['red', 'green', 'blue', 'grey']),
	words('some kind', ['red', 'green', null]),
	words('labels', ['a,b', 'b', 'c', 'a,c']),
	words('sentence', ['a small mouse', 'the mouse runs', 'cats run after mice', 'no cats here']),
	words('strand', ['ACGT', 'GGA', 'TTACA', 'CG']),
];
const Y = numbers('y', 'float64', () => stream.normal());
const TABLE: Table = { rows: N, columns: [...COLUMNS, Y] };

/** The same training rows, anything in the others. */
const changed = (table: Table, seed: number): Table => {
	const chance = new Stream(seed, 'change');
	const odd = [NaN, 0, -1, 1e6, -1e6, 0.5, 3, 77];
	const strange = [null, 'red', 'purple', 'zebra', 'a,zebra', 'a mouse of another kind', 'NNNNNNNNNN', ''];
	return {
		...table,
		columns: table.columns.map((column): Column => {
			if (!isString(column)) {
				const values = column.values.slice();
				for (const row of EVALUATION) values[row] = odd[chance.below(odd.length)] as number;
				return { ...column, values };
			}
			const values = Array.from(column.codes, (code) => column.dictionary[code] ?? null);
			for (const row of EVALUATION) values[row] = strange[chance.below(strange.length)] as string | null;
			return texts(column.name, values);
		}),
	};
};

/** Evaluation rows dealt anew, column by column: the same values in other rows and other company. */
const dealt = (table: Table, seed: number): Table => ({
	...table,
	columns: table.columns.map((column, c): Column => {
		const order = new Stream(seed, `deal/${c}`).permutation(EVALUATION.length);
		const rows = Uint32Array.from({ length: N }, (_, i) => i);
		EVALUATION.forEach((row, i) => (rows[row] = EVALUATION[order[i] as number] as number));
		return isString(column)
			? { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] as number) }
			: { ...column, values: Float64Array.from(rows, (row) => column.values[row] as number) };
	}),
});

/** What was learned, or the refusal: that must not depend on evaluation rows either. */
function outcome(learn: () => unknown): { learned: string } | { refused: string } {
	try {
		return { learned: JSON.stringify(learn()) };
	} catch (thrown) {
		if (!(thrown instanceof BenchtopError)) throw thrown;
		return { refused: JSON.stringify(thrown.toData()) };
	}
}

const seeds = fc.integer({ min: 0, max: 2 ** 30 });
/** Fails unless `learn` gives the same for every change; true when it learned anything. */
function unmoved(learn: (table: Table) => unknown, change: (table: Table, seed: number) => Table): boolean {
	const before = outcome(() => learn(TABLE));
	fc.assert(
		fc.property(seeds, (seed) => {
			expect(outcome(() => learn(change(TABLE, seed)))).toEqual(before);
		}),
		{ numRuns: RUNS },
	);
	return 'learned' in before;
}

const pipeline = (
	columns: readonly string[],
	impute: ImputeStep[],
	encode: EncodeStep[],
	target: Pipeline['target'] = { dataset: ID, columns: ['y'], encode: null },
	analysis: Pipeline['analysis'] = 'regression',
): Pipeline => ({
	kind: 'pipeline',
	name: 'p',
	analysis,
	inputs: [{ dataset: ID, columns: { include: [...columns] }, impute, encode }],
	target,
	split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 1 },
});
const names = (columns: readonly Column[]) => columns.map(({ name }) => name);
/** Each column alone, and all complete ones together: as many as training rows. */
const BLOCKS: readonly (readonly Column[])[] = [...COLUMNS.map((column) => [column]), COMPLETE];
const oneHot: EncodeStep = { encoder: 'OneHotEncoder', vocabulary: 'train', handleUnknown: 'ignore' };

describe('encoders', () => {
	it.each([...stepVariants(encodeStepSchema, ['ACGT', 'ab'])])('%s', (_, variants) => {
		let learned = 0;
		for (const step of variants)
			for (const block of BLOCKS) {
				const encoder = encoderOf(step);
				if (!block.every((column) => encoder.accepts(column, step))) continue;
				const fit = (table: Table) =>
					fitTable(table, pipeline(names(block), [], [step]), ID, { train: TRAIN });
				if (unmoved(fit, readsAllRows(step) ? dealt : changed)) learned++;
			}
		expect(learned).toBeGreaterThan(0);
	});
});

describe('imputers', () => {
	it.each([...stepVariants(imputeStepSchema)])('%s', (_, variants) => {
		let learned = 0;
		for (const step of variants)
			for (const block of BLOCKS) {
				const imputer = imputerOf(step);
				if (!block.every((column) => imputer.accepts(column, step))) continue;
				const encode = block.some(isString) ? [oneHot] : [];
				const fit = (table: Table) =>
					fitTable(table, pipeline(names(block), [step], encode), ID, { train: TRAIN });
				if (unmoved(fit, changed)) learned++;
			}
		expect(learned).toBeGreaterThan(0);
	});
});

describe('targets', () => {
	const fit = (encode: EncodeStep, column: string, analysis: Pipeline['analysis']) => (table: Table) => {
		const target = { dataset: ID, columns: [column], encode };
		return fitTable(table, pipeline(['c0'], [], [], target, analysis), ID, { train: TRAIN });
	};
	it.each(QUANTITY_ENCODERS)('%s', (encoder) => {
		for (const encode of stepVariants(encodeStepSchema).get(encoder) ?? [])
			expect(unmoved(fit(encode, 'c1', 'regression'), changed)).toBe(true);
	});
	it.each(CLASS_ENCODERS)('%s, a vocabulary of training rows', (encoder) => {
		const encode = { encoder, vocabulary: 'train', handleUnknown: 'ignore' } as EncodeStep;
		expect(unmoved(fit(encode, 'whole', 'multi-class'), changed)).toBe(true);
	});
});

describe('transforms behind the split', () => {
	const asked = [['c0', 'c1'], ['gaps'], 'c0', 'day', 'kind', ['year']];
	const late = [...stepVariants(transformStepSchema, asked)].filter(([, variants]) =>
		variants.some((step) => transformOf(step)?.scope !== 'stateless' && transformOf(step)),
	);
	const context = { target: 'kind', stream: new Stream(5, 'transforms') };
	it.each(late)('%s', (_, variants) => {
		let learned = 0;
		const half = EVALUATION.length / 2;
		const split = { train: TRAIN, validation: EVALUATION.slice(0, half), test: EVALUATION.slice(half) };
		for (const step of variants as readonly TransformStep[]) {
			const fit = (table: Table) => {
				const { fitted, splits } = fitTransforms(table, split, [step], context);
				return [fitted, readable(splits.train.table), [...splits.train.origin]];
			};
			if (unmoved(fit, changed)) learned++;
		}
		expect(learned).toBeGreaterThan(0);
	});
	it('are some', () => expect(late.length).toBeGreaterThan(0));

	/** Values rather than codes, which depend on the dictionary. */
	const readable = ({ columns }: Table) =>
		columns.map((column) => [
			column.name,
			isString(column)
				? Array.from(column.codes, (code) => column.dictionary[code] ?? null)
				: [...column.values].map(String),
		]);
});

describe('interpolation by split', () => {
	it.each([...stepVariants(interpolateStepSchema, ['day'])])('%s', (_, variants) => {
		let learned = 0;
		for (const step of variants) {
			if (step.processSeparately === false) continue;
			const fill = (table: Table) => {
				const column = table.columns.find(({ name }) => name === 'gaps');
				if (!column || isString(column)) throw new Error('a column of numbers');
				const half = EVALUATION.length / 2;
				const evaluation = [EVALUATION.slice(0, half), EVALUATION.slice(half)];
				const index = Float64Array.from({ length: N }, (_, i) => 1000 * i);
				const filled = interpolateBySplit(column.values, index, { train: TRAIN, evaluation }, step);
				return Array.from(TRAIN, (row) => String(filled[row]));
			};
			// Evaluation rows that cannot be interpolated at all are refused, and that is no leak.
			const before = fill(TABLE);
			fc.assert(
				fc.property(seeds, (seed) => {
					const after = outcome(() => fill(changed(TABLE, seed)));
					if ('learned' in after) expect(after.learned).toBe(JSON.stringify(before));
				}),
				{ numRuns: RUNS },
			);
			learned++;
		}
		expect(learned).toBeGreaterThan(0);
	});
});
