/** What is proposed for pictures and sequences, with a table that labels them and without one. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { Stream } from '../random/stream';
import type { Dataset } from '../schema/dataset';
import { labelledBy, labelsOf } from '../schema/labelled-by';
import { pipelineSchema } from '../schema/pipeline';
import { columnStatistics } from '../table/column-statistics';
import type { Column, Table } from '../table/table';
import { propose } from './propose';
import { proposeSamples, proposeUnlabelled } from './propose-samples';

const N = 60;
const stream = new Stream(8, 'propose-samples');
const column = (
	name: string,
	n: number,
	value: (i: number) => number,
	dtype: 'float64' | 'int32' = 'float64',
): Column => ({
	name,
	dtype,
	values: Float64Array.from({ length: n }, (_, i) => value(i)),
});
const text = (name: string, dictionary: string[]): Column => ({
	name,
	dtype: 'string',
	dictionary,
	codes: Int32Array.from({ length: N }, (_, i) => i % dictionary.length),
});

function dataset(letter: string, table: Table, changes: Partial<Dataset> = {}): Dataset {
	return {
		kind: 'dataset',
		id: `sha256:${letter.repeat(64)}`,
		name: letter,
		version: 1,
		rows: table.rows,
		columns: table.columns.map((each) => ({
			name: each.name,
			dtype: each.dtype,
			statistics: columnStatistics(each),
		})),
		source: { format: 'csv', file: letter, bytes: 1, notes: [] },
		parquet: { bytes: 1, sha256: '0'.repeat(64) },
		createdAt: 0,
		...changes,
	};
}
const pixels = (value: (i: number) => number, dtype: 'float64' | 'int32') =>
	dataset(
		'c',
		{ rows: 4 * N, columns: [column('gray', 4 * N, value, dtype)] },
		{
			shape: { kind: 'image', samples: N, rows: 2, columns: 2 },
		},
	);
const bytes = pixels((i) => i % 256, 'int32');
const labels: Table = {
	rows: N,
	columns: [
		text(
			'file',
			Array.from({ length: N }, (_, i) => `f${i}`),
		),
		text('kind', ['a', 'b']),
		column('x', N, () => stream.normal()),
	],
};
const files = dataset('a', labels, { source: { format: 'folder', file: 'a', bytes: 1, notes: [] } });

describe('pictures', () => {
	it('of bytes are divided by 255, shares stay, anything else is standardised', () => {
		expect(proposeSamples(bytes).input.encode).toEqual([{ encoder: 'Divide' }]);
		expect(proposeSamples(pixels((i) => (i % 7) / 7, 'float64')).input.encode).toEqual([]);
		expect(proposeSamples(pixels(() => 3 * stream.normal(), 'float64')).input.encode).toEqual([
			{ encoder: 'StandardScaler' },
		]);
	});

	it('go in alone beside the table of their files, whose column is the label', () => {
		const { pipeline } = propose(files, labels, 'kind', 3, bytes);
		expect(v.safeParse(pipelineSchema, pipeline).success).toBe(true);
		expect(pipeline.inputs.map((input) => input.dataset)).toEqual([bytes.id]);
		expect(pipeline.target).toMatchObject({ dataset: files.id, columns: ['kind'] });
		expect(pipeline.analysis).toBe('binary');
	});

	it('go in with the columns of a table of its own', () => {
		const { pipeline } = propose(dataset('a', labels), labels, 'kind', 3, bytes);
		expect(pipeline.inputs.map((input) => input.dataset)).toEqual([bytes.id, files.id]);
		expect(pipeline.inputs[1]?.encode.map(({ encoder }) => encoder)).toEqual(['StandardScaler']);
	});

	it('are warned of where the names in the table are in another order than files', () => {
		const warned = (names: string[]) => {
			const table = { ...labels, columns: [text('file', names), ...labels.columns.slice(1)] };
			return propose(dataset('a', table), table, 'kind', 3, bytes).reasons.filter(
				({ verdict, column: name }) => verdict === 'warn' && name === 'file',
			);
		};
		const names = Array.from({ length: N }, (_, i) => `f${i}.png`);
		expect(warned(names)).toEqual([]);
		expect(warned([...names].sort())).toEqual([
			expect.objectContaining({ text: expect.stringContaining('from row 13 on') }),
		]);
	});

	it('belong to the newest table with a row for each, and the other way round', () => {
		const other = dataset('b', { rows: 3, columns: [column('x', 3, (i) => i)] });
		expect(labelledBy(files, [bytes, files, other])).toBe(bytes);
		expect(labelledBy(other, [bytes, files])).toBeUndefined();
		expect(labelledBy(bytes, [bytes, files])).toBeUndefined();
		expect(labelsOf(bytes, [files, bytes, other])).toBe(files);
		expect(labelsOf(bytes, [bytes, other])).toBeUndefined();
	});
});

describe('without a label', () => {
	it('sequences are standardised by column, their gaps filled, and reconstructed', () => {
		const gappy = {
			rows: 3 * N,
			columns: [column('a', 3 * N, (i) => (i % 5 ? i : NaN)), column('b', 3 * N, (i) => i)],
		};
		const sequences = dataset('d', gappy, { shape: { kind: 'sequence', samples: N, rows: 3 } });
		const { pipeline, reasons } = proposeUnlabelled(sequences, 'autoencoder', 1);
		expect(v.safeParse(pipelineSchema, pipeline).success).toBe(true);
		expect(pipeline.inputs[0]).toMatchObject({
			impute: [{ imputer: 'median' }],
			encode: [{ encoder: 'StandardScaler', dtypes: ['float64'] }],
		});
		expect(pipeline.target).toMatchObject({ columns: [], unsupervised: 'autoencoder' });
		expect(pipeline.name).toBe('Reconstruct d');
		expect(reasons.map(({ text: said }) => said).join(' ')).toContain('Gaps are filled');
	});

	it('rows are forecast in windows, their texts left out', () => {
		const { pipeline, reasons } = proposeUnlabelled(dataset('e', labels), 'forecast', 1);
		expect(pipeline.inputs[0]).toMatchObject({
			window: { size: 6, shift: 6 },
			columns: { exclude: ['file', 'kind'] },
		});
		expect(reasons.filter(({ verdict }) => verdict === 'left-out').map((reason) => reason.column)).toEqual([
			'file',
			'kind',
		]);
	});
});
