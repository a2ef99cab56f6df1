import { applyTable, fitTable, resolveTable } from '../../../../tests/fixtures/one-table';
import { describe, expect, it } from 'vitest';
import { trainingRows } from '../check/fit-scope';
import { expectClose, isError, pick, type Json } from '../../../../tests/fixtures/fixture';
import type { Analysis } from '../schema/common';
import type { EncodeStep } from '../schema/encode-step';
import type { Pipeline } from '../schema/pipeline';
import { compareCodePoints } from '../table/compare';
import type { Column, Dtype } from '../table/table';
import { encodeTarget } from './target';

const ID = `sha256:${'0'.repeat(64)}` as const;
const OURS = /^(StandardScaler|MinMaxScaler|RobustScaler|PowerTransformer|OneHotEncoder|OrdinalEncoder)\(/;

/** `Name(key=value, …)` and its filter as a step of ours. */
function stepOf(written: Record<string, Json>): EncodeStep {
	const text = String(written['encoder']);
	const encoder = text.slice(0, text.indexOf('('));
	const dtypes = (written['dtypes'] as string[] | undefined)?.map(
		(dtype) => (dtype === 'object' ? 'string' : dtype) as Dtype,
	);
	return {
		encoder,
		...(encoder === 'PowerTransformer'
			? { method: text.includes('box-cox') ? 'box-cox' : 'yeo-johnson', standardize: true }
			: {}),
		...(encoder === 'OneHotEncoder' ? { handleUnknown: 'error', vocabulary: 'all' } : {}),
		...(encoder === 'OrdinalEncoder' ? { vocabulary: 'all' } : {}),
		...(written['include'] === false ? { include: false } : {}),
		...(dtypes ? { dtypes } : {}),
		...(written['columns'] ? { columns: written['columns'] } : {}),
	} as EncodeStep;
}

function columnOf(name: string, values: Json[], dtype: string): Column {
	if (dtype !== 'object')
		return { name, dtype: dtype as 'float64', values: Float64Array.from(values as number[]) };
	const dictionary = [...new Set(values as string[])].sort(compareCodePoints);
	return {
		name,
		dtype: 'string',
		dictionary,
		codes: Int32Array.from(values, (value) => dictionary.indexOf(value as string)),
	};
}

const supported = (_: string, { params }: { params: Record<string, Json> }) =>
	(params['encoders'] as Record<string, Json>[]).every(({ encoder }) => OURS.test(String(encoder)));

describe('whole pipelines give the reference’s tensors', () => {
	it.each(pick('pipeline_e2e', supported))('%s', (_, { input, params, expected }) => {
		const target = input['label_column'] as string;
		const dtypes = input['dtypes'] as Record<string, string>;
		const columns = Object.entries(input['columns'] as Record<string, Json[]>).map(([name, values]) =>
			columnOf(name, values, dtypes[name] ?? 'float64'),
		);
		const label = columns.find(({ name }) => name === target) as Column;
		const classes = label.dtype === 'string' ? label.dictionary.length : 0;
		const analysis: Analysis = classes === 0 ? 'regression' : classes === 2 ? 'binary' : 'multi-class';
		const coder = String(params['label_encoder']);
		const pipeline: Pipeline = {
			kind: 'pipeline',
			name: 'p',
			analysis,
			inputs: [
				{
					dataset: ID,
					columns: { exclude: [] },
					impute: [],
					encode: (params['encoders'] as Record<string, Json>[]).map(stepOf),
				},
			],
			target: {
				dataset: ID,
				columns: [target],
				encode: coder.startsWith('LabelBinarizer') ? null : stepOf({ encoder: coder }),
			},
			split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 1 },
		};
		const table = { rows: (label.dtype === 'string' ? label.codes : label.values).length, columns };
		const resolved = resolveTable(columns, pipeline);
		(expected['coders'] as Record<string, Json>[]).forEach((declared, i) => {
			expect(resolved.encode[i]).toEqual(declared['matching_columns']);
		});

		for (const [fold, splits] of Object.entries(
			input['splits'] as Record<string, Record<string, number[]>>,
		)) {
			const train = Uint32Array.from(splits['folds_train_combined'] ?? splits['train'] ?? []);
			const fitted = fitTable(table, pipeline, ID, { train: trainingRows(train) });
			const declared = expected['coders'] as Record<string, Json>[];
			fitted.encode.forEach(({ names }, i) => expect(names).toEqual(declared[i]?.['encoded_column_names']));
			const arrays = (expected['arrays'] as Record<string, Record<string, Record<string, Json>>>)[fold] ?? {};
			for (const [name, rows] of Object.entries(splits)) {
				const reference = arrays[name];
				if (!reference || isError(reference)) continue;
				const blocks = { ...(reference['encoded_by_column'] as Record<string, number[][]>) };
				for (const [column, values] of Object.entries(reference['leftover'] as Record<string, Json>)) {
					blocks[column] = (values as (number | number[])[]).map((value) => [value].flat());
				}
				const order = [...fitted.encode.flatMap((step) => step.columns), ...fitted.leftover];
				const expectedRows = rows.map((_, i) => order.flatMap((column) => blocks[column]?.[i] ?? []));
				const { x } = applyTable(fitted, table, Uint32Array.from(rows));
				// Tensors are 32-bit, and power exponents agree to 1e-4 as in their own fixtures.
				const power = declared.some(({ encoder }) => String(encoder).startsWith('Power'));
				const tolerance = power ? { abs: 1e-4, rel: 1e-3 } : { abs: 1e-6, rel: 1e-6 };
				expectClose(x, expectedRows.flat(), tolerance, `${fold} ${name}`);
				const truth = (reference['label'] as number[][]).map((row) =>
					row.length > 1 ? row.indexOf(1) : (row[0] as number),
				);
				const labels = encodeTarget(fitted, table, Uint32Array.from(rows));
				expectClose(
					labels,
					truth,
					coder.startsWith('Power') ? { abs: 1e-3, rel: 1e-3 } : tolerance,
					`${fold} ${name} label`,
				);
			}
		}
	});
});
