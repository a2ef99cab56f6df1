/** The encoders of texts: terms counted, terms weighed, letters of an alphabet (SPEC §6.3). */
import * as v from 'valibot';
import { listOf } from './common';
import { choice, filter, flag, whole } from './step-fields';

const distinct = <T>(items: readonly T[]): boolean => new Set(items).size === items.length;
const words = v.optional(listOf(v.string()));

/** How a text is taken apart into terms, as scikit-learn's CountVectorizer is told. */
export const termFields = {
	analyzer: choice(['word', 'char', 'char_wb']),
	lowercase: flag,
	stripAccents: choice(['unicode', 'ascii']),
	ngramRange: v.optional(
		v.pipe(
			v.tuple([v.number(), v.number()]),
			v.check(
				([low, high]) => Number.isInteger(low) && Number.isInteger(high) && low >= 1 && high >= low,
				'must be two whole numbers from 1, the lower first',
			),
		),
	),
	/** What a word is, as a pattern of Python's re, with one capturing group at most. Read when the pipeline is resolved. */
	tokenPattern: v.optional(v.string()),
	/** Words left out, as they are after lower case and accents. */
	stopWords: words,
	/** A list of ours, not scikit-learn's, beside the words named. */
	stopList: choice(['short-english']),
};

/** Training texts that must, or may, hold a term. */
const documents = (from: string) =>
	v.optional(
		v.pipe(
			v.number(),
			v.check((x) => x >= 0 && (x <= 1 || Number.isInteger(x)), `must be a share up to 1, or ${from}`),
		),
	);

const vocabularyFields = {
	...termFields,
	/** Texts a term needs: below 1 a share of them, from 1 a number. */
	minDf: documents('a number of texts'),
	/** Texts a term may be in: up to 1 a share of them (1: all), above it a number. */
	maxDf: documents('a number of texts above 1'),
	/** The terms that occur most. */
	maxFeatures: whole(1),
	/** A fixed vocabulary, in this order; nothing is learned then. */
	terms: v.optional(v.pipe(listOf(v.string()), v.check(distinct, 'must not name a term twice'))),
	/** Whether a term occurs, in place of how often. */
	binary: flag,
};

export const countVectorizerSchema = v.strictObject({
	encoder: v.literal('CountVectorizer'),
	...vocabularyFields,
	...filter,
});

export const tfidfVectorizerSchema = v.strictObject({
	encoder: v.literal('TfidfVectorizer'),
	...vocabularyFields,
	norm: choice(['l2', 'l1', 'none']),
	useIdf: flag,
	smoothIdf: flag,
	sublinearTf: flag,
	...filter,
});

export const letterEncoderSchema = v.strictObject({
	encoder: v.literal('LetterEncoder'),
	/** The letters, in the order of their columns. */
	alphabet: v.optional(
		v.pipe(
			v.string(),
			v.minLength(1),
			v.check((letters) => distinct([...letters]), 'must not name a letter twice'),
		),
	),
	/** Letters of a text that are read; left out, those of the longest training text. */
	length: whole(1),
	/** Where a shorter text is filled up with zeros, and a longer one cut. */
	pad: choice(['end', 'start']),
	case: choice(['upper', 'lower', 'keep']),
	unknown: choice(['zeros', 'error']),
	/** A letter that stands for any: its value is spread evenly over the alphabet. */
	mask: v.optional(
		v.pipe(
			v.string(),
			v.check((text) => [...text].length === 1, 'must be one letter'),
		),
	),
	reverseComplement: choice(['none', 'append', 'replace']),
	...filter,
});
