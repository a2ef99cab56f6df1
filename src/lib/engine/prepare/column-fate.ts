/** What is proposed for one input column: how it is encoded, or why it is left out. */
import type { ColumnStatistics } from '../schema/dataset';
import { isInteger, isString, type Column, type NumericColumn, type StringColumn } from '../table/table';
import { moments, skewness } from '../table/moments';
import { present } from '../table/quantile';
import { freeText, type FreeText } from './free-text';
import { bestLambda, yeoJohnson } from './power';
import { map } from './scaling';

export type Fate =
	| { readonly use: 'one-hot' | 'scale' | FreeText }
	| { readonly use: 'power'; readonly skew: number }
	| { readonly use: 'nothing'; readonly why: string };

/** Beyond this skewness a column is bent towards a bell by PowerTransformer. */
const SKEWED = 1;
/** Values looked at to judge whether bending helps. */
const SAMPLE = 5000;
/** A text column with more values than this needs enough rows for each of them. */
const ONE_HOT_VALUES = 50;
const ONE_HOT_LIMIT = 200;

/** The fate of an input column of a table with `rows` rows. */
export function columnFate(column: Column, statistics: ColumnStatistics, rows: number): Fate {
	const { missing, distinct } = statistics;
	const there = rows - missing;
	if (there === 0) return nothing('no value in any row');
	if (distinct === 1)
		return nothing(missing > 0 ? 'one single value besides missing' : 'one single value in every row');
	if (isString(column)) return textFate(column, distinct, there);
	const trouble = rangeTrouble(column);
	if (trouble !== null) return nothing(trouble);
	if (isInteger(column.dtype)) {
		if (isIdName(column.name) && distinct > 20 && distinct > 0.5 * there)
			return nothing('looks like an identifier: named like one, and hardly a value repeats');
		if (isRowNumber(column, distinct, there))
			return nothing('looks like an identifier: consecutive whole numbers, each once');
	}
	if (column.dtype === 'date' || column.dtype === 'timestamp' || column.dtype === 'bool')
		return { use: 'scale' };
	return bend(column, distinct);
}

const nothing = (why: string): Fate => ({ use: 'nothing', why });

/** Why these numbers cannot be standardised, nor errors on them be squared; null when they can. */
export function rangeTrouble(column: NumericColumn): string | null {
	const { min, max, squares } = moments(column.values);
	if (!Number.isFinite(min) || !Number.isFinite(max)) {
		const count = column.values.reduce((n, value) => n + (Math.abs(value) === Infinity ? 1 : 0), 0);
		return `${count === 1 ? 'one value is' : `${count} values are`} infinite`;
	}
	if (!Number.isFinite(squares)) return `values from ${min} to ${max} are too large to compute with`;
	return squares === 0 && max > min
		? `values from ${min} to ${max} are too close together to compute with`
		: null;
}

function textFate(column: StringColumn, distinct: number, there: number): Fate {
	if (distinct === there && there > 2)
		return free(column) ?? nothing('looks like an identifier: every text is unique');
	if (isIdName(column.name) && distinct > 20)
		return nothing(`looks like an identifier: named like one, with ${distinct} values`);
	const fits =
		distinct <= ONE_HOT_VALUES
			? distinct <= 0.5 * there || distinct <= 10
			: distinct <= ONE_HOT_LIMIT && distinct <= 0.05 * there;
	if (fits) return { use: 'one-hot' };
	return free(column) ?? nothing(`${distinct} different texts are too many for one column each`);
}

function free(column: StringColumn): Fate | null {
	const use = isIdName(column.name) ? null : freeText(column);
	return use && { use };
}

/** "id", "customer_id", "rowNumber", "Unnamed: 0": the whole name or its last word says so. */
export function isIdName(name: string): boolean {
	const words = name
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter(Boolean);
	const last = words.at(-1) ?? '';
	if (
		['id', 'ids', 'uuid', 'guid', 'rowid', 'index', 'idx', 'identifier'].includes(last) ||
		words[0] === 'id'
	)
		return true;
	if (words[0] === 'unnamed') return true;
	return words.length <= 2 && words[0] === 'row' && ['number', 'num', 'no', undefined].includes(words[1]);
}

/** Names of columns that count time. */
export const TIME_WORDS = /year|month|week|day|hour|minute|second|time|date|step|age|period/i;

/** Each whole number between the least and the greatest once, as a counter gives them; a calendar is no counter. */
function isRowNumber(column: NumericColumn, distinct: number, there: number): boolean {
	if (distinct !== there || there < 10 || TIME_WORDS.test(column.name)) return false;
	const { min, max } = moments(column.values);
	return max - min + 1 === distinct;
}

/** Power only where it makes the column more even; an extreme exponent would blow up what lies outside. */
function bend(column: NumericColumn, distinct: number): Fate {
	const values = present(column.values);
	const skew = skewness(values);
	if (distinct <= 10 || !(Math.abs(skew) > SKEWED) || !Number.isFinite(skew)) return { use: 'scale' };
	const stride = Math.ceil(values.length / SAMPLE);
	const sample = values.filter((_, i) => i % stride === 0);
	const lambda = bestLambda(sample, 'yeo-johnson');
	const after = skewness(map(sample, (x) => yeoJohnson(x, lambda)));
	return Math.abs(lambda) <= 10 && Math.abs(after) < Math.abs(skewness(sample))
		? { use: 'power', skew }
		: { use: 'scale' };
}
