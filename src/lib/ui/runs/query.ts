/**
 * The language of the query bar on Runs. Terms are joined by "and":
 *
 *   valid.accuracy > .8    train, valid or test, a dot, and a metric; =, !=, <, <=, >, >=
 *   epoch < 20             also: parameters, seconds, fold, repeat, seed, gap, valid, test
 *   net:small              the text occurs: net, run, data, target, backend, note; "quoted text" keeps spaces
 *   starred  -baseline     flags: starred, archived, baseline, noted, overridden; a minus says not
 *   6483                   a word alone: in the run's id, net, data, target or note
 *
 * Archived runs are left out unless a term names `archived`.
 */
import { BenchtopError } from '../../engine/errors/error';
import type { SplitName } from '../../engine/schema/common';
import { nearest } from '../../engine/nearest';
import type { RunRow } from './row';

type Term = (row: RunRow) => boolean;

export interface Query {
	readonly terms: readonly Term[];
	/** Whether archived runs are asked for. */
	readonly archived: boolean;
}

const FLAGS: Record<string, Term> = {
	starred: ({ starred }) => starred,
	archived: ({ archived }) => archived,
	baseline: ({ baseline }) => baseline,
	noted: ({ note }) => note !== '',
	overridden: ({ overrides }) => overrides.length > 0,
};

const TEXTS: Record<string, (row: RunRow) => string> = {
	net: ({ net }) => net,
	run: ({ run }) => run.id.replace(/^sha256:/, ''),
	data: ({ data }) => data,
	target: ({ target }) => target,
	backend: ({ run }) => run.environment.executor,
	analysis: ({ analysis }) => analysis,
	note: ({ note }) => note,
};

const NUMBERS: Record<string, (row: RunRow) => number | null> = {
	valid: ({ valid }) => valid,
	test: ({ test }) => test,
	train: ({ train }) => train,
	gap: ({ gap }) => gap,
	epoch: ({ run }) => run.bestEpoch,
	parameters: ({ run }) => run.parameters,
	seconds: ({ run }) => run.seconds,
	fold: ({ run }) => (run.fold === undefined ? null : run.fold + 1),
	repeat: ({ run }) => run.repeat + 1,
	seed: ({ run }) => run.seed,
};

const SPLIT_WORDS: Record<string, SplitName> = {
	train: 'train',
	valid: 'validation',
	validation: 'validation',
	test: 'test',
};

const OPERATORS: Record<string, (a: number, b: number) => boolean> = {
	'=': (a, b) => a === b,
	'!=': (a, b) => a !== b,
	'<': (a, b) => a < b,
	'<=': (a, b) => a <= b,
	'>': (a, b) => a > b,
	'>=': (a, b) => a >= b,
};

const TOKEN = /\s*(?:(!=|<=|>=|<|>|=)|([^\s"<>=!:]+:)?"([^"]*)"?|([^\s<>=!"]+))/y;

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
	Object.hasOwn(record, key) ? record[key] : undefined;

interface Token {
	readonly kind: 'operator' | 'word' | 'quoted';
	readonly text: string;
	/** `net:` of `net:"a b"`. */
	readonly field?: string;
}

function tokens(text: string): Token[] {
	const found: Token[] = [];
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < text.trimEnd().length) {
		const at = TOKEN.lastIndex;
		const match = TOKEN.exec(text);
		if (!match) throw new BenchtopError('runs.query-syntax', { text: text.slice(at).trim() });
		const [, operator, field, quoted, word] = match;
		if (operator !== undefined) found.push({ kind: 'operator', text: operator });
		else if (quoted !== undefined) found.push({ kind: 'quoted', text: quoted, field: field?.slice(0, -1) });
		else found.push({ kind: 'word', text: word ?? '' });
	}
	return found;
}

/**
 * A query as tests on rows. Metric names are those the rows have; "auc" finds "roc_auc".
 * Throws `runs.query-field`, `runs.query-number` or `runs.query-syntax` with a suggestion.
 */
export function parseQuery(text: string, metrics: readonly string[]): Query {
	const terms: Term[] = [];
	let archived = false;
	const list = tokens(text);
	for (let at = 0; at < list.length; at++) {
		const token = list[at]!;
		const next = list[at + 1];
		if (token.kind === 'operator') throw new BenchtopError('runs.query-syntax', { text: token.text });
		if (token.kind === 'word' && next?.kind === 'operator') {
			const value = list[at + 2];
			terms.push(comparison(token.text, next.text, value?.text, metrics));
			at += 2;
			continue;
		}
		if (token.kind === 'quoted') {
			terms.push(token.field === undefined ? anywhere(token.text) : contains(token.field, token.text));
			continue;
		}
		const colon = token.text.indexOf(':');
		if (colon > 0) {
			terms.push(contains(token.text.slice(0, colon), token.text.slice(colon + 1)));
			continue;
		}
		const negated = token.text.startsWith('-') && token.text.length > 1;
		const word = (negated ? token.text.slice(1) : token.text).toLowerCase();
		const flag = own(FLAGS, word);
		if (word === 'archived') archived = true;
		if (flag) terms.push(negated ? (row) => !flag(row) : flag);
		else terms.push(negated ? not(anywhere(word)) : anywhere(word));
	}
	return { terms, archived };
}

const not =
	(term: Term): Term =>
	(row) =>
		!term(row);

/** Whether a row is in the answer. */
export const matches = (query: Query, row: RunRow): boolean =>
	(query.archived || !row.archived) && query.terms.every((term) => term(row));

function contains(field: string, wanted: string): Term {
	const read = own(TEXTS, field.toLowerCase());
	if (!read) throw unknown(field, Object.keys(TEXTS));
	const text = wanted.toLowerCase();
	return (row) => read(row).toLowerCase().includes(text);
}

function anywhere(wanted: string): Term {
	const text = wanted.toLowerCase();
	return (row) =>
		row.run.id.startsWith(`sha256:${text}`) ||
		[row.net, row.data, row.target, row.note].some((part) => part.toLowerCase().includes(text));
}

function comparison(
	field: string,
	operator: string,
	value: string | undefined,
	metrics: readonly string[],
): Term {
	const read = numberField(field.toLowerCase(), metrics);
	if (!read) throw unknown(field, fieldNames(metrics));
	const wanted = value === undefined || value.trim() === '' ? NaN : Number(value.replace('−', '-'));
	if (Number.isNaN(wanted))
		throw new BenchtopError('runs.query-number', { field, operator, value: value ?? '' });
	const holds = OPERATORS[operator]!;
	return (row) => {
		const found = read(row);
		return found !== null && holds(found, wanted);
	};
}

function numberField(field: string, metrics: readonly string[]): ((row: RunRow) => number | null) | null {
	const plainNumber = own(NUMBERS, field);
	if (plainNumber) return plainNumber;
	const dot = field.indexOf('.');
	const split = own(SPLIT_WORDS, field.slice(0, dot));
	if (dot < 1 || !split) return null;
	const name = field.slice(dot + 1);
	const plain = (metric: string): string => metric.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
	const metric =
		metrics.find((each) => each.toLowerCase() === name) ??
		metrics.find((each) => plain(each) === plain(name)) ??
		(name === 'auc' ? metrics.find((each) => plain(each) === 'rocauc') : undefined);
	return metric ? ({ run }) => run.metrics[split][metric] ?? null : null;
}

/** Every name a number can be asked by, for suggestions. */
const fieldNames = (metrics: readonly string[]): string[] => [
	...['valid', 'test', 'train'].flatMap((split) => metrics.map((metric) => `${split}.${metric}`)),
	...Object.keys(NUMBERS),
];

function unknown(field: string, known: readonly string[]): BenchtopError {
	return new BenchtopError('runs.query-field', { field, suggestion: nearest(field, known) });
}
