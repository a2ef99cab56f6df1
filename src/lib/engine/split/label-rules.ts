/**
 * What a column must be to be predicted (SPEC §3, LA-01 … LA-07), and what a person should know before it is. Refusals are
 * thrown; warnings and tips are given back in words.
 */
import { BenchtopError } from '../errors/error';
import { columnOf, isFloat, isInteger, isString, type Column, type Table } from '../table/table';
import { classCodes } from './class-codes';
import { oneHotTarget } from './one-hot-target';
import { countsOf } from './strata';

export interface LabelFinding {
	readonly verdict: 'warn' | 'tip';
	/** The rule of SPEC §3. */
	readonly rule: 'LA-05' | 'LA-06' | 'LA-07';
	readonly column: string;
	readonly text: string;
}

export interface Label {
	/** One value per sample: the column itself, or the class of several columns of 0 and 1. */
	readonly column: Column;
	readonly findings: readonly LabelFinding[];
}

/** So many whole numbers look like a quantity rather than classes. */
const MANY_CLASSES = 5;

/**
 * The target of a table: the named columns, or all of them when none are named.
 * @throws split.label-kind (LA-01), pipeline.column-unknown (LA-02), pipeline.target-one-hot (LA-03, LA-04)
 */
export function readLabel(table: Table, names?: readonly string[]): Label {
	if (table.inner)
		throw new BenchtopError('split.label-kind', { kind: table.inner.length === 1 ? 'sequences' : 'images' });
	const columns = (names ?? table.columns.map(({ name }) => name)).map((name) => {
		const column = columnOf(table, name);
		if (!column) throw new BenchtopError('pipeline.column-unknown', { column: name });
		return column;
	});
	const [single, second] = columns;
	if (!single) throw new BenchtopError('pipeline.all-excluded');
	if (second) return { column: oneHotTarget(columns), findings: columns.flatMap(constantOfMany) };
	return { column: single, findings: singleFindings(single) };
}

function constantOfMany(column: Column): LabelFinding[] {
	if (isString(column) || new Set(column.values).size > 1) return [];
	const text = `"${column.name}" is ${String(column.values[0])} in every row: ${
		column.values[0] === 1 ? 'there is only one class' : 'no row is of this class'
	}.`;
	return [{ verdict: 'warn', rule: 'LA-05', column: column.name, text }];
}

function singleFindings(column: Column): LabelFinding[] {
	if (isFloat(column.dtype)) return [];
	const counts = countsOf(classCodes(column));
	counts.delete(-1);
	const { name } = column;
	if (counts.size === 1)
		return [
			{
				verdict: 'warn',
				rule: 'LA-06',
				column: name,
				text: `"${name}" has one single value: there is nothing to tell apart.`,
			},
		];
	if (!isInteger(column.dtype) || counts.size < MANY_CLASSES) return [];
	const text = `"${name}" has ${counts.size} different whole numbers. If it is a quantity, read it as float64.`;
	return [{ verdict: 'tip', rule: 'LA-07', column: name, text }];
}
