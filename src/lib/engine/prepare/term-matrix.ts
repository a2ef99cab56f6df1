/**
 * Texts against a vocabulary: a column per term, a row per text. Each distinct text is taken apart once and held as
 * its few terms; the columns are made of them for the rows asked for.
 */
import { float64 } from '../table/select-rows';
import { isString, type Column, type NumericColumn } from '../table/table';
import { EntryCache } from './entry-cache';

/** The terms of one text: their places in the vocabulary, and a value for each. */
export interface SparseRow {
	readonly places: Int32Array;
	readonly values: Float64Array;
}

/** Names of the columns: `column=term`. */
export const termNames = (column: string, terms: readonly string[]): string[] =>
	terms.map((term) => `${column}=${term}`);

export class TermMatrix {
	readonly #rows: EntryCache<SparseRow>;

	/**
	 * @param termsOf takes a text apart.
	 * @param weigh changes the counts of one text in place; left out, they stay counts.
	 */
	constructor(
		readonly terms: readonly string[],
		termsOf: (text: string) => readonly string[],
		weigh: (row: SparseRow) => void = () => undefined,
	) {
		const vocabulary = new Map(terms.map((term, place) => [term, place]));
		this.#rows = new EntryCache(
			(text) => {
				const row = counts(termsOf(text), vocabulary);
				weigh(row);
				return row;
			},
			({ places }) => places.length,
		);
	}

	/** A column per term; a missing text is one without terms. Terms in none of these rows share one column of zeros. */
	columns(column: Column): NumericColumn[] {
		if (!isString(column)) return [];
		const { codes, dictionary, name } = column;
		const outputs: (Float64Array | undefined)[] = Array.from({ length: this.terms.length });
		const zeros = new Float64Array(codes.length);
		for (let i = 0; i < codes.length; i++) {
			const code = codes[i] as number;
			if (code < 0) continue;
			const { places, values } = this.#rows.of(dictionary, code);
			for (let k = 0; k < places.length; k++) {
				const output = (outputs[places[k] as number] ??= new Float64Array(codes.length));
				output[i] = values[k] as number;
			}
		}
		return termNames(name, this.terms).map((each, place) => float64(each, outputs[place] ?? zeros));
	}
}

function counts(terms: readonly string[], vocabulary: ReadonlyMap<string, number>): SparseRow {
	const found = new Map<number, number>();
	for (const term of terms) {
		const place = vocabulary.get(term);
		if (place !== undefined) found.set(place, (found.get(place) ?? 0) + 1);
	}
	return { places: Int32Array.from(found.keys()), values: Float64Array.from(found.values()) };
}
