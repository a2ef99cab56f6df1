/**
 * A table cut, fitted and turned into tensors, ready for any number of models of one pipeline. Made once per pipeline
 * and kept by whoever works through a queue.
 */
import type { Id } from '../canonical';
import { BenchtopError } from '../errors/error';
import { applyPipeline, encodeTarget, fitPipeline, targetTruth } from '../prepare/fit-pipeline';
import type { FittedPipeline } from '../prepare/fitted';
import { SPLITS, type SplitName } from '../schema/common';
import type { Pipeline } from '../schema/pipeline';
import { splitTable } from '../split/split-table';
import type { Table } from '../table/table';
import type { Samples } from './program';

export interface PreparedSplit extends Samples {
	/** Row numbers of the table, ascending. */
	readonly numbers: Uint32Array;
	/** Class index, or the value in the target's own unit. */
	readonly truth: Float64Array;
}

export interface Prepared {
	readonly dataset: Id;
	readonly pipeline: Id;
	readonly fitted: FittedPipeline;
	readonly splits: Readonly<Record<SplitName, PreparedSplit>>;
	readonly warnings: readonly string[];
}

/** Bytes of input tensors that fit beside everything else in a browser tab. */
const LIMIT = 2e9;

/** @throws pipeline.* from splitting and fitting; train.no-rows, train.too-wide */
export function prepare(table: Table, dataset: Id, pipeline: Pipeline, pipelineId: Id): Prepared {
	const split = splitTable(table, pipeline);
	for (const name of SPLITS)
		if (!split[name].length) throw new BenchtopError('train.no-rows', { split: name });
	const fitted = fitPipeline(table, pipeline, pipelineId, split);
	const columns = fitted.features.length;
	if (columns * table.rows * 4 > LIMIT) {
		const gigabytes = ((columns * table.rows * 4) / 1e9).toFixed(1);
		throw new BenchtopError('train.too-wide', { columns, rows: table.rows, gigabytes });
	}
	const samplesOf = (numbers: Uint32Array): PreparedSplit => ({
		numbers,
		rows: numbers.length,
		x: applyPipeline(fitted, table, numbers).x,
		y: encodeTarget(fitted, table, numbers),
		truth: targetTruth(fitted, table, numbers),
	});
	const splits = {
		train: samplesOf(split.train),
		validation: samplesOf(split.validation),
		test: samplesOf(split.test),
	};
	return { dataset, pipeline: pipelineId, fitted, splits, warnings: split.warnings };
}
