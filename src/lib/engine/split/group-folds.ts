/**
 * Folds that keep groups whole: no group is on both sides of a fold. Without classes the folds are made equally large, the
 * largest groups first; with classes they are made alike in classes, as scikit-learn's StratifiedGroupKFold does.
 */
import { BenchtopError } from '../errors/error';
import type { Stream } from '../random/stream';
import type { Groups } from './group-split';

/** The most groups of which each gets a fold of its own. */
const MOST_FOLDS = 100;

/** The fold of each position: its own group. @throws split.too-few-groups, split.too-many-groups */
export function foldPerGroup({ codes, count, name }: Groups): Int32Array {
	if (count < 2) throw new BenchtopError('split.too-few-groups', { count, name, splits: 2 });
	if (count > MOST_FOLDS)
		throw new BenchtopError('split.too-many-groups', { count, name, limit: MOST_FOLDS });
	return codes;
}

/** The fold of each position. `classes` dense from 0, or null. @throws split.folds-groups */
export function groupFolds(
	groups: Groups,
	folds: number,
	classes: Int32Array | null,
	stream: Stream,
): Int32Array {
	const { codes, count, name } = groups;
	if (count < folds) throw new BenchtopError('split.folds-groups', { folds, count, name });
	const members = memberClasses(groups, classes ?? new Int32Array(codes.length));
	const kinds = new Set(classes).size;
	const weight = members.map((counts) => (kinds > 1 ? spread(counts, kinds) : total(counts)));
	const order = Array.from(stream.permutation(count));
	order.sort((a, b) => (weight[b] as number) - (weight[a] as number));
	const foldOf = new Int32Array(count);
	const deal = dealer(members, folds);
	order.forEach((group, i) => {
		foldOf[group] = deal(group, count - i);
	});
	return codes.map((group) => foldOf[group] as number);
}

type Counts = ReadonlyMap<number, number>;
const total = (counts: Counts): number => [...counts.values()].reduce((a, b) => a + b, 0);

/** How unlike in number the classes of a group are (a variance): such groups are placed while there is room. */
function spread(counts: Counts, kinds: number): number {
	const squares = [...counts.values()].reduce((sum, each) => sum + each * each, 0);
	return squares - total(counts) ** 2 / kinds;
}

/** How many members of each class every group has. */
function memberClasses({ codes, count }: Groups, classes: Int32Array): Map<number, number>[] {
	const members = Array.from({ length: count }, () => new Map<number, number>());
	for (let i = 0; i < codes.length; i++) {
		const counts = members[codes[i] as number];
		const code = classes[i] as number;
		counts?.set(code, (counts.get(code) ?? 0) + 1);
	}
	return members;
}

/**
 * Puts one group after the other into the fold that leaves the classes' shares most alike between folds; of equally good
 * ones the fold with the fewest samples. As many groups as folds still empty go to empty ones.
 */
function dealer(members: readonly Counts[], folds: number): (group: number, left: number) => number {
	const totals = new Map<number, number>();
	for (const counts of members)
		for (const [code, each] of counts) totals.set(code, (totals.get(code) ?? 0) + each);
	const shares = Array.from({ length: folds }, () => new Map<number, number>());
	/** Sums of the counts of a class over the folds, and of their squares: all a variance needs. */
	const sums = new Map([...totals.keys()].map((code) => [code, { plain: 0, squares: 0 }]));
	const sizes = new Float64Array(folds);
	let empty = folds;
	const unlike = (counts: Counts, fold: number): number => {
		let sum = 0;
		for (const [code, each] of counts) {
			const { plain, squares } = sums.get(code) ?? { plain: 0, squares: 0 };
			const grown = squares + 2 * each * (shares[fold]?.get(code) ?? 0) + each * each;
			const variance = grown / folds - ((plain + each) / folds) ** 2;
			sum += Math.sqrt(Math.max(0, variance)) / (totals.get(code) ?? 1);
		}
		return sum;
	};
	return (group, left) => {
		const counts = members[group] ?? new Map<number, number>();
		let best = -1;
		let least = Infinity;
		for (let fold = 0; fold < folds; fold++) {
			if (left <= empty && (sizes[fold] as number) > 0) continue;
			const found = unlike(counts, fold);
			const close = Math.abs(found - least) <= 1e-12;
			if (best < 0 || (close ? (sizes[fold] as number) < (sizes[best] as number) : found < least))
				[best, least] = [fold, found];
		}
		if (sizes[best] === 0) empty--;
		sizes[best] = (sizes[best] as number) + total(counts);
		for (const [code, each] of counts) {
			const had = shares[best]?.get(code) ?? 0;
			const { plain, squares } = sums.get(code) ?? { plain: 0, squares: 0 };
			sums.set(code, { plain: plain + each, squares: squares + 2 * each * had + each * each });
			shares[best]?.set(code, had + each);
		}
		return best;
	};
}
