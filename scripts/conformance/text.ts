/** The family text: CountVectorizer and TfidfVectorizer in scikit-learn's settings, their vocabulary, weights and rows. */
import * as v from 'valibot';
import { training } from '../../tests/fixtures/training';
import { encoderOf } from '../../src/lib/engine/prepare/steps';
import { encodeStepSchema, type EncodeStep } from '../../src/lib/engine/schema/encode-step';
import { compareCodePoints } from '../../src/lib/engine/table/compare';
import { isString, type Column } from '../../src/lib/engine/table/table';
import { isRefusal, near, nums, refuses, same, type Case, type Json } from './case';

/** Settings that are named otherwise here; null is scikit-learn's "not set". */
const NAMED: Readonly<Record<string, string>> = {
	analyzer: 'analyzer',
	lowercase: 'lowercase',
	strip_accents: 'stripAccents',
	ngram_range: 'ngramRange',
	token_pattern: 'tokenPattern',
	stop_words: 'stopWords',
	min_df: 'minDf',
	max_df: 'maxDf',
	max_features: 'maxFeatures',
	vocabulary: 'terms',
	binary: 'binary',
	norm: 'norm',
	use_idf: 'useIdf',
	smooth_idf: 'smoothIdf',
	sublinear_tf: 'sublinearTf',
};

function stepFor(params: Case['params']): EncodeStep {
	const step: Record<string, Json> = {};
	for (const [key, value] of Object.entries(params)) {
		const name = NAMED[key];
		if (key === 'encoder') step['encoder'] = value;
		else if (name === undefined) throw new Error(`the setting ${key} is not known`);
		else if (key === 'vocabulary' && value !== null) step[name] = listed(value);
		else if (key === 'norm' && value === null) step[name] = 'none';
		else if (value !== null && !(Array.isArray(value) && value.length === 0)) step[name] = value;
	}
	return v.parse(encodeStepSchema, step);
}

/** A vocabulary as a list, or as the place of each term. */
const listed = (vocabulary: Json): Json =>
	Array.isArray(vocabulary) || typeof vocabulary !== 'object' || vocabulary === null
		? vocabulary
		: Object.entries(vocabulary)
				.sort(([, a], [, b]) => Number(a) - Number(b))
				.map(([term]) => term);

/** A column of texts; "NaN" is a text here, null is missing. */
function texts(values: Json | undefined): Column {
	const each = (values as Json[]).map((value) => (Array.isArray(value) ? (value[0] ?? null) : value));
	const dictionary = [...new Set(each.filter((value) => typeof value === 'string'))].sort(compareCodePoints);
	const place = new Map(dictionary.map((text, i) => [text, i]));
	const codes = Int32Array.from(each, (value) =>
		typeof value === 'string' ? (place.get(value) as number) : -1,
	);
	return { name: 'x0', dtype: 'string', dictionary, codes };
}

/** Fits on `input.fit`, sends the state through JSON, and compares what is expected. */
export function checkText(found: Case): void {
	const { params, input, expected } = found;
	const fit = texts(input['fit']);
	const bound = () => {
		const step = stepFor(params);
		const state: unknown = JSON.parse(JSON.stringify(encoderOf(step).fit(training([fit]), step)));
		return { state, ...encoderOf(step).bind(state) };
	};
	if (isRefusal(expected))
		return refuses(() => {
			const { apply } = bound();
			apply([fit]);
			if (input['new']) apply([texts(input['new'])]);
		}, 'fit');
	const { state, apply, names } = bound();
	if (expected['vocabulary'])
		same(
			names(['x0']).map((name) => name.slice('x0='.length)),
			listed(expected['vocabulary']),
			'vocabulary',
		);
	if (expected['idf']) {
		const { columns } = state as { columns: { idf: (number | null)[] }[] };
		near(
			(columns[0]?.idf ?? []).map((idf) => idf ?? Infinity),
			nums(expected['idf']),
			found,
			'idf',
		);
	}
	if (isRefusal(expected['transform'])) refuses(() => apply([fit]), 'transform');
	else if (expected['transform']) rowsAlike(apply([fit]), expected['transform'], found, 'transform');
	if (isRefusal(expected['transform_new'])) refuses(() => apply([texts(input['new'])]), 'transform_new');
	else if (expected['transform_new'])
		rowsAlike(apply([texts(input['new'])]), expected['transform_new'], found, 'transform_new');
}

function rowsAlike(columns: readonly Column[], expected: Json, found: Case, where: string): void {
	(expected as Json[]).forEach((row, i) =>
		near(
			columns.map((column) => (isString(column) ? NaN : (column.values[i] as number))),
			nums(row),
			found,
			`${where}[${i}]`,
		),
	);
}
