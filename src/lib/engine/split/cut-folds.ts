/**
 * The folds of the samples that train (SPEC §9.2, SP-14 … SP-17): by chance and stratified, by whole groups, a fold per group,
 * or in time; once, or several times with a random order of its own each.
 */
import { trainingRows } from '../check/fit-scope';
import { BenchtopError } from '../errors/error';
import type { Stream } from '../random/stream';
import type { SplitSpec } from '../schema/split';
import { plainFolds, stratifiedFolds } from './folds';
import { foldPerGroup, groupFolds } from './group-folds';
import type { Groups } from './group-split';
import { at, counted, type Fold } from './split';
import { countsOf, type Strata } from './strata';
import { timeFolds, type InTime } from './time-split';

interface FoldInput {
	/** Sample numbers of the train split, ascending. */
	readonly train: Uint32Array;
	readonly spec: SplitSpec;
	/** Null when folds are not stratified. */
	readonly strata: Strata | null;
	/** Groups and times of the train split, by position. */
	readonly groups: Groups | null;
	readonly series: InTime | null;
	readonly stream: Stream;
	/** Added to. */
	readonly warnings: string[];
}

interface Folds {
	readonly folds: readonly Fold[] | null;
	/** False when the shares of classes could not be kept; true without folds. */
	readonly stratified: boolean;
}

/** @throws split.too-many-folds, split.folds-classes, and what groups and times refuse */
export function cutFolds(input: FoldInput): Folds {
	const { train, spec, groups, series, warnings, stream } = input;
	if (groups && spec.method === 'leave-one-group-out') {
		const foldOf = foldPerGroup(groups);
		return { folds: foldsOf(train, foldOf, groups.count, 0), stratified: true };
	}
	const count = spec.folds ?? 0;
	if (count === 0) return { folds: null, stratified: true };
	if (count > train.length)
		throw new BenchtopError('split.too-many-folds', { folds: count, samples: train.length });
	if (count === 2)
		warnings.push(
			'Two folds train on half of the rows each: a validation split says as much at half the cost.',
		);
	if (series) {
		const folds = timeFolds(series, count).map((fold): Fold => ({
			train: trainingRows(at(train, fold.train)),
			validation: at(train, fold.validation),
			repeat: 0,
		}));
		return { folds, stratified: true };
	}
	if (!groups && train.length % count > 0)
		warnings.push(
			`${counted(train.length, 'row')} cannot be divided into ${count} equal folds: scores of the smaller ones may mislead.`,
		);
	const classes = classesOf(input, count);
	const folds = Array.from({ length: spec.repeats ?? 1 }, (_, repeat) => {
		const chance = stream.child(`${repeat}`);
		const foldOf = groups
			? groupFolds(groups, count, classes, chance)
			: classes
				? stratifiedFolds(classes, count, chance)
				: plainFolds(train.length, count, chance);
		return foldsOf(train, foldOf, count, repeat);
	}).flat();
	return { folds, stratified: classes !== null && !groups };
}

function foldsOf(train: Uint32Array, foldOf: Int32Array, count: number, repeat: number): Fold[] {
	const sizes = new Uint32Array(count);
	for (const fold of foldOf) sizes[fold] = (sizes[fold] as number) + 1;
	return Array.from(sizes, (size, fold) => {
		const validation = new Uint32Array(size);
		const others = new Uint32Array(train.length - size);
		for (let i = 0, own = 0, other = 0; i < foldOf.length; i++) {
			if (foldOf[i] === fold) validation[own++] = train[i] as number;
			else others[other++] = train[i] as number;
		}
		return { train: trainingRows(others), validation, repeat };
	});
}

/** Classes or bins of the train split; null where a sample has none. SP-17 says when there are too few of them. */
function classesOf({ train, strata, warnings }: FoldInput, folds: number): Int32Array | null {
	if (!strata) return null;
	const classes = strata.of(train);
	const counts = countsOf(classes);
	const name = `"${strata.name}"`;
	if (counts.has(-1)) {
		warnings.push(`The folds are not stratified: some rows have no bin or class of ${name}.`);
		return null;
	}
	const most = [...counts.values()].reduce((a, b) => Math.max(a, b), 0);
	if (most < folds) throw new BenchtopError('split.folds-classes', { folds, count: most, name });
	const few = [...counts].filter(([, members]) => members < folds);
	const [first] = few;
	if (first) {
		const others = few.length > 1 ? ` and ${counted(few.length - 1, 'other')}` : '';
		warnings.push(
			`Not every fold has a row of ${strata.label(first[0])} of ${name}${others}: ${first[1]} of them are left to train on, fewer than the ${folds} folds.`,
		);
	}
	return classes;
}
