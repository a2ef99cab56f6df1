/** For the tests of inference: pipelines and tables written down briefly, fitted in one call. */
import * as v from 'valibot';
import type { Id } from '../canonical';
import type { SourceKinds, Tables } from '../prepare/sources';
import { Stream } from '../random/stream';
import { pipelineSchema, type Pipeline } from '../schema/pipeline';
import { gather } from '../table/select-rows';
import { rowsOfSamples, type Table } from '../table/table';
import { numbers, tableOf, texts, times } from '../prepare/transform/test-columns';
import { prepare, type Prepared } from '../train/prepared';
import { inferSamples, type InferredSamples, type NewData } from './infer-samples';

const idOf = (digit: string) => `sha256:${digit.repeat(64)}` as Id;
export const TABLE = idOf('1');
export const BLOCKS = idOf('2');
const PIPELINE = idOf('3');

/** Sixty rows of every type, with gaps; "kind" and "price" are there to be predicted. */
export function training(rows = 60, seed = 11): Table {
	const stream = new Stream(seed, 'infer.test');
	const draw = <T>(values: readonly T[]) => values[stream.below(values.length)] as T;
	const each = <T>(make: (row: number) => T) => Array.from({ length: rows }, (_, row) => make(row));
	return tableOf(
		numbers(
			'x',
			each(() => stream.normal()),
		),
		numbers(
			'gaps',
			each((row) => (row % 7 === 3 ? null : Math.exp(stream.normal()))),
		),
		numbers(
			'count',
			each(() => stream.below(6)),
			'int32',
		),
		texts(
			'colour',
			each(() => draw(['red', 'green', 'Blue ', 'violet'])),
		),
		texts(
			'note',
			each(() => `${draw(['cheap', 'dear'])} and ${draw(['small', 'large', 'odd'])}`),
		),
		times(
			'when',
			each((row) => new Date(Date.UTC(2024, 0, 1 + row * 3)).toISOString()),
		),
		numbers(
			'price',
			each((row) => 10 + row + stream.normal()),
		),
		texts(
			'kind',
			each((row) => (row % 3 === 0 ? 'rare' : 'common')),
		),
	);
}

/** As many blocks of rows as samples; every value differs. */
export function blocks(samples: number, inner: readonly number[], columns: readonly string[]): Table {
	const rows = samples * inner.reduce((product, size) => product * size, 1);
	const value = (row: number, column: number) => Math.sin(row * columns.length + column) * 3;
	return {
		rows,
		inner,
		columns: columns.map((name, c) =>
			numbers(
				name,
				Array.from({ length: rows }, (_, row) => value(row, c)),
			),
		),
	};
}

export interface Changes extends Partial<Omit<Pipeline, 'inputs'>> {
	readonly input?: Partial<Pipeline['inputs'][number]>;
	readonly inputs?: readonly object[];
}

export function pipelineOf({ input, ...changes }: Changes = {}): Pipeline {
	return v.parse(pipelineSchema, {
		kind: 'pipeline',
		name: 'p',
		analysis: 'binary',
		inputs: [{ dataset: TABLE, columns: { include: ['x'] }, impute: [], encode: [], ...input }],
		target: { dataset: TABLE, columns: ['kind'], encode: { encoder: 'OrdinalEncoder' } },
		split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 4 },
		...changes,
	});
}

const kindsOf = (tables: Tables): SourceKinds =>
	new Map(
		[...tables].map(([id, { rows, inner, columns }]) => [
			id,
			{ rows, inner, columns: columns.map(({ name, dtype }) => ({ name, dtype })) },
		]),
	);

/** A fitted pipeline that takes new data. The fitted document has been through JSON, as a kept one has. */
export interface Trained {
	readonly prepared: Prepared;
	readonly infer: (
		inputs: Table | readonly Table[],
		more?: Partial<Omit<NewData, 'inputs'>>,
	) => InferredSamples;
}

export function train(
	tables: Table | readonly (readonly [Id, Table])[],
	pipeline: Pipeline,
	fold?: number,
): Trained {
	const map: Tables = new Map('rows' in tables ? [[TABLE, tables]] : tables);
	const prepared = prepare(map, pipeline, PIPELINE, fold);
	const fitted = JSON.parse(JSON.stringify(prepared.fitted)) as Prepared['fitted'];
	const trained = kindsOf(map);
	const infer: Trained['infer'] = (inputs, more = {}) =>
		inferSamples({ pipeline, fitted, trained, inputs: 'rows' in inputs ? [inputs] : inputs, ...more });
	return { prepared, infer };
}

/** These samples of a table, as a table of their own. */
export const samplesAt = (table: Table, samples: ArrayLike<number>): Table => {
	const rows = rowsOfSamples(table, Uint32Array.from(samples));
	return { ...table, rows: rows.length, columns: table.columns.map((column) => gather(column, rows)) };
};

/** The table without some of its columns. */
export const without = (table: Table, ...names: string[]): Table => ({
	...table,
	columns: table.columns.filter(({ name }) => !names.includes(name)),
});

/** A table of the columns with these names, in this order. */
export const only = (table: Table, ...names: string[]): Table => ({
	...table,
	columns: names.flatMap((name) => table.columns.filter((column) => column.name === name)),
});
