/**
 * Expressions drawn from a seed over the columns of generated-table.ts, for tests that let DuckDB judge. They stay where both agree
 * by intent: no result that is not a number, no value outside a function's domain, decimals written as float64.
 */
import type { Stream } from '../random/stream';

type Kind = 'bool' | 'int' | 'real' | 'rough' | 'text' | 'date' | 'moment';

type Rule = (draw: Draw) => string;

/** Draws parts of expressions; `rough` numbers come from functions whose last digit may differ between machines. */
export class Draw {
	#depth = 0;
	constructor(readonly stream: Stream) {}

	below(limit: number): number {
		return Math.floor(this.stream.uniform() * limit);
	}

	of<T>(list: readonly T[]): T {
		return list[this.below(list.length)] as T;
	}

	/** An expression of this kind. */
	part(kind: Kind): string {
		const { leaves, rules } = GRAMMAR[kind];
		if (this.#depth >= 3 || this.below(5) === 0) return this.of(leaves)(this);
		this.#depth++;
		const text = this.of(rules)(this);
		this.#depth--;
		return text;
	}
}

const say =
	(text: string): Rule =>
	() =>
		text;
/** Texts of every sort that functions may stumble over. */
export const TEXTS = [
	'a',
	'Ab',
	'äb',
	' x ',
	'hello',
	'A-b-c',
	'ß',
	'',
	'100%',
	"it's",
	'12',
	'😀x',
	'abcabc',
];
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const PARTS = [
	'year',
	'quarter',
	'month',
	'week',
	'day',
	'dow',
	'isodow',
	'doy',
	'isoyear',
	'hour',
	'minute',
	'second',
	'decade',
	'century',
	'yearweek',
];
const STEPS = ['year', 'quarter', 'month', 'week', 'day', 'decade', 'isoyear'];
const SPANS = [
	"'3 days'",
	"'1 month'",
	"'-2 years'",
	"'90 minutes'",
	"'1 day 02:30:00'",
	'5 HOURS',
	'(2) WEEKS',
	"'1 year 2 months ago'",
];

/** A date that is never missing: DuckDB 1.4 takes date_trunc of NULL for a value in IS NULL and COALESCE. */
const never = (moment: string): string => `coalesce(${moment}, DATE '2001-02-03')`;

/** Forms every kind has. */
const choices = (kind: Kind): Rule[] => [
	(d) => `CASE WHEN ${d.part('bool')} THEN ${d.part(kind)} ELSE ${d.part(kind)} END`,
	(d) => `CASE WHEN ${d.part('bool')} THEN ${d.part(kind)} WHEN ${d.part('bool')} THEN ${d.part(kind)} END`,
	(d) => `coalesce(${d.part(kind)}, ${d.part(kind)})`,
	(d) => `if(${d.part('bool')}, ${d.part(kind)}, NULL)`,
	(d) => `greatest(${d.part(kind)}, ${d.part(kind)}, NULL)`,
	(d) => `least(${d.part(kind)}, ${d.part(kind)})`,
	(d) => `(${d.part(kind)})`,
];
const compared: Kind[] = ['int', 'real', 'text', 'date', 'moment', 'bool'];

const GRAMMAR: Readonly<Record<Kind, { leaves: Rule[]; rules: Rule[] }>> = {
	bool: {
		leaves: [
			say('b'),
			say('B'),
			say('TRUE'),
			say('FALSE'),
			say('"b"'),
			(d) => `(i > ${d.below(20) - 10})`,
			say('(s IS NULL)'),
		],
		rules: [
			(d) => `(${d.part('bool')} AND ${d.part('bool')})`,
			(d) => `(${d.part('bool')} OR ${d.part('bool')})`,
			(d) => `(NOT ${d.part('bool')})`,
			...['=', '<>', '!=', '<', '<=', '>', '>='].map((sign): Rule => (d) => {
				const kind = d.of(compared);
				return `(${d.part(kind)} ${sign} ${d.part(kind)})`;
			}),
			(d) => `(${d.part('int')} < ${d.part('real')})`,
			(d) => `(${d.part('date')} <= ${d.part('moment')})`,
			(d) => `(${d.part('date')} > '20${10 + d.below(20)}-0${1 + d.below(9)}-15')`,
			(d) => {
				const kind = d.of(compared);
				return `(${d.part(kind)} ${d.of(['', 'NOT '])}BETWEEN ${d.part(kind)} AND ${d.part(kind)})`;
			},
			(d) => `(${d.part('int')} ${d.of(['', 'NOT '])}IN (1, -3, ${d.of(['NULL', '5', 'i', 'j'])}))`,
			(d) => `(${d.part('text')} ${d.of(['', 'NOT '])}IN ('a', 'hello', ${d.of(['NULL', 't', "'äb'"])}))`,
			(d) =>
				`(${d.part('text')} ${d.of(['LIKE', 'ILIKE', 'NOT LIKE'])} ${d.of(["'a%'", "'%b%'", "'_b'", "''", "'A%C'", 't', "'%ß%'"])})`,
			(d) => `(${d.part(d.of(compared))} IS ${d.of(['', 'NOT '])}NULL)`,
			(d) => {
				const kind = d.of(compared);
				return `(${d.part(kind)} IS ${d.of(['', 'NOT '])}DISTINCT FROM ${d.part(kind)})`;
			},
			(d) => `(${d.part('bool')} IS ${d.of(['TRUE', 'NOT TRUE', 'FALSE', 'NOT FALSE'])})`,
			(d) =>
				`${d.of(['contains', 'starts_with', 'ends_with', 'prefix'])}(${d.part('text')}, ${d.part('text')})`,
			(d) =>
				`regexp_matches(${d.part('text')}, ${d.of(["'^a'", "'[a-c]+$'", "'\\d'", "'b.c'", "'(?i)AB'", "'^\\s'", "'[[:alpha:]]-'", "'ä|ß'"])})`,
			(d) => `regexp_matches(${d.part('text')}, 'aB', 'i')`,
			(d) => `(${d.part('int')})::BOOLEAN`,
			(d) => `isinf(${d.part('real')})`,
			...choices('bool'),
		],
	},
	int: {
		leaves: [say('i'), say('j'), say('I'), (d) => String(d.below(30)), (d) => `-${d.below(30)}`, say('"j"')],
		rules: [
			...['+', '-', '*', '%', '//'].map(
				(sign): Rule =>
					(d) =>
						`(${d.part('int')} ${sign} ${d.part('int')})`,
			),
			(d) => `(${d.part('int')} + ${d.part('int')} * ${d.part('int')} - ${d.part('int')} % 7)`,
			(d) => `(-${d.part('int')})`,
			(d) => `abs(${d.part('int')})`,
			(d) => `sign(${d.part(d.of(['int', 'real']))})`,
			(d) => `mod(${d.part('int')}, ${d.part('int')})`,
			(d) => `round(${d.part('int')}, -1)`,
			(d) => `length(${d.part('text')})`,
			(d) => `strpos(${d.part('text')}, ${d.part('text')})`,
			(d) => `date_part('${d.of(PARTS)}', ${d.part(d.of(['date', 'moment']))})`,
			(d) =>
				`${d.of(['year', 'month', 'day', 'hour', 'minute', 'second', 'quarter', 'week', 'dayofweek', 'dayofyear', 'isodow'])}(${d.part('moment')})`,
			(d) =>
				`date_diff('${d.of(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute'])}', ${d.part('date')}, ${d.part('moment')})`,
			(d) => `extract(${d.of(['year', 'month', 'day'])} FROM ${d.part('date')})`,
			(d) => `(${d.part('date')} - ${d.part('date')})`,
			(d) => `CAST(${d.part('real')} AS BIGINT)`,
			(d) => `TRY_CAST(${d.part('text')} AS INTEGER)`,
			(d) => `(${d.part('bool')})::INTEGER`,
			(d) => `nullif(${d.part('int')}, ${d.part('int')})`,
			(d) => `CASE ${d.part('int')} WHEN 1 THEN i WHEN NULL THEN 3 ELSE j END`,
			...choices('int'),
		],
	},
	real: {
		leaves: [
			say('x'),
			say('y'),
			say('f'),
			say('X'),
			(d) => `${d.below(100) / 8}e0`,
			(d) => `-${d.below(100) / 8}e0`,
		],
		rules: [
			...['+', '-', '*'].map(
				(sign): Rule =>
					(d) =>
						`(${d.part('real')} ${sign} ${d.part(d.of(['real', 'int']))})`,
			),
			(d) => `(${d.part(d.of(['real', 'int']))} ${d.of(['/', '//', '%'])} nullif(${d.part('real')}, 0))`,
			(d) => `(i / ${d.of(['2', '4', 'nullif(j, 0)'])})`,
			(d) => `abs(${d.part('real')})`,
			(d) => `${d.of(['ceil', 'floor', 'trunc', 'round'])}(${d.part('real')})`,
			(d) => `round(${d.part('real')}, ${d.of(['1', '2', '-1', '0'])})`,
			(d) => `sqrt(abs(${d.part('real')}))`,
			(d) => `(${d.part('int')})::DOUBLE`,
			(d) => `(${d.part('real')})::FLOAT`,
			(d) => `TRY_CAST(${d.part('text')} AS DOUBLE)`,
			(d) => `epoch(${d.part('moment')})`,
			(d) => `(${d.of(['x', 'y', 'i'])} ^ 2)`,
			...choices('real'),
		],
	},
	rough: {
		leaves: [(d) => d.part('real')],
		rules: [
			(d) => `ln(abs(${d.part('real')}) + 1e0)`,
			(d) => `log(abs(${d.part('real')}) + 1e0)`,
			(d) => `log2(abs(${d.part('int')}) + 1)`,
			(d) => `log10(abs(${d.part('real')}) + 2e0)`,
			(d) => `log(2, abs(${d.part('real')}) + 1e0)`,
			(d) => `exp(least(${d.part('real')}, 5e0))`,
			(d) => `power(abs(${d.part('real')}), 0.5e0)`,
			(d) =>
				`${d.of(['sin', 'cos', 'tan', 'atan', 'tanh', 'cbrt', 'degrees', 'radians'])}(${d.part('real')} % 50)`,
			(d) => `${d.of(['asin', 'acos'])}(sin(${d.part('real')} % 50) * 0.5e0)`,
			(d) => `atan2(${d.part('real')}, ${d.part('real')})`,
			(d) => `(${d.part('rough')} + pi() * ${d.part('real')})`,
		],
	},
	text: {
		leaves: [say('s'), say('t'), say('S'), (d) => quoted(d.of(TEXTS))],
		rules: [
			(d) => `(${d.part('text')} || ${d.part(d.of(['text', 'int', 'date', 'bool', 'moment']))})`,
			(d) => `concat(${d.part('text')}, ${d.part(d.of(['int', 'text']))}, NULL)`,
			(d) => `concat_ws('-', ${d.part('text')}, NULL, ${d.part('int')})`,
			(d) => `${d.of(['lower', 'upper', 'trim', 'ltrim', 'rtrim', 'reverse'])}(${d.part('text')})`,
			(d) => `trim(${d.part('text')}, 'abc')`,
			(d) => `${d.of(['left', 'right'])}(${d.part('text')}, ${d.of(['0', '1', '2', '-1', '-2', '9'])})`,
			(d) => `substr(${d.part('text')}, ${d.of(['1', '2', '-2', '0', '5', '-9'])})`,
			(d) =>
				`substring(${d.part('text')}, ${d.of(['1', '2', '-2', '0', '-9'])}, ${d.of(['0', '1', '2', '9', '-1'])})`,
			(d) => `replace(${d.part('text')}, ${d.part('text')}, ${d.part('text')})`,
			(d) => `${d.of(['lpad', 'rpad'])}(${d.part('text')}, ${d.of(['0', '3', '7'])}, 'xy')`,
			(d) => `split_part(${d.part('text')}, ${d.of(["'-'", "'b'"])}, ${d.of(['1', '2', '-1', '9'])})`,
			(d) =>
				`regexp_replace(${d.part('text')}, ${d.of(["'[a-b]', '<\\0>'", "'(a)(b)', '<\\2\\1>'", "'\\W', '$1'"])}${d.of(['', ", 'g'"])})`,
			(d) => `regexp_extract(${d.part('text')}, '([a-c]+)(.?)', ${d.of(['0', '1', '2'])})`,
			(d) => `CAST(${d.part(d.of(['int', 'real', 'bool', 'date', 'moment']))} AS VARCHAR)`,
			(d) => `${d.of(['monthname', 'dayname'])}(${d.part('date')})`,
			(d) => `nullif(${d.part('text')}, ${d.part('text')})`,
			...choices('text'),
		],
	},
	date: {
		leaves: [
			say('d'),
			say('e'),
			(d) => `DATE '19${50 + d.below(50)}-0${1 + d.below(9)}-${10 + d.below(19)}'`,
		],
		rules: [
			(d) => `(${d.part('date')} ${d.of(['+', '-'])} ${d.below(400)})`,
			(d) => `CAST(date_trunc('${d.of(STEPS)}', ${never(d.part(d.of(['date', 'moment'])))}) AS DATE)`,
			(d) => `CAST(${d.part('moment')} AS DATE)`,
			(d) => `TRY_CAST(concat('2021-', ${d.of(['i', 'length(s)'])}, '-07') AS DATE)`,
			...choices('date'),
		],
	},
	moment: {
		leaves: [
			say('u'),
			say('"u"'),
			(d) => `TIMESTAMP '20${10 + d.below(20)}-03-31 ${10 + d.below(14)}:30:1${d.below(10)}.25'`,
		],
		rules: [
			(d) => `(${d.part(d.of(['moment', 'date']))} ${d.of(['+', '-'])} INTERVAL ${d.of(SPANS)})`,
			(d) => `(INTERVAL ${d.of(SPANS)} + ${d.part('moment')})`,
			(d) => `date_trunc('${d.of(['hour', 'minute', 'second', 'millisecond'])}', ${never(d.part('moment'))})`,
			(d) => `CAST(${d.part('date')} AS TIMESTAMP)`,
			...choices('moment'),
		],
	},
};
/** So many expressions, of all kinds in turn. */
export function generatedExpressions(stream: Stream, count: number): string[] {
	const kinds: Kind[] = ['bool', 'int', 'real', 'rough', 'text', 'date', 'moment'];
	return Array.from({ length: count }, (_, i) =>
		new Draw(stream.child(String(i))).part(kinds[i % kinds.length]!),
	);
}
