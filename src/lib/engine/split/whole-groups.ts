/**
 * Train, validation and test of whole groups, with a word on what that costs: sizes and shares of classes that whole groups
 * do not allow. Which group goes where is group-split.ts's.
 */
import type { Stream } from '../random/stream';
import {
	denseGroups,
	excessOf,
	splitGroups,
	tallyOf,
	TEST,
	TRAIN,
	VALIDATION,
	type Groups,
} from './group-split';
import type { Cut } from './random-split';
import type { SplitSizes } from './sizes';
import { at, positionsOf } from './split';
import type { Strata } from './strata';

/** Shares off by more than this are told. */
const TOLD = 0.05;

/** @param warnings added to. @throws split.too-few-groups */
export function wholeGroups(
	groups: Groups,
	samples: Uint32Array,
	sizes: SplitSizes,
	strata: Strata | null,
	stream: Stream,
	warnings: string[],
): Cut {
	const classes = strata?.of(samples) ?? null;
	const splitOf = splitGroups(groups, sizes, classes, stream);
	const [train, validation, test] = [TRAIN, VALIDATION, TEST].map((split) => positionsOf(splitOf, split)) as [
		Uint32Array,
		Uint32Array,
		Uint32Array,
	];
	const found: SplitSizes = { train: train.length, validation: validation.length, test: test.length };
	const percent = (count: number) => `${Math.round((100 * count) / samples.length)} %`;
	for (const name of ['validation', 'test'] as const)
		if (Math.abs(found[name] - sizes[name]) > TOLD * samples.length)
			warnings.push(
				`As groups of ${groups.name} stay whole, the ${name} split has ${percent(found[name])} of the samples instead of ${percent(sizes[name])}.`,
			);
	let stratified = false;
	if (classes && strata && sizes.test > 0) {
		const counts = [found.train, found.validation, found.test];
		const excess = excessOf(tallyOf(classes), splitOf, counts);
		stratified = excess.every(([, off]) => Math.abs(off) < 1);
		const worst = Math.max(
			...excess.map(([split, off]) => Math.abs(off) / Math.max(1, counts[split] as number)),
		);
		if (worst > TOLD)
			warnings.push(
				`As groups of ${groups.name} stay whole, the shares of "${strata.name}" differ by up to ${Math.round(100 * worst)} percentage points between the splits.`,
			);
	}
	return {
		train: at(samples, train),
		validation: at(samples, validation),
		test: at(samples, test),
		stratified,
	};
}

/** The groups of some of the samples, both ascending. */
export function groupsAmong(groups: Groups, samples: Uint32Array, some: Uint32Array): Groups {
	let place = 0;
	const codes = Int32Array.from(some, (sample) => {
		while (samples[place] !== sample) place++;
		return groups.codes[place] as number;
	});
	return denseGroups(codes, groups.name);
}

/** Group of each of `n` samples; −1 where it is none of `samples`. */
export function groupOfSample({ codes }: Groups, samples: Uint32Array, n: number): Int32Array {
	const of = new Int32Array(n).fill(-1);
	samples.forEach((sample, position) => {
		of[sample] = codes[position] as number;
	});
	return of;
}
