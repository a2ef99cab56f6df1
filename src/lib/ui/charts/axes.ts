/** What all charts share: type, hairlines, few ticks, axis names at the axis, tooltips without HTML. */
import { short } from '../parts/format';
import type { ChartTheme } from './chart-theme';

export interface AxisSpec {
	name: string;
	min?: number | 'dataMin';
	max?: number | 'dataMax';
	interval?: number;
	format?: (value: number) => string;
	/** Do not force zero into the range. */
	scale?: boolean;
	integer?: boolean;
}

const label = (theme: ChartTheme, format: (value: number) => string) => ({
	color: theme.text3,
	fontSize: 11,
	formatter: (value: number) => format(value),
	hideOverlap: true,
	showMinLabel: true,
	showMaxLabel: true,
});

/** Horizontal axis: name under its right end with an arrow, no grid. */
export const xAxis = (theme: ChartTheme, spec: AxisSpec) => ({
	type: 'value' as const,
	name: `${spec.name} →`,
	nameLocation: 'end' as const,
	nameGap: 0,
	nameTextStyle: {
		color: theme.text2,
		fontSize: 11,
		align: 'right' as const,
		verticalAlign: 'top' as const,
		padding: [24, 0, 0, 0],
	},
	min: spec.min,
	max: spec.max,
	interval: spec.interval,
	scale: spec.scale ?? false,
	minInterval: spec.integer ? 1 : undefined,
	splitNumber: 5,
	axisLine: { show: true, onZero: false, lineStyle: { color: theme.lineStrong } },
	axisTick: { show: false },
	splitLine: { show: false },
	axisLabel: label(theme, spec.format ?? short),
});

/** Vertical axis: name above its top with an arrow, hairlines across. */
export const yAxis = (theme: ChartTheme, spec: AxisSpec) => ({
	type: 'value' as const,
	name: `↑ ${spec.name}`,
	nameLocation: 'end' as const,
	nameGap: 14,
	nameTextStyle: { color: theme.text2, fontSize: 11, align: 'left' as const, padding: [0, 0, 0, -28] },
	min: spec.min,
	max: spec.max,
	interval: spec.interval,
	scale: spec.scale ?? false,
	splitNumber: 4,
	axisLine: { show: false, onZero: false },
	axisTick: { show: false },
	splitLine: { show: true, lineStyle: { color: theme.line, width: 1 } },
	axisLabel: label(theme, spec.format ?? short),
});

/** Text style and tooltip of every chart. `show` is off where a chart says everything without. */
export const base = (theme: ChartTheme, trigger: 'axis' | 'item') => ({
	textStyle: { fontFamily: theme.font, color: theme.text },
	tooltip: {
		trigger,
		renderMode: 'richText' as const,
		confine: true,
		backgroundColor: theme.surface,
		borderColor: theme.lineStrong,
		borderWidth: 1,
		padding: [6, 8],
		textStyle: { color: theme.text, fontSize: 11.5, fontFamily: theme.font },
		axisPointer: {
			type: 'line' as const,
			lineStyle: { color: theme.text3, type: 'dashed' as const },
			label: { show: false },
		},
	},
});

/** Room for axis names, tick labels and, when lines are labelled at their end, for these. */
export const grid = (endLabel = 16) => ({ left: 40, right: endLabel, top: 36, bottom: 42 });
