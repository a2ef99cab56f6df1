/**
 * ROC and precision–recall curves of the splits, with the area of each in the key.
 * Both live in the unit square; only axes and the line of chance differ.
 */
import type { EChartsCoreOption } from 'echarts/core';
import type { SplitName } from '../../engine/schema/common';
import { score } from '../parts/format';
import { base, xAxis, yAxis } from './axes';
import type { ChartTheme } from './chart-theme';
import type { CsvTable } from './csv';
import { downsample, type Point } from './downsample';

const DRAWN = 800;

export interface RateCurve {
	readonly split: SplitName;
	readonly points: readonly Point[];
	/** Area under the curve, or average precision; null when undefined. */
	readonly area: number | null;
}

export type RateKind = 'roc' | 'precision-recall';

interface Words {
	readonly x: string;
	readonly y: string;
	readonly area: string;
}

export const RATE_WORDS: Readonly<Record<RateKind, Words>> = {
	roc: { x: 'false positive rate', y: 'true positive rate', area: 'AUC' },
	'precision-recall': { x: 'recall', y: 'precision', area: 'average precision' },
};

export function rateCurveOption(
	kind: RateKind,
	curves: readonly RateCurve[],
	theme: ChartTheme,
): EChartsCoreOption {
	const words = RATE_WORDS[kind];
	const quarter = (value: number): string => String(value).replace(/^0\./, '.');
	const drawn = curves.filter(({ points }) => points.length);
	const keyed = new Map(drawn.map(({ split, area }) => [theme.split[split].name, area]));
	return {
		...base(theme, 'item'),
		grid: { left: 40, right: 16, top: 36, bottom: 42 },
		legend: {
			data: [...keyed.keys()],
			orient: 'vertical',
			right: 20,
			...(kind === 'roc' ? { bottom: 52 } : { bottom: 52, left: 48, right: undefined }),
			itemWidth: 26,
			itemHeight: 8,
			itemGap: 6,
			selectedMode: false,
			backgroundColor: theme.surface,
			padding: 4,
			textStyle: { color: theme.text, fontSize: 11.5, fontFamily: theme.font },
			formatter: (name: string) => `${name}  ${score(keyed.get(name))}`,
		},
		xAxis: xAxis(theme, { name: words.x, min: 0, max: 1, interval: 0.25, format: quarter }),
		yAxis: yAxis(theme, { name: words.y, min: 0, max: 1, interval: 0.25, format: quarter }),
		tooltip: { show: false },
		series: [
			...(kind === 'roc'
				? [
						{
							type: 'line',
							name: 'chance',
							data: [
								[0, 0],
								[1, 1],
							],
							symbol: 'none',
							silent: true,
							lineStyle: { color: theme.text3, type: [2, 3], width: 1 },
						},
					]
				: []),
			...drawn.map(({ split, points }) => {
				const mark = theme.split[split];
				return {
					type: 'line',
					name: mark.name,
					data: downsample(points, DRAWN),
					symbol: mark.symbol,
					symbolSize: 7,
					showSymbol: false,
					silent: true,
					lineStyle: { color: mark.colour, type: mark.dash, width: mark.width },
					itemStyle: { color: mark.colour },
				};
			}),
		],
	};
}

/** Every point of every split. */
export const rateCurveCsv = (kind: RateKind, curves: readonly RateCurve[], name: string): CsvTable => ({
	name: `${name}-${kind}`,
	header: ['split', RATE_WORDS[kind].x, RATE_WORDS[kind].y],
	rows: curves.flatMap(({ split, points }) => points.map(([x, y]) => [split, x, y])),
});
