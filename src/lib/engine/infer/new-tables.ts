/**
 * The tables that stand in for a pipeline's datasets when it is applied to new data: one per dataset, in the form of the
 * training data, the labels in their place where there are any.
 */
import type { Id } from '../canonical';
import { BenchtopError } from '../errors/error';
import { sourceOf, type Tables } from '../prepare/sources';
import { columnOf, samplesOf, type Table } from '../table/table';
import type { NewData } from './infer-samples';
import type { Reading } from './reading';
import { readAs } from './read-as';
import { shapedAs, takeColumns } from './take-columns';

type Given = Pick<NewData, 'pipeline' | 'trained' | 'inputs' | 'labels'>;

/**
 * @throws `infer.inputs` (IF-01), `infer.same-data`, `infer.empty`, `infer.samples`, `infer.label` (IF-07), and what
 * `takeColumns` refuses
 */
export function newTables({ pipeline, trained, inputs, labels }: Given, reading: Reading): Tables {
	const wanted = pipeline.inputs.length;
	if (inputs.length !== wanted) throw new BenchtopError('infer.inputs', { given: inputs.length, wanted });
	const tables = new Map<Id, Table>();
	pipeline.inputs.forEach(({ dataset }, i) => {
		const table = inputs[i];
		const before = pipeline.inputs.findIndex((other) => other.dataset === dataset);
		if (!table) return;
		if (inputs[before] !== table)
			throw new BenchtopError('infer.same-data', { input: i + 1, other: before + 1 });
		if (table.rows === 0) throw new BenchtopError('infer.empty', { input: i + 1 });
		if (before === i)
			tables.set(
				dataset,
				takeColumns(table, sourceOf(trained, dataset), reading.columns.get(dataset) ?? new Set(), i + 1),
			);
	});
	const samples = samplesOf(inputs[0] as Table);
	inputs.forEach((table, i) => {
		if (samplesOf(table) !== samples)
			throw new BenchtopError('infer.samples', {
				input: i + 1,
				samples: samplesOf(table),
				expected: samples,
			});
	});
	if (labels && labels.rows !== samples)
		throw new BenchtopError('infer.labels', { rows: labels.rows, expected: samples });
	const { dataset } = pipeline.target;
	const own = inputs[pipeline.inputs.findIndex((input) => input.dataset === dataset)];
	const kind = sourceOf(trained, dataset);
	const main = tables.get(dataset) ?? shapedAs({ rows: samples }, kind, () => undefined);
	if (!labels) return tables.set(dataset, main);
	const read = new Set([...reading.labels, ...(own ? [] : (reading.columns.get(dataset) ?? []))]);
	const columns = main.columns.map((column) => {
		if (!read.has(column.name)) return column;
		// What a label is derived from may stand beside the inputs; a label itself is asked of the labels.
		const beside =
			own && !pipeline.target.columns.includes(column.name) ? columnOf(own, column.name) : undefined;
		const label = columnOf(labels, column.name) ?? beside;
		if (!label) throw new BenchtopError('infer.label', { column: column.name });
		return readAs(label, column.dtype);
	});
	return tables.set(dataset, { ...main, columns });
}
