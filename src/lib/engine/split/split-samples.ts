/**
 * Shares samples out to train, validation, test and folds as a split is declared (SPEC §9). Equal input gives equal
 * samples on every machine. Which columns a pipeline means, and what is done with the samples, is left to the caller.
 */
import { trainingRows } from '../check/fit-scope';
import { BenchtopError } from '../errors/error';
import { Stream } from '../random/stream';
import type { Analysis } from '../schema/common';
import type { SplitSpec } from '../schema/split';
import { isString, type Column } from '../table/table';
import { classCodes } from './class-codes';
import { cutFolds } from './cut-folds';
import { denseGroups, type Groups } from './group-split';
import { kMeans, standardised } from './k-means';
import { oneHotTarget } from './one-hot-target';
import { splitRandom, type Cut } from './random-split';
import { splitSizes, type SplitSizes } from './sizes';
import { at, counted, type Split } from './split';
import { strataOf } from './strata';
import { binWarnings, plainReason } from './strata-warnings';
import { inTime, splitTime, type InTime } from './time-split';
import { groupOfSample, groupsAmong, wholeGroups } from './whole-groups';

export interface SplitInput {
	/** How many samples there are: rows, windows, sequences or images. Every column below has a value for each. */
	readonly samples: number;
	/** The target; several columns of 0 and 1 are its classes; null when unsupervised. Samples without one are left out. */
	readonly target: Column | readonly Column[] | null;
	/** Without a target: what `spec.stratify` names, one value per sample (see sample-values.ts). */
	readonly strata?: Column | null;
	/** The columns `spec.group` and `spec.time` name. */
	readonly group?: Column | null;
	readonly time?: Column | null;
	/** Columns clusters are found in; texts among them are passed over. */
	readonly features?: readonly Column[];
	readonly spec: SplitSpec;
	/** Null when unsupervised. */
	readonly analysis: Analysis | null;
}

/** Clusters when their number is not declared. */
const DEFAULT_CLUSTERS = 8;

/** @throws split.*, pipeline.target-empty, pipeline.too-few-rows, pipeline.bins-text */
export function splitSamples(input: SplitInput): Split {
	const { spec, analysis } = input;
	const target = singleColumn(input.target);
	const by = stratifier(input, target);
	const warnings: string[] = [];
	const samples = samplesWith(target, input.samples);
	if (samples.length === 0)
		throw new BenchtopError('pipeline.target-empty', { column: target?.name ?? 'target' });
	const without = input.samples - samples.length;
	if (without > 0)
		warnings.push(
			`${counted(without, 'row')} ${without === 1 ? 'has' : 'have'} no "${target?.name ?? ''}" and ${without === 1 ? 'is' : 'are'} left out.`,
		);
	const sizes = splitSizes(samples.length, spec.test, spec.validation);
	if (sizes.train < 1) throw new BenchtopError('pipeline.too-few-rows', { rows: samples.length });

	const strata = by && strataOf(by, spec.bins, analysis);
	warnings.push(...binWarnings(spec, analysis, by, target));
	const stream = new Stream(spec.seed, 'split');
	const { method = 'random' } = spec;
	const series = method === 'time' ? timeOf(input, samples) : null;
	const groups = method === 'random' || series ? null : groupsOf(input, samples, stream);
	const cut = series
		? inOrder(series, samples, sizes)
		: groups
			? wholeGroups(groups, samples, sizes, strata, stream, warnings)
			: splitRandom(samples, sizes, strata, stream);
	const declared = sizes.test > 0;
	if (series) {
		const gap = samples.length - cut.train.length - cut.validation.length - cut.test.length;
		if (gap > 0)
			warnings.push(
				`${counted(gap, 'row')} in the gaps before a boundary in time ${gap === 1 ? 'is' : 'are'} left out.`,
			);
	}
	if (strata && series) warnings.push(`A split in time is not stratified by "${strata.name}".`);
	if (by && strata && !groups && !series && declared && !cut.stratified)
		warnings.push(plainReason(by, target !== null));

	const { folds, stratified } = cutFolds({
		train: cut.train,
		spec,
		strata: series || (declared && !groups && !cut.stratified) ? null : strata,
		groups: groups && groupsAmong(groups, samples, cut.train),
		series: series && timeOf(input, cut.train),
		stream: stream.child('folds'),
		warnings,
	});
	return {
		train: trainingRows(cut.train),
		validation: cut.validation,
		test: cut.test,
		folds,
		stratified: strata !== null && !series && (declared ? cut.stratified : folds !== null) && stratified,
		warnings,
		...(groups && { groups: groupOfSample(groups, samples, input.samples) }),
	};
}

const singleColumn = (target: SplitInput['target']): Column | null => {
	if (target === null || 'name' in target) return target;
	return target.length === 1 ? (target[0] ?? null) : oneHotTarget(target);
};

/** The column that is stratified by; null when none is. */
function stratifier({ spec, strata = null }: SplitInput, target: Column | null): Column | null {
	const { stratify } = spec;
	if (stratify !== null && typeof stratify === 'object') {
		if (target) throw new BenchtopError('split.stratify-twice', stratify);
		if (spec.test === null) throw new BenchtopError('split.stratify-test', stratify);
		if (!strata) throw new BenchtopError('split.stratify-column', stratify);
	}
	const by = target ?? (stratify === null ? null : strata);
	if (spec.bins !== null) {
		if (!by) throw new BenchtopError('split.stratify-nothing');
		if (isString(by)) throw new BenchtopError('pipeline.bins-text', { column: by.name, bins: spec.bins });
	}
	return stratify === null ? null : by;
}

const isMissing = (column: Column, sample: number): boolean =>
	isString(column) ? (column.codes[sample] as number) < 0 : Number.isNaN(column.values[sample]);

function samplesWith(target: Column | null, n: number): Uint32Array {
	const samples = new Uint32Array(n);
	let count = 0;
	for (let i = 0; i < n; i++) if (!target || !isMissing(target, i)) samples[count++] = i;
	return samples.slice(0, count);
}

function refuseMissing(
	column: Column,
	samples: Uint32Array,
	code: 'split.group-missing' | 'split.time-missing',
) {
	const missing = samples.filter((sample) => isMissing(column, sample));
	const [first] = missing;
	if (first === undefined) return;
	throw new BenchtopError(code, { column: column.name, count: missing.length, sample: first + 1 });
}

/** Groups of these samples, by position. */
function groupsOf({ spec, group, features = [] }: SplitInput, samples: Uint32Array, stream: Stream): Groups {
	if (spec.method === 'cluster') {
		const columns = features.flatMap((column) =>
			isString(column) ? [] : [Float64Array.from(samples, (sample) => column.values[sample] as number)],
		);
		const { points, width } = standardised(columns);
		if (width === 0) throw new BenchtopError('split.no-numeric');
		const clusters = kMeans(points, width, spec.clusters ?? DEFAULT_CLUSTERS, stream.child('clusters'));
		return denseGroups(clusters, 'similar samples');
	}
	if (!group) throw new BenchtopError('split.group-column', { column: spec.group ?? '' });
	refuseMissing(group, samples, 'split.group-missing');
	const codes = classCodes(group);
	return denseGroups(
		Int32Array.from(samples, (sample) => codes[sample] as number),
		`"${group.name}"`,
	);
}

function timeOf({ spec, time }: SplitInput, samples: Uint32Array): InTime {
	if (!time) throw new BenchtopError('split.time-column', { column: spec.time ?? '' });
	const { name, dtype } = time;
	if (isString(time)) throw new BenchtopError('split.time-text', { column: name });
	if (spec.gap && 'milliseconds' in spec.gap && dtype !== 'date' && dtype !== 'timestamp')
		throw new BenchtopError('split.gap-unit', { column: name, dtype });
	refuseMissing(time, samples, 'split.time-missing');
	return inTime(
		Float64Array.from(samples, (sample) => time.values[sample] as number),
		spec.gap,
		name,
	);
}

function inOrder(series: InTime, samples: Uint32Array, sizes: SplitSizes): Cut {
	const { train, validation, test } = splitTime(series, sizes);
	return {
		train: at(samples, train),
		validation: at(samples, validation),
		test: at(samples, test),
		stratified: false,
	};
}
