/** Regression in two pictures: predicted against actual, and what is left over. In the target's own unit. */
import type { EChartsCoreOption } from 'echarts/core';
import { SPLITS, type SplitName } from '../../engine/schema/common';
import type { SplitPrediction } from '../../engine/schema/run';
import { score } from '../parts/format';
import { base, xAxis, yAxis } from './axes';
import type { ChartTheme } from './chart-theme';
import type { CsvTable } from './csv';
import { thin, type Point } from './downsample';

const DRAWN = 1500;

type Predictions = Readonly<Record<SplitName, SplitPrediction>>;

const actualAndPredicted = ({ truth, scores }: SplitPrediction): Point[] =>
	Array.from(truth, (actual, index): Point => [actual, scores[index]!]);

/** (predicted, actual − predicted) per row. */
export const residualPoints = ({ truth, scores }: SplitPrediction): Point[] =>
	Array.from(truth, (actual, index): Point => [scores[index]!, actual - scores[index]!]);

const marks = (
	theme: ChartTheme,
	split: SplitName,
	points: readonly Point[],
	columns: readonly [string, string],
) => {
	const mark = theme.split[split];
	return {
		type: 'scatter',
		name: mark.name,
		data: thin(points, DRAWN),
		symbol: mark.symbol,
		symbolSize: split === 'train' ? 4 : 6,
		itemStyle: { color: mark.colour, opacity: split === 'train' ? 0.35 : 0.75 },
		emphasis: { disabled: true },
		tooltip: {
			formatter: ({ value }: { value: Point }) =>
				`${mark.name}\n${columns[0]} ${score(value[0])}\n${columns[1]} ${score(value[1])}`,
		},
		z: split === 'train' ? 2 : 3,
	};
};

const key = (theme: ChartTheme, splits: readonly SplitName[]) => ({
	data: splits.map((split) => theme.split[split].name),
	top: 0,
	right: 36,
	itemWidth: 10,
	itemHeight: 8,
	selectedMode: false,
	textStyle: { color: theme.text, fontSize: 11.5, fontFamily: theme.font },
});

const filled = (prediction: Predictions, splits: readonly SplitName[]): SplitName[] =>
	splits.filter((split) => prediction[split].truth.length);

/** Predicted against actual with the line where both are equal; axes share their range. */
export function predictedOption(
	prediction: Predictions,
	target: string,
	theme: ChartTheme,
	splits: readonly SplitName[] = SPLITS,
): EChartsCoreOption {
	const shown = filled(prediction, splits);
	const [low, high] = range(shown.flatMap((split) => actualAndPredicted(prediction[split]).flat()));
	return {
		...base(theme, 'item'),
		legend: key(theme, shown),
		grid: { left: 52, right: 16, top: 36, bottom: 42 },
		xAxis: xAxis(theme, { name: `actual ${target}`, scale: true, min: low, max: high }),
		yAxis: yAxis(theme, { name: 'predicted', scale: true, min: low, max: high }),
		series: [
			{
				type: 'line',
				name: 'equal',
				data: [
					[low, low],
					[high, high],
				],
				symbol: 'none',
				silent: true,
				lineStyle: { color: theme.text3, type: [2, 3], width: 1 },
			},
			...shown.map((split) =>
				marks(theme, split, actualAndPredicted(prediction[split]), ['actual', 'predicted']),
			),
		],
	};
}

/** Residuals (actual − predicted) against predictions, with the zero they should scatter about. */
export function residualsOption(
	prediction: Predictions,
	target: string,
	theme: ChartTheme,
	splits: readonly SplitName[] = SPLITS,
): EChartsCoreOption {
	const shown = filled(prediction, splits);
	return {
		...base(theme, 'item'),
		legend: key(theme, shown),
		grid: { left: 52, right: 16, top: 36, bottom: 42 },
		xAxis: xAxis(theme, { name: `predicted ${target}`, scale: true }),
		yAxis: yAxis(theme, { name: 'actual − predicted' }),
		series: shown.map((split, index) => ({
			...marks(theme, split, residualPoints(prediction[split]), ['predicted', 'residual']),
			...(index === 0
				? {
						markLine: {
							silent: true,
							symbol: 'none',
							label: { show: false },
							lineStyle: { color: theme.text3, type: [2, 3], width: 1 },
							data: [{ yAxis: 0 }],
						},
					}
				: {}),
		})),
	};
}

/** One row per sample of every split: its row in the dataset, actual, predicted, residual. */
export const regressionCsv = (prediction: Predictions, name: string, chart: string): CsvTable => ({
	name: `${name}-${chart}`,
	header: ['split', 'row', 'actual', 'predicted', 'residual'],
	rows: SPLITS.flatMap((split) => {
		const { rows, truth, scores } = prediction[split];
		const values = truth.length / rows.length;
		return Array.from(truth, (actual, index) => [
			split,
			rows[Math.floor(index / values)]!,
			actual,
			scores[index]!,
			actual - scores[index]!,
		]);
	}),
});

/** Smallest and largest, a little wider; [0, 1] for nothing. */
function range(values: readonly number[]): [number, number] {
	let low = Infinity;
	let high = -Infinity;
	for (const value of values) {
		low = Math.min(low, value);
		high = Math.max(high, value);
	}
	if (!(high >= low)) return [0, 1];
	const margin = (high - low) * 0.02 || Math.abs(high) * 0.1 || 1;
	return nice(low - margin, high + margin);
}

/** Rounds a range outwards to a step of 1, 2 or 5 times a power of ten. */
function nice(low: number, high: number): [number, number] {
	const rough = (high - low) / 5;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
	return [
		Number((Math.floor(low / step) * step).toPrecision(12)),
		Number((Math.ceil(high / step) * step).toPrecision(12)),
	];
}
