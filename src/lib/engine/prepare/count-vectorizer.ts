/**
 * CountVectorizer: how often each term of the vocabulary occurs in a text, a column per term. Learns the vocabulary
 * from training rows, each text column its own. A missing text is an empty one, and terms it has never seen are left out.
 */
import * as v from 'valibot';
import type { EncodeParams } from '../schema/encode-step';
import { isString } from '../table/table';
import { defineStep } from './step';
import { TermMatrix, termNames } from './term-matrix';
import { takesTerms, termOptionsSchema, termsOf } from './terms';
import { learnVocabulary } from './vocabulary';

const stateSchema = v.object({
	read: termOptionsSchema,
	binary: v.boolean(),
	/** Of each column. */
	terms: v.array(v.array(v.string())),
});
type CountState = v.InferOutput<typeof stateSchema>;

export const countVectorizer = defineStep<EncodeParams<'CountVectorizer'>, CountState>({
	id: 'CountVectorizer',
	scope: 'train',
	state: stateSchema,
	accepts: takesTerms,
	fit(block, params) {
		const read = v.parse(termOptionsSchema, params);
		const take = termsOf(read);
		return {
			read,
			binary: params.binary ?? false,
			terms: block.map((column) =>
				isString(column) ? learnVocabulary('CountVectorizer', column, take, params).terms : [],
			),
		};
	},
	apply: (block, state) => block.flatMap((column, c) => (matrices(state)[c] as TermMatrix).columns(column)),
	names: (columns, { terms }) => columns.flatMap((name, c) => termNames(name, terms[c] ?? [])),
});

const made = new WeakMap<CountState, TermMatrix[]>();

/** One for each column, made once of a state. */
function matrices(state: CountState): TermMatrix[] {
	const found = made.get(state);
	if (found) return found;
	const take = termsOf(state.read);
	const weigh = state.binary ? ({ values }: { values: Float64Array }) => void values.fill(1) : undefined;
	const fresh = state.terms.map((terms) => new TermMatrix(terms, take, weigh));
	made.set(state, fresh);
	return fresh;
}
