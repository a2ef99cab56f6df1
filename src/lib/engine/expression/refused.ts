/**
 * What SQL has and an expression has not: anything that looks beyond the row, at a clock or at chance, and signs that
 * mean something else here. Each is refused by its name, with what to do instead.
 */
import { BenchtopError } from '../errors/error';

const PIPELINE =
	'Steps that learn from rows, such as scalers and imputers, do what aggregates would, from training rows only.';
const ROWS =
	'Use the steps rolling, lag or difference, which look at neighbouring rows without crossing a split.';
const CHANCE = 'Use a step that draws from the seed, such as sample.';
const CLOCK = "Write the date itself, as in DATE '2026-01-31', so that the result stays the same.";
const QUERY = 'Write the value that is meant, or join the data before it is added.';
const LISTS = 'Write IN (1, 2, 3) to look for one of several values; other lists cannot be used.';
const WIDER = 'Use INTEGER, BIGINT, DOUBLE or VARCHAR.';

const entries = (words: string, instead: string): [string, string][] =>
	words.split(' ').map((word) => [word, instead]);

const FUNCTIONS = new Map([
	...entries(
		'sum avg mean min max count count_star median mode stddev stddev_pop stddev_samp var_pop var_samp variance first last any_value quantile quantile_cont quantile_disc approx_quantile approx_count_distinct arg_min arg_max string_agg group_concat list array_agg histogram corr covar_pop covar_samp regr_slope skewness kurtosis entropy product bool_and bool_or bit_and bit_or mad sem',
		PIPELINE,
	),
	...entries(
		'row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value',
		ROWS,
	),
	...entries('random setseed uuid gen_random_uuid uuidv4 uuidv7', CHANCE),
	...entries(
		'now today current_date current_time current_timestamp current_localtimestamp current_localtime get_current_time get_current_timestamp transaction_timestamp localtime localtimestamp age',
		CLOCK,
	),
	...entries('exists nextval currval getenv read_csv read_parquet', QUERY),
	...entries(
		'list_value array_value struct_pack unnest string_split str_split regexp_split_to_array regexp_extract_all range generate_series',
		LISTS,
	),
]);

const WORDS = new Map([
	...entries(
		'select from where group having order limit union with join using values insert update delete create drop exists any all',
		QUERY,
	),
	...entries('over filter within window partition', ROWS),
	...entries('current_date current_time current_timestamp localtime localtimestamp', CLOCK),
	...entries('array struct map lambda', LISTS),
	...entries('collate at', 'Compare lower(x), or leave it out.'),
	...entries('similar glob', "Use LIKE, ILIKE or regexp_matches(x, 'pattern')."),
]);

const RESERVED = new Set(
	'select from where group having order limit union with using current_date current_time current_timestamp localtime localtimestamp'.split(
		' ',
	),
);
/** Words that cannot be a bare column name. */
export const isReserved = (word: string): boolean => RESERVED.has(word);

const SIGNS = new Map([
	...entries('[ ] { }', LISTS),
	...entries('~', "Use regexp_matches(x, 'pattern')."),
	...entries('& | # @ !', 'Write it with +, -, *, //, % and the functions of numbers.'),
	...entries(
		'; : ? $ .',
		'Write one expression over the columns of this table, without a statement or a parameter.',
	),
	...entries('*', 'Name the columns that are meant.'),
]);

const TYPES = new Map(
	entries(
		'tinyint smallint short int1 int2 int16 hugeint int128 uhugeint utinyint usmallint uinteger ubigint uint8 uint16 uint32 uint64 decimal numeric dec time timetz timestamptz timestamp_s timestamp_ms timestamp_ns interval blob bytea bit uuid json enum bpchar list struct map union',
		WIDER,
	),
);

const refusal = (what: string, instead: string, at: number): BenchtopError =>
	new BenchtopError('expression.unsupported', { what, instead, position: at });

/** The refusal of a function that is known and not possible here; null for any other name. */
export function refusedFunction(name: string, at: number): BenchtopError | null {
	const instead = FUNCTIONS.get(name);
	return instead === undefined ? null : refusal(`${name}()`, instead, at);
}

/** The refusal of a word of SQL; null for words that may be names of columns. */
export function refusedWord(word: string, at: number): BenchtopError | null {
	const instead = WORDS.get(word.toLowerCase());
	return instead === undefined ? null : refusal(word.toUpperCase(), instead, at);
}

/** The refusal of a sign that stands where an operator or a value would; null for the others. */
export function refusedSign(sign: string, at: number): BenchtopError | null {
	const instead = SIGNS.get(sign);
	return instead === undefined ? null : refusal(`"${sign}"`, instead, at);
}

/** The refusal of a type no column can have; null for names that are no types. */
export function refusedType(name: string, at: number): BenchtopError | null {
	const instead = TYPES.get(name.toLowerCase());
	return instead === undefined ? null : refusal(`the type ${name.toUpperCase()}`, instead, at);
}
