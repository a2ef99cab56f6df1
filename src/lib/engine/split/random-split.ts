/**
 * Train, validation and test by chance: two cuts, each keeping the shares of the strata where they can be kept
 * (SPEC §9.2, SP-13). Equal seeds and data give equal samples.
 */
import { BenchtopError } from '../errors/error';
import type { Stream } from '../random/stream';
import type { SplitSizes } from './sizes';
import { at } from './split';
import { countsOf, type Strata } from './strata';
import { canStratify, drawPlain, drawStratified } from './stratified-draw';

export interface Cut {
	readonly train: Uint32Array;
	readonly validation: Uint32Array;
	readonly test: Uint32Array;
	/** Whether every cut that was made kept the shares. */
	readonly stratified: boolean;
}

/** @throws split.class-too-small, split.no-room where a class is too small to be in every split */
export function splitRandom(
	samples: Uint32Array,
	sizes: SplitSizes,
	strata: Strata | null,
	stream: Stream,
): Cut {
	let stratified = strata !== null;
	const cut = (from: Uint32Array, name: 'test' | 'validation') => {
		const count = sizes[name];
		if (count === 0) return { drawn: new Uint32Array(), rest: from };
		const classes = strata?.of(from);
		const kept = classes !== undefined && canStratify(classes, count);
		if (strata && classes && !kept) refuseSmall(strata, classes, count, name);
		if (!kept) stratified = false;
		const { drawn, rest } = kept
			? drawStratified(classes, count, stream.child(name))
			: drawPlain(from.length, count, stream.child(name));
		return { drawn: at(from, drawn), rest: at(from, rest) };
	};
	const first = cut(samples, 'test');
	const second = cut(first.rest, 'validation');
	return { train: second.rest, validation: second.drawn, test: first.drawn, stratified };
}

/** Samples without a class are no reason to refuse: they are cut without regard to classes (SPEC §9.2). */
function refuseSmall(strata: Strata, classes: Int32Array, count: number, split: 'test' | 'validation'): void {
	const counts = countsOf(classes);
	if (counts.has(-1)) return;
	const name = `"${strata.name}"`;
	for (const [code, members] of counts)
		if (members < 2)
			throw new BenchtopError('split.class-too-small', { class: strata.label(code), name, split });
	const rest = classes.length - count;
	const short = count < counts.size ? { split, count } : { split: 'train', count: rest };
	throw new BenchtopError('split.no-room', { ...short, classes: counts.size, name });
}
