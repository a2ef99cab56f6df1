/**
 * What holds of every step and every split there is, on data made by chance (issue 3, done when 2). Steps and their settings
 * come from the schemas, so that a step added later is held to the same.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainingBlock, trainingRows } from '../../src/lib/engine/check/fit-scope';
import { BenchtopError } from '../../src/lib/engine/errors/error';
import type { BoundStep, Step } from '../../src/lib/engine/prepare/step';
import { encoderOf, imputerOf } from '../../src/lib/engine/prepare/steps';
import { Stream } from '../../src/lib/engine/random/stream';
import { encodeStepSchema } from '../../src/lib/engine/schema/encode-step';
import { imputeStepSchema } from '../../src/lib/engine/schema/impute-step';
import type { SplitMethod } from '../../src/lib/engine/schema/split';
import { gather } from '../../src/lib/engine/table/select-rows';
import { isString, type Column } from '../../src/lib/engine/table/table';
import { number, range, split, tableOf, text } from '../fixtures/spec';
import { stepVariants } from '../fixtures/step-variants';

/** As many training rows as there are complete columns of numbers, as a kernel has. */
const N = 12;
const RUNS = 2;
type Settings = Readonly<Record<string, unknown>>;
/** What tells fewer values apart than it is given, by its nature or as it is set. */
const COARSE: Readonly<Record<string, (set: Settings, column: string) => boolean>> = {
	KBinsDiscretizer: () => true,
	QuantileTransformer: ({ quantiles }) => quantiles === 1,
	OneHotEncoder: ({ minFrequency, maxCategories }) => (minFrequency ?? maxCategories) !== undefined,
	MultiLabelBinarizer: ({ separator = ',' }) => separator !== ',',
	LetterEncoder: (set) => Object.keys(set).length > 1,
	// Milliseconds since 1970, to a power, are nearly all the same number.
	PowerTransformer: (_set, column) => column === 'day',
};

/** Columns of every kind; `gaps` are in two of them. */
function columnsOf(seed: number): { complete: Column[]; others: Column[] } {
	const stream = new Stream(seed, 'properties');
	const each = (value: () => number) => range(N).map(value);
	const draw = <T>(of: readonly T[]) => range(N).map(() => of[stream.below(of.length)] as T);
	return {
		complete: range(N).map((c) =>
			number(
				`c${c}`,
				each(() => 0.25 + 8 * stream.uniform()),
			),
		),
		others: [
			number(
				'gaps',
				each(() => (stream.below(4) === 0 ? NaN : stream.normal())),
			),
			number(
				'whole',
				each(() => stream.below(5)),
				'int32',
			),
			number(
				'flag',
				each(() => stream.below(2)),
				'bool',
			),
			number(
				'day',
				each(() => 86_400_000 * (18_000 + stream.below(900))),
				'date',
			),
			text('kind', draw(['red', 'green', 'blue'])),
			text('holes', draw(['red', 'green', null])),
			text('labels', draw(['a,b', 'b', 'c', 'a,c'])),
			text('sentence', draw(['a small mouse', 'the mouse runs', 'cats run after mice'])),
			text('strand', draw(['ACGT', 'GGAT', 'TTAC'])),
		],
	};
}

interface Fitted {
	readonly set: Settings;
	readonly step: Step<never>;
	readonly block: readonly Column[];
	readonly bound: BoundStep;
}
const every = trainingRows(Uint32Array.from(range(N)));

/** Every block of the data that the step takes and learns from; refusals are no matter here. */
function fits<P extends object>(step: Step<P>, params: P, seed: number): Fitted[] {
	const { complete, others } = columnsOf(seed);
	const blocks = [...others.map((one) => [one]), complete, complete.slice(0, 2), others.slice(0, 2)];
	return blocks.flatMap((block) => {
		if (!block.every((column) => step.accepts(column, params)) || (step.single && block.length > 1))
			return [];
		try {
			const bound = step.bind(JSON.parse(JSON.stringify(step.fit(trainingBlock(block, every), params))));
			bound.apply(block);
			return [
				{
					set: Object.fromEntries(Object.entries(params)),
					step: step as unknown as Step<never>,
					block,
					bound,
				},
			];
		} catch (thrown) {
			if (thrown instanceof BenchtopError) return [];
			throw thrown;
		}
	});
}

/** A step with its settings, fitted on data of a seed. */
type Case = readonly [name: string, fitted: (seed: number) => Fitted[]];
const encoders: Case[] = [...stepVariants(encodeStepSchema, ['ACGT', 'ab'])].map(([name, variants]) => [
	name,
	(seed) => variants.flatMap((one) => fits(encoderOf(one), one, seed)),
]);
const imputers: Case[] = [...stepVariants(imputeStepSchema)].map(([name, variants]) => [
	name,
	(seed) => variants.flatMap((one) => fits(imputerOf(one), one, seed)),
]);
const steps = [...encoders, ...imputers];
const seeds = fc.integer({ min: 0, max: 2 ** 30 });

/** Asks `holds` of every fit; some fit there must be, or nothing was asked. */
function always(fitted: Case[1], holds: (one: Fitted) => void): void {
	let asked = 0;
	fc.assert(
		fc.property(seeds, (seed) => {
			for (const one of fitted(seed)) {
				holds(one);
				asked++;
			}
		}),
		{ numRuns: RUNS },
	);
	expect(asked).toBeGreaterThan(0);
}

const cells = (columns: readonly Column[]): (number | string | null)[][] =>
	columns.map((column) =>
		isString(column)
			? Array.from(column.codes, (code) => column.dictionary[code] ?? null)
			: [...column.values],
	);
const rowsOf = (block: readonly Column[], rows: readonly number[]) =>
	block.map((column) => gather(column, Uint32Array.from(rows)));

describe('invert(apply(x)) is x', () => {
	const invertible = encoders.filter(([, fitted]) => fitted(1).some(({ bound }) => bound.invert));
	it('for the encoders that have an inverse', () => {
		expect(invertible.map(([name]) => name).sort()).toEqual([
			'Divide',
			'KBinsDiscretizer',
			'LabelBinarizer',
			'LetterEncoder',
			'MaxAbsScaler',
			'MinMaxScaler',
			'MultiLabelBinarizer',
			'OneHotEncoder',
			'OrdinalEncoder',
			'PowerTransformer',
			'QuantileTransformer',
			'RobustScaler',
			'StandardScaler',
		]);
	});
	const alike = (found: unknown, given: unknown) => {
		if (typeof found !== 'number' || typeof given !== 'number' || Number.isNaN(given))
			expect(found).toEqual(given);
		else expect(Math.abs(found - given) / Math.max(1, Math.abs(given))).toBeLessThan(1e-6);
	};
	it.each(invertible)('%s', (name, fitted) => {
		let exact = 0;
		always(fitted, ({ bound, block, set }) => {
			// Of a text that is no strand, the letters outside the alphabet are lost.
			if (!bound.invert || (name === 'LetterEncoder' && block[0]?.name !== 'strand')) return;
			const encoded = bound.apply(block);
			const back = bound.invert(encoded, block);
			expect(back.map((column) => column.name)).toEqual(block.map((column) => column.name));
			if (!block.some((column) => COARSE[name]?.(set, column.name))) {
				exact++;
				const given = cells(block);
				cells(back).forEach((column, c) => column.forEach((value, i) => alike(value, given[c]?.[i])));
				return;
			}
			// What comes back is encoded as what was given, where anything comes back.
			const [found, given] = [cells(bound.apply(back)), cells(encoded)];
			const gone = (i: number) =>
				cells(back).some(
					(column) => column[i] === null || column[i] === 'infrequent' || Number.isNaN(column[i]),
				);
			found.forEach((column, c) => column.forEach((value, i) => !gone(i) && alike(value, given[c]?.[i])));
		});
		expect(exact > 0).toBe(name !== 'KBinsDiscretizer');
	});
});

describe('a step gives as many columns as it names', () => {
	it.each(steps)('%s', (_, fitted) => {
		always(fitted, ({ bound, block }) => {
			const names = bound.names(block.map(({ name }) => name));
			expect(bound.apply(block).map(({ name }) => name)).toEqual(names);
		});
	});
});

describe('applied in pieces is applied at once', () => {
	it.each(steps)('%s', (_, fitted) => {
		always(fitted, ({ bound, block }) => {
			const whole = cells(bound.apply(block));
			const pieces = [range(5), range(1).map(() => 5), range(N - 6).map((i) => i + 6)];
			const parts = pieces.map((rows) => cells(bound.apply(rowsOf(block, rows))));
			expect(whole.map((_column, c) => parts.flatMap((part) => part[c] ?? []))).toEqual(whole);
		});
	});
});

describe('a row is encoded the same wherever it stands', () => {
	it.each(steps)('%s', (_, fitted) => {
		always(fitted, ({ bound, block }) => {
			const order = range(N).map((i) => (i * 5 + 3) % N);
			const [whole, moved] = [cells(bound.apply(block)), cells(bound.apply(rowsOf(block, order)))];
			expect(moved).toEqual(whole.map((column) => order.map((row) => column[row])));
		});
	});
});

describe('the order of training rows is no matter to steps that learn nothing, and sets of values have none', () => {
	const unordered = steps.filter(([, fitted]) => fitted(1).some(({ step }) => step.scope !== 'train'));
	it.each(unordered)('%s', (_, fitted) => {
		const states = (seed: number, order: readonly number[]) =>
			fitted(seed).map(({ bound, block }) => {
				const names = bound.names(block.map(({ name }) => name));
				return [names, cells(bound.apply(rowsOf(block, order)))];
			});
		fc.assert(
			fc.property(seeds, (seed) => {
				const order = range(N).map((i) => N - 1 - i);
				const plain = states(seed, range(N));
				const turned = states(seed, order).map(([names, found]) => [
					names,
					(found as unknown[][]).map((column) => [...column].reverse()),
				]);
				expect(turned).toEqual(plain);
			}),
			{ numRuns: RUNS },
		);
	});
});

describe('splits of every method', () => {
	const METHODS: Record<SplitMethod, object> = {
		random: {},
		group: { group: 'g' },
		time: { time: 't' },
		'leave-one-group-out': { group: 'g', test: null, validation: null },
		cluster: { clusters: 4 },
	};
	/** Refusals that say that the data is too small for what is asked. */
	const RIGHT = /^split\.(too-|folds-|time-too-short|class-too-small|no-room)/;
	const asked = fc.record({
		n: fc.integer({ min: 12, max: 120 }),
		test: fc.double({ min: 0.05, max: 0.4, noNaN: true }),
		validation: fc.option(fc.double({ min: 0.05, max: 0.4, noNaN: true }), { nil: null }),
		folds: fc.constantFrom(null, 2, 3, 5),
		stratify: fc.constantFrom(null, 'target' as const),
		seed: fc.nat(),
	});
	const ascending = (rows: Uint32Array) => rows.every((row, i) => i === 0 || row > (rows[i - 1] as number));

	it.each(Object.entries(METHODS))(
		'%s: no sample is in two splits, and folds share out those that train',
		(method, fields) => {
			let cut = 0;
			fc.assert(
				fc.property(asked, ({ n, folds, ...shares }) => {
					const stream = new Stream(shares.seed, 'rows');
					const whole = (name: string, most: number) =>
						number(
							name,
							range(n).map(() => stream.below(most)),
							'int64',
						);
					const data = tableOf(
						number(
							'a',
							range(n).map(() => stream.normal()),
						),
						whole('g', 9),
						whole('t', 1000),
						whole('y', 3),
					);
					const byGroup = method === 'leave-one-group-out';
					const spec = { ...shares, folds: byGroup ? null : folds, method, ...fields };
					let found;
					try {
						found = split({ analysis: 'multi-class', split: spec }, data);
					} catch (thrown) {
						if (thrown instanceof BenchtopError && RIGHT.test(thrown.code)) return;
						throw thrown;
					}
					cut++;
					const { train, validation, test } = found;
					const samples = [...train, ...validation, ...test];
					expect(new Set(samples).size).toBe(samples.length);
					expect(samples.every((sample) => sample < n)).toBe(true);
					if (method !== 'time') expect(samples).toHaveLength(n);
					expect([train, validation, test].every(ascending)).toBe(true);
					const training = new Set(train);
					const held: Uint32Array[] = [];
					for (const fold of found.folds ?? []) {
						const own = [...fold.train, ...fold.validation];
						expect(new Set(own).size).toBe(own.length);
						expect(own.every((sample) => training.has(sample))).toBe(true);
						if (method !== 'time') expect(own).toHaveLength(train.length);
						held.push(fold.validation);
					}
					const once = held.flatMap((part) => [...part]);
					expect(new Set(once).size).toBe(once.length);
					if (held.length > 0 && method !== 'time') expect(once).toHaveLength(train.length);
				}),
				{ numRuns: 30 },
			);
			expect(cut).toBeGreaterThan(5);
		},
	);
});
