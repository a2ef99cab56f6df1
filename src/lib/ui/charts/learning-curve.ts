/**
 * Loss or a metric by epoch, for train and validation, with the kept epoch marked and the test value on it.
 * Works on a finished run's history and on a run in training.
 */
import type { EChartsCoreOption } from 'echarts/core';
import type { History } from '../../engine/schema/run';
import { score } from '../parts/format';
import { base, grid, xAxis, yAxis } from './axes';
import type { ChartTheme, SplitMark } from './chart-theme';
import type { CsvTable } from './csv';
import { downsample, type Point } from './downsample';

const DRAWN = 600;

export interface LearningCurve {
	readonly history: History;
	/** Key of the history: "loss", "accuracy". */
	readonly metric: string;
	/** As shown at the axis: "loss", "ROC AUC". */
	readonly label: string;
	/** 1-based; 0 or null when no epoch is kept yet. */
	readonly keptEpoch: number | null;
	/** Value on the test rows with the kept weights, when there is one. */
	readonly test?: number | null | undefined;
	/** Draw to this epoch at least, so that a live axis stands still. */
	readonly plannedEpochs?: number | undefined;
}

/** (epoch, value) of the epochs whose value is defined. */
export const curvePoints = (values: readonly (number | null)[] | undefined): readonly Point[] =>
	(values ?? []).flatMap((value, index): Point[] => (value === null ? [] : [[index + 1, value]]));

export function learningCurveOption(curve: LearningCurve, theme: ChartTheme): EChartsCoreOption {
	const { history, metric, label, keptEpoch, test, plannedEpochs } = curve;
	const train = curvePoints(history.train[metric]);
	const validation = curvePoints(history.validation[metric]);
	const last = Math.max(train.at(-1)?.[0] ?? 0, validation.at(-1)?.[0] ?? 0, plannedEpochs ?? 0, 1);
	const apart = labelShift(train, validation);
	const series: Record<string, unknown>[] = [
		line(train, theme.split.train, theme, apart),
		line(validation, theme.split.validation, theme, -apart),
	];
	if (keptEpoch) {
		series.push({
			type: 'line',
			data: [],
			silent: true,
			markLine: {
				silent: true,
				symbol: 'none',
				lineStyle: { color: theme.text3, type: [2, 3], width: 1 },
				label: {
					formatter: `\u00a0\u00a0kept: epoch ${keptEpoch}\u00a0\u00a0`,
					position: 'end',
					distance: -16,
					align: keptEpoch > last * 0.7 ? 'right' : 'left',
					textBorderColor: theme.surface,
					textBorderWidth: 3,
					color: theme.text2,
					fontSize: 11,
				},
				data: [{ xAxis: keptEpoch }],
			},
		});
	}
	if (keptEpoch && typeof test === 'number') {
		const right = keptEpoch > last * 0.7;
		series.push({
			type: 'scatter',
			name: 'test',
			data: [[keptEpoch, test]],
			symbol: theme.split.test.symbol,
			symbolSize: 8,
			itemStyle: { color: theme.split.test.colour, opacity: 1 },
			label: {
				show: true,
				position: right ? 'left' : 'right',
				formatter: `test ${score(test)}`,
				color: theme.text,
				fontSize: 11.5,
				fontWeight: 500,
				backgroundColor: theme.surface,
				borderRadius: 3,
				padding: [1, 3],
			},
			z: 5,
		});
	}
	return {
		...base(theme, 'axis'),
		tooltip: {
			...base(theme, 'axis').tooltip,
			formatter: (items: { seriesName: string; value: Point }[]) =>
				[
					`Epoch ${items[0]?.value[0] ?? ''}`,
					...items
						.filter(({ seriesName }) => seriesName === 'train' || seriesName === 'validation')
						.map(({ seriesName, value }) => `${seriesName} ${score(value[1])}`),
				].join('\n'),
		},
		grid: grid(72),
		xAxis: xAxis(theme, { name: 'epoch', min: 1, max: Math.max(2, last), integer: true }),
		yAxis: yAxis(theme, { name: label, scale: true }),
		series,
	};
}

/** Pixels the label of the first line moves down (the second up) so that names of lines that meet stay legible. */
function labelShift(first: readonly Point[], second: readonly Point[]): number {
	const [a, b] = [first.at(-1)?.[1], second.at(-1)?.[1]];
	if (a === undefined || b === undefined) return 0;
	const values = [...first, ...second].map(([, value]) => value);
	const span = values.reduce((x, y) => Math.max(x, y)) - values.reduce((x, y) => Math.min(x, y));
	if (Math.abs(a - b) > span * 0.06) return 0;
	return a > b ? -7 : 7;
}

function line(
	points: readonly Point[],
	mark: SplitMark,
	theme: ChartTheme,
	shift: number,
): Record<string, unknown> {
	const drawn = downsample(points, DRAWN);
	const end = drawn.length - 1;
	return {
		type: 'line',
		name: mark.name,
		symbol: mark.symbol,
		showAllSymbol: true,
		symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (dataIndex === end ? 8 : 0),
		lineStyle: { color: mark.colour, type: mark.dash, width: mark.width },
		itemStyle: { color: mark.colour },
		endLabel: {
			show: true,
			formatter: mark.name,
			color: theme.text,
			fontSize: 11.5,
			fontWeight: 500,
			distance: 8,
			offset: [0, shift],
		},
		emphasis: { disabled: true },
		data: drawn,
	};
}

/** One row per epoch, every metric of both splits, at full precision. */
export function learningCurveCsv(history: History, name: string): CsvTable {
	const train = Object.keys(history.train);
	const validation = Object.keys(history.validation);
	const columns = [
		...train.map((key) => history.train[key]),
		...validation.map((key) => history.validation[key]),
	];
	const epochs = Math.max(0, ...columns.map((values) => values?.length ?? 0));
	return {
		name: `${name}-learning-curve`,
		header: ['epoch', ...train.map((key) => `train ${key}`), ...validation.map((key) => `validation ${key}`)],
		rows: Array.from({ length: epochs }, (_, index) => [
			index + 1,
			...columns.map((values) => values?.[index] ?? null),
		]),
	};
}
