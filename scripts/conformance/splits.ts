/**
 * The family splits: sizes, counts of classes and bins, and that every sample is in exactly one part. The random stream is
 * free, so each case is cut with a few seeds.
 */
import * as v from 'valibot';
import { splitSchema } from '../../src/lib/engine/schema/split';
import { quantileBins } from '../../src/lib/engine/split/quantile-bins';
import type { Split } from '../../src/lib/engine/split/split';
import { splitSamples } from '../../src/lib/engine/split/split-samples';
import type { Column } from '../../src/lib/engine/table/table';
import { column, isRefusal, num, nums, refuses, same, type Case, type Json } from './case';

const SEEDS = [1, 2, 3];
const PARTS = ['train', 'validation', 'test'] as const;

export function checkSplit(found: Case): void {
	for (const seed of SEEDS) {
		const cut = () => splitOf(found, seed);
		if (isRefusal(found.expected)) refuses(cut, 'the split');
		else checkCut(found, cut());
	}
}

const given = (value: Json | undefined): value is Json => value !== undefined && value !== null;

/** The variable a case is stratified by; null where it gives a number of samples only. */
function labelOf({ input }: Case): Column | null {
	const values = input['labels'] ?? input['label'];
	return given(values) ? column(values as Json[], 'label') : null;
}

function splitOf(found: Case, seed: number): Split {
	const { params, input } = found;
	const target = labelOf(found);
	const spec = v.parse(splitSchema, {
		test: params['size_test'] ?? null,
		validation: params['size_validation'] ?? null,
		folds: params['fold_count'] ?? null,
		bins: params['bin_count'] ?? null,
		stratify: target ? 'target' : null,
		seed,
	});
	const samples = target ? ((input['labels'] ?? input['label']) as Json[]).length : num(input['n']);
	const analysis = !target ? null : input['labels'] ? 'multi-class' : 'regression';
	return splitSamples({ samples, target, spec, analysis });
}

function checkCut(found: Case, split: Split): void {
	const { input, expected } = found;
	const total = split.train.length + split.validation.length + split.test.length;
	const samples = labelOf(found) ? ((input['labels'] ?? input['label']) as Json[]).length : num(input['n']);
	partition(
		PARTS.map((part) => split[part]),
		samples,
		'the splits',
	);
	same(total, samples, 'number of samples');
	const sizes = (given(expected['sizes']) ? expected['sizes'] : expected) as Record<string, Json>;
	for (const part of PARTS)
		if (given(sizes[part])) same(split[part].length, num(sizes[part]), `size of ${part}`);
	if (given(expected['test_count'])) same(split.test.length, num(expected['test_count']), 'size of test');
	checkClasses(found, split);
	checkBinned(found, split);
	checkFolds(found, split);
}

/** Refuses parts that do not have every one of the samples 0 … n − 1 exactly once. */
function partition(parts: readonly Uint32Array[], n: number, where: string): void {
	const seen = new Uint8Array(n);
	for (const part of parts)
		part.forEach((sample, i) => {
			if (i > 0 && sample <= (part[i - 1] as number)) throw new Error(`${where} are not ascending`);
			if (sample >= n || seen[sample])
				throw new Error(`${where} have sample ${sample} twice or out of range`);
			seen[sample] = 1;
		});
	if (seen.includes(0)) throw new Error(`${where} leave out sample ${seen.indexOf(0)}`);
}

const namesOf = ({ input }: Case): string[] => (input['labels'] as Json[]).map((label) => String(label));

function inRange(count: number, range: Json | undefined, where: string): void {
	const [low, high] = nums(range);
	if (!(count >= (low as number) && count <= (high as number)))
		throw new Error(`${where} is ${count}, outside ${String(low)} … ${String(high)}`);
}

function checkClasses(found: Case, split: Split): void {
	const ranges = found.expected['per_class_count_range'] as Record<string, Record<string, Json>> | undefined;
	for (const [part, classes] of Object.entries(ranges ?? {}))
		for (const [name, range] of Object.entries(classes)) {
			const names = namesOf(found);
			const count = split[part as (typeof PARTS)[number]].filter((sample) => names[sample] === name).length;
			inRange(count, range, `count of ${name} in ${part}`);
		}
}

function checkBinned({ input, params, expected }: Case, split: Split): void {
	if (!given(expected['bins'])) return;
	const { codes } = quantileBins(Float64Array.from(nums(input['label'])), num(params['bin_count'] ?? 3));
	same([...codes], expected['bins'], 'bins');
	for (const [bin, range] of Object.entries(
		(expected['per_bin_test_count_range'] ?? {}) as Record<string, Json>,
	))
		inRange(
			split.test.filter((sample) => codes[sample] === Number(bin)).length,
			range,
			`count of bin ${bin} in test`,
		);
}

function checkFolds(found: Case, { folds, train }: Split): void {
	const { params, expected } = found;
	if (!given(params['fold_count']) || num(params['fold_count']) === 0) return same(folds, null, 'folds');
	const parts = (folds ?? []).map(({ validation }) => validation);
	same(parts.length, num(params['fold_count']), 'number of folds');
	partition(parts, train.length, 'the folds');
	for (const fold of folds ?? []) {
		const both = [...fold.train, ...fold.validation].sort((a, b) => a - b);
		same(both, [...train], 'what a fold trains on and holds back');
	}
	const sizes = parts.map(({ length }) => length);
	if (given(expected['fold_sizes_in_order']))
		same(sizes, expected['fold_sizes_in_order'], 'sizes of the folds');
	if (given(expected['fold_sizes_sorted']))
		same(
			[...sizes].sort((a, b) => a - b),
			expected['fold_sizes_sorted'],
			'sizes of the folds',
		);
	const classes = (expected['per_class_counts_sorted'] ?? {}) as Record<string, Json>;
	for (const [name, counts] of Object.entries(classes)) {
		const names = namesOf(found);
		const ours = parts.map((part) => part.filter((sample) => names[sample] === name).length);
		same(
			ours.sort((a, b) => a - b),
			counts,
			`counts of ${name} in the folds`,
		);
	}
}
