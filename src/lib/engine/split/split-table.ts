/**
 * Cuts the rows of a table into train, validation and test as a pipeline declares (SPEC §9.2). Rows without a
 * target are left out; where classes are too small to be shared out, the cut is plain and says so.
 */
import { trainingRows, type TrainingRows } from '../check/fit-scope';
import { BenchtopError } from '../errors/error';
import { Stream } from '../random/stream';
import type { Pipeline } from '../schema/pipeline';
import { columnOf, isFloat, isString, type Column, type Table } from '../table/table';
import { present } from '../table/quantile';
import { classCodes } from './class-codes';
import { quantileBins } from './quantile-bins';
import { splitSizes } from './sizes';
import { canStratify, drawPlain, drawStratified } from './stratified-draw';

export interface Split {
	/** Row numbers of the table, ascending; the three are disjoint. */
	readonly train: TrainingRows;
	readonly validation: Uint32Array;
	readonly test: Uint32Array;
	/** Whether both cuts kept the shares of the classes or bins. */
	readonly stratified: boolean;
	/** What was left out or could not be done as declared, in words. */
	readonly warnings: readonly string[];
}

/** Bins of a continuous label when none are declared. */
const DEFAULT_BINS = 3;

/** The split of `pipeline` over `table`; equal seeds and data give equal splits. */
export function splitTable(table: Table, pipeline: Pipeline): Split {
	const { split, target } = pipeline;
	const name = target.columns[0] as string;
	const column = columnOf(table, name);
	if (!column) throw new BenchtopError('pipeline.column-unknown', { column: name });
	if (split.folds !== null) throw new BenchtopError('pipeline.folds', { folds: split.folds });
	if (split.bins !== null && isString(column))
		throw new BenchtopError('pipeline.bins-text', { column: name, bins: split.bins });

	const warnings: string[] = [];
	const rows = rowsWithTarget(column, table.rows);
	if (rows.length === 0) throw new BenchtopError('pipeline.target-empty', { column: name });
	const without = table.rows - rows.length;
	if (without > 0)
		warnings.push(
			`${without} ${without === 1 ? 'row has' : 'rows have'} no "${name}" and ${without === 1 ? 'is' : 'are'} left out.`,
		);

	const sizes = splitSizes(rows.length, split.test, split.validation);
	if (sizes.train < 1) throw new BenchtopError('pipeline.too-few-rows', { rows: rows.length });

	const stratum = split.stratify === null ? null : stratify(column, pipeline);
	if (stratum && split.bins !== null && pipeline.analysis !== 'regression')
		warnings.push(`The classes of "${name}" are stratified by ${split.bins} bins of their values.`);
	const cut = (
		from: Uint32Array,
		count: number,
		stream: Stream,
	): { drawn: Uint32Array; rest: Uint32Array; kept: boolean } => {
		const classes = stratum?.(from);
		const kept = classes !== undefined && canStratify(classes, count);
		const { drawn, rest } = kept
			? drawStratified(classes, count, stream)
			: drawPlain(from.length, count, stream);
		return { drawn: pick(from, drawn), rest: pick(from, rest), kept };
	};
	const stream = new Stream(split.seed, 'split');
	const first = cut(rows, sizes.test, stream.child('test'));
	const second = cut(first.rest, sizes.validation, stream.child('validation'));
	const stratified = first.kept && second.kept;
	if (stratum && !stratified) warnings.push(unstratified(column, pipeline));
	return {
		train: trainingRows(second.rest),
		validation: second.drawn,
		test: first.drawn,
		stratified,
		warnings,
	};
}

function rowsWithTarget(column: Column, n: number): Uint32Array {
	const rows = new Uint32Array(n);
	let count = 0;
	for (let i = 0; i < n; i++) {
		const there = isString(column) ? (column.codes[i] as number) >= 0 : !Number.isNaN(column.values[i]);
		if (there) rows[count++] = i;
	}
	return rows.slice(0, count);
}

const pick = (rows: Uint32Array, positions: Uint32Array): Uint32Array =>
	positions.map((position) => rows[position] as number);

/** Classes or bins of some rows; bins are cut anew from the rows they are asked for. */
function stratify(column: Column, { analysis, split }: Pipeline): (rows: Uint32Array) => Int32Array {
	const bins = split.bins ?? (analysis === 'regression' && isFloat(column.dtype) ? DEFAULT_BINS : null);
	if (bins !== null && !isString(column)) {
		return (rows) =>
			quantileBins(
				Float64Array.from(rows, (row) => column.values[row] as number),
				bins,
			).codes;
	}
	const codes = classCodes(column);
	return (rows) => Int32Array.from(rows, (row) => codes[row] as number);
}

function unstratified(column: Column, { analysis, split }: Pipeline): string {
	const name = column.name;
	if (analysis === 'regression' && (split.bins !== null || isFloat(column.dtype))) {
		const constant = !isString(column) && new Set(present(column.values).subarray(0, 1000)).size === 1;
		return constant
			? `The split is not stratified: "${name}" hardly varies.`
			: `The split is not stratified: there are too few rows for bins of "${name}".`;
	}
	return `The split is not stratified: a class of "${name}" has too few rows to be in train, validation and test.`;
}
