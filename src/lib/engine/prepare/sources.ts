/**
 * The datasets a pipeline reads, by id: as tables, or as what is known of them before a row is read.
 */
import type { Id } from '../canonical';
import { BenchtopError } from '../errors/error';
import type { Table } from '../table/table';
import type { ColumnKind } from './step';

/** A dataset's columns; every table is one. */
export interface SourceKind {
	readonly columns: readonly ColumnKind[];
	/** Rows of the table; unknown where only columns are looked at. */
	readonly rows?: number;
	/** Size of one sample's block of rows, as in Table. */
	readonly inner?: readonly number[] | undefined;
}

export type SourceKinds = ReadonlyMap<Id, SourceKind>;
export type Tables = ReadonlyMap<Id, Table>;

/** @throws `pipeline.dataset-unknown` when the pipeline names a dataset that is not at hand. */
export function sourceOf<S>(sources: ReadonlyMap<Id, S>, dataset: Id): S {
	const source = sources.get(dataset);
	if (!source) throw new BenchtopError('pipeline.dataset-unknown', { dataset });
	return source;
}
