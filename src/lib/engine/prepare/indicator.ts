/** The missing indicator of an imputer: one more column per column with gaps in training, 1 where the value was missing. */
import { float64 } from '../table/select-rows';
import { isString, type Column } from '../table/table';
import type { Block } from './step';

const isMissing = (column: Column): Float64Array =>
	isString(column)
		? Float64Array.from(column.codes, (code) => (code < 0 ? 1 : 0))
		: column.values.map((x) => (Number.isNaN(x) ? 1 : 0));

/** Places of the columns that have gaps. */
export const columnsWithGaps = (block: Block): number[] =>
	block.flatMap((column, c) => (isMissing(column).includes(1) ? [c] : []));

/** The indicator columns of these places. */
export const indicators = (block: Block, places: readonly number[]): Column[] =>
	places.flatMap((c) => {
		const column = block[c];
		return column ? [float64(indicatorName(column.name), isMissing(column))] : [];
	});

/** One name in the tensor; a one-hot category for missing is written the same. */
export const indicatorName = (column: string): string => `${column} is missing`;
