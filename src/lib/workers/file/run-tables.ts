/** History, metrics and predictions of a run as Parquet tables and back, equal to the last bit. */
import { SPLITS, type SplitName } from '../../engine/schema/common';
import type { History, Prediction, SplitMetrics, SplitPrediction } from '../../engine/schema/run';
import { columnsToParquet, ParquetColumns, type Stretch } from './parquet-columns';

/** How many epochs each series has; kept with the run, since a table cannot show an empty series. */
export type HistoryShape = Record<'train' | 'validation', Record<string, number>>;
const CURVES = ['train', 'validation'] as const;

const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
	Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

export function historyShape(history: History): HistoryShape {
	const lengths = (series: History['train']) =>
		Object.fromEntries(Object.entries(series).map(([name, values]) => [name, values.length]));
	return { train: lengths(history.train), validation: lengths(history.validation) };
}

/** Columns split, metric, epoch (from 1), value. */
export function writeHistory(history: History): Uint8Array<ArrayBuffer> {
	const series = CURVES.flatMap((split) =>
		sorted(history[split]).map(([metric, values]) => ({ split, metric, values })),
	);
	return columnsToParquet([
		{
			name: 'split',
			type: 'text',
			stretches: series.map(({ split, values }) => ({ text: split, count: values.length })),
		},
		{
			name: 'metric',
			type: 'text',
			stretches: series.map(({ metric, values }) => ({ text: metric, count: values.length })),
		},
		{
			name: 'epoch',
			type: 'uint32',
			values: Uint32Array.from(series.flatMap(({ values }) => values.map((_, i) => i + 1))),
		},
		{ name: 'value', type: 'float64', values: series.flatMap(({ values }) => values) },
	]);
}

/** @throws Error when the table does not have the series the shape names. */
export function readHistory(bytes: Uint8Array, shape: HistoryShape): History {
	const columns = new ParquetColumns(bytes);
	const [split, metric, epoch, value] = [
		columns.text('split'),
		columns.text('metric'),
		columns.integers('epoch'),
		columns.nullable('value'),
	];
	let row = 0;
	const side = (name: (typeof CURVES)[number]): History['train'] =>
		Object.fromEntries(
			sorted(shape[name]).map(([series, length]) => {
				const from = row;
				row += length;
				if (row > columns.rows) throw new Error(`the series ${name} ${series} is cut short`);
				for (let i = from; i < row; i++)
					if (split[i] !== name || metric[i] !== series || epoch[i] !== i - from + 1)
						throw new Error(`row ${i} does not belong to ${name} ${series}`);
				return [series, value.slice(from, row)];
			}),
		);
	const history = { train: side('train'), validation: side('validation') };
	if (row !== columns.rows) throw new Error('there are rows that belong to no series');
	return history;
}

/** Columns split, metric, value. */
export function writeMetrics(metrics: SplitMetrics): Uint8Array<ArrayBuffer> {
	const rows = SPLITS.flatMap((split) =>
		sorted(metrics[split]).map(([metric, value]) => ({ split, metric, value })),
	);
	return columnsToParquet([
		{ name: 'split', type: 'text', stretches: rows.map(({ split }) => ({ text: split, count: 1 })) },
		{ name: 'metric', type: 'text', stretches: rows.map(({ metric }) => ({ text: metric, count: 1 })) },
		{ name: 'value', type: 'float64', values: rows.map(({ value }) => value) },
	]);
}

export function readMetrics(bytes: Uint8Array): SplitMetrics {
	const columns = new ParquetColumns(bytes);
	const [split, metric, value] = [columns.text('split'), columns.text('metric'), columns.nullable('value')];
	const metrics: SplitMetrics = { train: {}, validation: {}, test: {} };
	split.forEach((name, i) => {
		const side = metrics[name as SplitName] as SplitMetrics['train'] | undefined;
		const key = metric[i] ?? '';
		if (!side || !SPLITS.includes(name as SplitName)) throw new Error(`there is no split ${name}`);
		if (Object.hasOwn(side, key)) throw new Error(`${name} has ${key} twice`);
		side[key] = value[i] ?? null;
	});
	return metrics;
}

const stretches = (prediction: Prediction): Stretch[] =>
	SPLITS.map((split) => ({ text: split, count: prediction[split].rows.length }));

function joined<A extends Float64Array | Uint32Array>(make: (length: number) => A, parts: readonly A[]): A {
	const all = make(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}

/** Columns row, split, truth, score_0 … score_{k−1}; without a target truth_0 … truth_{k−1}. */
export function writePrediction(prediction: Prediction): Uint8Array<ArrayBuffer> {
	const { width } = prediction.train;
	if (SPLITS.some((split) => prediction[split].width !== width))
		throw new TypeError('The splits have scores of different width');
	const all = (pick: (side: SplitPrediction) => Float64Array) =>
		joined(
			(n) => new Float64Array(n),
			SPLITS.map((split) => pick(prediction[split])),
		);
	const strided = (pick: (side: SplitPrediction) => Float64Array, per: number, k: number) =>
		all((side) => {
			const [values, column] = [pick(side), new Float64Array(side.rows.length)];
			for (let i = 0; i < column.length; i++) column[i] = values[i * per + k] ?? NaN;
			return column;
		});
	const truths = SPLITS.some((split) => prediction[split].truth.length > prediction[split].rows.length)
		? width
		: 1;
	return columnsToParquet([
		{
			name: 'row',
			type: 'uint32',
			values: joined(
				(n) => new Uint32Array(n),
				SPLITS.map((split) => prediction[split].rows),
			),
		},
		{ name: 'split', type: 'text', stretches: stretches(prediction) },
		...Array.from({ length: truths }, (_, k) => ({
			name: truths > 1 ? `truth_${k}` : 'truth',
			type: 'float64' as const,
			values: strided(({ truth }) => truth, truths, k),
		})),
		...Array.from({ length: width }, (_, k) => ({
			name: `score_${k}`,
			type: 'float64' as const,
			values: strided(({ scores }) => scores, width, k),
		})),
	]);
}

/** @throws Error when rows are out of order or columns are missing. */
export function readPrediction(bytes: Uint8Array, run: Prediction['run']): Prediction {
	const columns = new ParquetColumns(bytes);
	const width = columns.names.filter((name) => name.startsWith('score_')).length;
	if (!width) throw new Error('there are no scores');
	const [rows, split] = [columns.integers('row'), columns.text('split')];
	const named = (prefix: string, count: number) =>
		Array.from({ length: count }, (_, k) => columns.floats(`${prefix}_${k}`));
	const scores = named('score', width);
	const truth = columns.names.includes('truth') ? [columns.floats('truth')] : named('truth', width);
	let at = 0;
	const side = (name: SplitName): SplitPrediction => {
		const from = at;
		while (at < split.length && split[at] === name) at++;
		const length = at - from;
		const woven = (parts: readonly Float64Array[]) => {
			const flat = new Float64Array(length * parts.length);
			parts.forEach((column, k) => {
				for (let i = 0; i < length; i++) flat[i * parts.length + k] = column[from + i] ?? NaN;
			});
			return flat;
		};
		for (let i = from + 1; i < at; i++)
			if ((rows[i] ?? 0) <= (rows[i - 1] ?? 0)) throw new Error(`the rows of ${name} are not ascending`);
		return { rows: rows.slice(from, at), truth: woven(truth), scores: woven(scores), width };
	};
	const prediction = { run, train: side('train'), validation: side('validation'), test: side('test') };
	if (at !== split.length) throw new Error('there are rows that belong to no split');
	return prediction;
}
