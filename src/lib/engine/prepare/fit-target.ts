/**
 * What a pipeline's target is learned as: its classes in sorted order, and the encoder's state. Classes are a vocabulary
 * and come from every row unless the encoder is told to know the training rows only.
 */
import { trainingBlock, vocabularyOf, type TrainingRows } from '../check/fit-scope';
import { BenchtopError } from '../errors/error';
import type { Pipeline } from '../schema/pipeline';
import { columnOf, isString, type Column, type Table } from '../table/table';
import { classNames } from './classes';
import { fitEncoder } from './fit-input';
import type { FittedEncode, FittedTarget } from './fitted';
import { encoderOf, readsAllRows } from './steps';

/** More classes than this are refused: it is an identifier or free text. */
export const CLASS_LIMIT = 1000;

/** What is learned without a target, in words. */
const LEARNED = { forecast: 'the next window', autoencoder: 'the inputs' } as const;

/**
 * @param train rows of `table` that are learned from. @param every the table classes are read from.
 * @throws `pipeline.target-*` when the target cannot be learned
 */
export function fitTarget(
	table: Table,
	pipeline: Pipeline,
	train: TrainingRows,
	every: Table = table,
): FittedTarget {
	const { analysis, target } = pipeline;
	if (target.columns.length > 1) return oneHot(every, target.columns);
	if (target.unsupervised !== undefined)
		return { column: LEARNED[target.unsupervised], encode: null, classes: [] };
	const column = columnOf(table, target.columns[0] ?? '');
	if (!column) throw new BenchtopError('pipeline.column-unknown', { column: target.columns[0] ?? '' });
	const all = columnOf(every, column.name) ?? column;
	const encode = fitOne(column, pipeline, train, all);
	if (analysis === 'regression') return { column: column.name, encode, classes: [] };
	const [kinds] =
		target.encode && !readsAllRows(target.encode) ? trainingBlock([column], train) : vocabularyOf([all]);
	const classes = classNames(kinds as Column);
	checkClasses(classes, column.name, pipeline);
	return { column: column.name, encode, classes };
}

/** One column per class; which one holds the 1 in each row is read, and checked, when rows are. */
function oneHot({ columns }: Table, names: readonly string[]): FittedTarget {
	const used = columns.filter((one) => names.includes(one.name) && !isString(one) && one.values.includes(1));
	const column = names.join(', ');
	if (used.length === 1)
		throw new BenchtopError('pipeline.target-one-class', { column, value: `"${used[0]?.name ?? ''}"` });
	return { column, columns: [...names], encode: null, classes: [...names] };
}

function fitOne(
	column: Column,
	{ target: { encode: step } }: Pipeline,
	train: TrainingRows,
	every: Column,
): FittedEncode | null {
	if (!step) return null;
	const state = fitEncoder(step, [column], train, [every]);
	const columns = [column.name];
	return { step, columns, names: encoderOf(step).bind(state).names(columns), state };
}

function checkClasses(classes: readonly string[], column: string, { analysis }: Pipeline): void {
	if (classes.length === 0) throw new BenchtopError('pipeline.target-empty', { column });
	if (classes.length === 1)
		throw new BenchtopError('pipeline.target-one-class', { column, value: `"${classes[0]}"` });
	if (classes.length > CLASS_LIMIT)
		throw new BenchtopError('pipeline.target-many-classes', {
			column,
			count: classes.length,
			limit: CLASS_LIMIT,
		});
	if (analysis === 'binary' && classes.length !== 2)
		throw new BenchtopError('pipeline.target-not-binary', { column, count: classes.length });
}
