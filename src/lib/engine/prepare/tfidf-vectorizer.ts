/**
 * TfidfVectorizer: term counts weighed by how rare each term is among the training texts, every text brought to the same
 * length: idf = ln((n + s) / (df + s)) + 1, s = 1 when smooth (scikit-learn, TfidfTransformer). Vocabulary and document
 * frequencies are learned from training rows, each text column its own.
 */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import type { EncodeParams } from '../schema/encode-step';
import { isString } from '../table/table';
import { defineStep } from './step';
import { TermMatrix, termNames, type SparseRow } from './term-matrix';
import { takesTerms, termOptionsSchema, termsOf } from './terms';
import { learnVocabulary } from './vocabulary';

const stateSchema = v.object({
	read: termOptionsSchema,
	binary: v.boolean(),
	sublinearTf: v.boolean(),
	norm: v.picklist(['l1', 'l2', 'none']),
	columns: v.array(
		v.object({
			terms: v.array(v.string()),
			/** Null for the infinite weight that a term of no training text has without smoothing. */
			idf: v.nullable(v.array(v.nullable(v.number()))),
		}),
	),
});
type TfidfState = v.InferOutput<typeof stateSchema>;

export const tfidfVectorizer = defineStep<EncodeParams<'TfidfVectorizer'>, TfidfState>({
	id: 'TfidfVectorizer',
	scope: 'train',
	state: stateSchema,
	accepts: takesTerms,
	fit(block, params) {
		const { useIdf = true, smoothIdf = true, sublinearTf = false, norm = 'l2', binary = false } = params;
		const read = v.parse(termOptionsSchema, params);
		const take = termsOf(read);
		const smooth = smoothIdf ? 1 : 0;
		const columns = block.filter(isString).map((column) => {
			const { terms, documents, rows } = learnVocabulary('TfidfVectorizer', column, take, params);
			const idf = documents.map((df) =>
				df + smooth > 0 ? Math.log((rows + smooth) / (df + smooth)) + 1 : null,
			);
			return { terms, idf: useIdf ? idf : null };
		});
		return { read, binary, sublinearTf, norm, columns };
	},
	apply: (block, state) => block.flatMap((column, c) => (matrices(state)[c] as TermMatrix).columns(column)),
	names: (columns, state) => columns.flatMap((name, c) => termNames(name, state.columns[c]?.terms ?? [])),
});

const made = new WeakMap<TfidfState, TermMatrix[]>();

/** One for each column, made once of a state. */
function matrices(state: TfidfState): TermMatrix[] {
	const found = made.get(state);
	if (found) return found;
	const take = termsOf(state.read);
	const fresh = state.columns.map(
		({ terms, idf }) => new TermMatrix(terms, take, (row) => weigh(row, state, terms, idf)),
	);
	made.set(state, fresh);
	return fresh;
}

/** Counts to weights, in place; a text without terms stays zeros. */
function weigh(
	{ places, values }: SparseRow,
	{ binary, sublinearTf, norm }: TfidfState,
	terms: readonly string[],
	idf: readonly (number | null)[] | null,
): void {
	let sum = 0;
	for (let k = 0; k < values.length; k++) {
		let value = binary ? 1 : (values[k] as number);
		if (sublinearTf) value = Math.log(value) + 1;
		if (idf) value *= idf[places[k] as number] ?? Infinity;
		values[k] = value;
		sum += norm === 'l2' ? value * value : value;
	}
	const odd = norm === 'none' ? -1 : values.indexOf(Infinity);
	if (odd >= 0) throw new BenchtopError('pipeline.term-weight', { term: terms[places[odd] as number] ?? '' });
	const length = norm === 'none' ? 1 : norm === 'l2' ? Math.sqrt(sum) : sum;
	for (let k = 0; k < values.length; k++) values[k] = (values[k] as number) / length;
}
