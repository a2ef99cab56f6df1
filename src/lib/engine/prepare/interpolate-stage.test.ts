/** Two inputs of one dataset: each has its gaps filled by its own steps, whatever the other does. */
import { describe, expect, it } from 'vitest';
import { trainingRows } from '../check/fit-scope';
import type { Pipeline } from '../schema/pipeline';
import { columnOf, type Table } from '../table/table';
import { partsOf } from './parts';
import { rowsOf, stagePipeline } from './stage';

const ID = `sha256:${'e'.repeat(64)}` as const;
const number = (name: string, values: number[]) => ({
	name,
	dtype: 'float64' as const,
	values: Float64Array.from(values),
});
const table: Table = {
	rows: 6,
	columns: [
		number('a', [0, NaN, NaN, 9, 10, 20]),
		number('b', [1, 2, 3, 4, NaN, 6]),
		{ ...number('y', [0, 1, 0, 1, 0, 0]), dtype: 'int64' },
	],
};
const linear = { interpolate: [{ method: 'linear', columns: ['a'] }] } as const;
const nearest = { interpolate: [{ method: 'nearest', columns: ['a'] }] } as const;

function pipeline(
	inputs: readonly { readonly interpolate?: readonly object[] }[],
	transform?: Pipeline['transform'],
): Pipeline {
	return {
		kind: 'pipeline',
		name: 'p',
		analysis: 'binary',
		...(transform ? { transform } : {}),
		inputs: inputs.map((input) => ({
			dataset: ID,
			columns: { include: ['a', 'b'] },
			impute: [],
			encode: [],
			...input,
		})) as Pipeline['inputs'],
		target: { dataset: ID, columns: ['y'], encode: null },
		split: { test: null, validation: null, folds: null, bins: null, stratify: null, seed: 0 },
	};
}

function parts(document: Pipeline) {
	const stage = stagePipeline(new Map([[ID, table]]), document);
	const train = trainingRows(Uint32Array.from({ length: 6 }, (_, i) => i));
	const none = new Uint32Array();
	return partsOf(stage, { train, validation: none, test: none });
}
const valuesOf = (of: Table, name: string) => {
	const column = columnOf(of, name);
	return column && 'values' in column ? [...column.values] : [];
};

describe('interpolation of several inputs', () => {
	it('of one column by two methods gives each input its own', () => {
		const { inputs, main } = parts(pipeline([linear, nearest])).whole;
		expect(inputs.map(({ table: own }) => valuesOf(own, 'a'))).toEqual([
			[0, 3, 6, 9, 10, 20],
			[0, 0, 9, 9, 10, 20],
		]);
		expect(valuesOf(main, 'a')).toEqual([0, 3, 6, 9, 10, 20]);
	});

	it('leaves the gaps to an input that does not interpolate', () => {
		const { inputs } = parts(pipeline([linear, {}])).whole;
		expect(inputs.map(({ table: own }) => valuesOf(own, 'a'))).toEqual([
			[0, 3, 6, 9, 10, 20],
			[0, NaN, NaN, 9, 10, 20],
		]);
	});

	it('keeps the fills of an input on the rows that up-sampling repeats', () => {
		const { train } = parts(pipeline([linear, nearest], [{ transform: 'sample', method: 'up', by: 'y' }]));
		const filled = train.stage.inputs.map((input) => {
			const rows = rowsOf(input, train.samples);
			const all = valuesOf(input.table, 'a');
			return [...rows].map((row) => all[row] as number);
		});
		expect(filled[0]).toHaveLength(8);
		const pairs = new Set(filled[0]?.map((value, i) => `${value} ${filled[1]?.[i]}`));
		expect([...pairs].sort()).toEqual(['0 0', '10 10', '20 20', '3 0', '6 9', '9 9']);
		expect(valuesOf(train.stage.main, 'y').reduce((sum, value) => sum + value, 0)).toBe(4);
	});

	it('does not mix rows of inputs that were filled differently', () => {
		const smote: Pipeline['transform'] = [
			{ transform: 'sample', method: 'smote', by: 'y', columns: ['a'], neighbors: 1 },
		];
		expect(() => parts(pipeline([linear, nearest], smote))).toThrow(/SMOTE/);
	});
});
