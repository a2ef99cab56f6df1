/**
 * The vocabulary a text column's training rows give: terms, sorted by code point, with the number of texts that hold
 * each, cut by document frequency and by count as scikit-learn's CountVectorizer cuts it (`_limit_features`).
 */
import { BenchtopError } from '../errors/error';
import { compareCodePoints } from '../table/compare';
import type { StringColumn } from '../table/table';
import { numpyArgsort } from './numpy-argsort';

export interface VocabularyLimits {
	readonly minDf?: number | undefined;
	readonly maxDf?: number | undefined;
	readonly maxFeatures?: number | undefined;
	/** The vocabulary itself; nothing is cut then. */
	readonly terms?: readonly string[] | undefined;
	/** A text counts a term once. */
	readonly binary?: boolean | undefined;
}

export interface Vocabulary {
	readonly terms: string[];
	/** Texts that hold each term; a missing text holds none. */
	readonly documents: number[];
	/** Texts there are, missing ones among them. */
	readonly rows: number;
}

/**
 * @param termsOf takes a text apart; it is asked once for each text that occurs.
 * @throws `pipeline.empty-vocabulary` when no text holds a term, `pipeline.document-frequency` when the limits leave none.
 */
export function learnVocabulary(
	step: string,
	column: StringColumn,
	termsOf: (text: string) => readonly string[],
	limits: VocabularyLimits,
): Vocabulary {
	const rows = column.codes.length;
	const counted = count(column, termsOf, limits);
	if (limits.terms) {
		const documents = limits.terms.map((term) => counted.get(term)?.documents ?? 0);
		return { terms: [...limits.terms], documents, rows };
	}
	if (counted.size === 0) throw new BenchtopError('pipeline.empty-vocabulary', { step, column: column.name });
	const { minDf = 1, maxDf = 1, maxFeatures } = limits;
	const least = minDf < 1 ? minDf * rows : minDf;
	const most = maxDf <= 1 ? maxDf * rows : maxDf;
	let kept = [...counted.keys()].sort(compareCodePoints).filter((term) => {
		const { documents } = counted.get(term) as Counts;
		return documents >= least && documents <= most;
	});
	if (most < least || kept.length === 0)
		throw new BenchtopError('pipeline.document-frequency', { step, column: column.name });
	if (maxFeatures !== undefined && kept.length > maxFeatures) {
		const rarity = Float64Array.from(kept, (term) => -(counted.get(term) as Counts).total);
		const all = kept;
		kept = [...numpyArgsort(rarity).subarray(0, maxFeatures).sort()].map((place) => all[place] as string);
	}
	return { terms: kept, documents: kept.map((term) => (counted.get(term) as Counts).documents), rows };
}

interface Counts {
	documents: number;
	total: number;
	/** The text last counted. */
	last: number;
}

/** Every term with its texts and its occurrences; of a fixed vocabulary only those. */
function count(
	{ codes, dictionary }: StringColumn,
	termsOf: (text: string) => readonly string[],
	{ terms, binary = false }: VocabularyLimits,
): Map<string, Counts> {
	const times = new Uint32Array(dictionary.length);
	for (const code of codes) if (code >= 0) times[code] = (times[code] as number) + 1;
	const only = terms && new Set(terms);
	const counted = new Map<string, Counts>();
	times.forEach((rows, code) => {
		if (rows === 0) return;
		for (const term of termsOf(dictionary[code] as string)) {
			if (only && !only.has(term)) continue;
			let counts = counted.get(term);
			if (!counts) counted.set(term, (counts = { documents: 0, total: 0, last: -1 }));
			const again = counts.last === code;
			if (!again) counts.documents += rows;
			if (!again || !binary) counts.total += rows;
			counts.last = code;
		}
	});
	return counted;
}
