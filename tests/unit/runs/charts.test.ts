import { describe, expect, it } from 'vitest';
import type { Prediction, SplitPrediction } from '../../../src/lib/engine/schema/run';
import { themeFrom } from '../../../src/lib/ui/charts/chart-theme';
import { confusionCsv, withShares } from '../../../src/lib/ui/charts/confusion-matrix';
import { csvText, fileName } from '../../../src/lib/ui/charts/csv';
import { downsample, thin, type Point } from '../../../src/lib/ui/charts/downsample';
import { learningCurveCsv, learningCurveOption } from '../../../src/lib/ui/charts/learning-curve';
import { rateCurveCsv, rateCurveOption } from '../../../src/lib/ui/charts/rate-curve';
import {
	predictedOption,
	regressionCsv,
	residualPoints,
	residualsOption,
} from '../../../src/lib/ui/charts/regression';
import { metricRows, undefinedReason } from '../../../src/lib/ui/runs/metric-rows';
import { rateCurves } from '../../../src/lib/ui/runs/rate-curves';
import { stripScale } from '../../../src/lib/ui/runs/strip-scale';
import { idOf, runOf } from './project-contents';

const theme = themeFrom((name) => name);

const split = (truth: number[], scores: number[], width = 1): SplitPrediction => ({
	rows: Uint32Array.from(truth, (_, index) => index * 2),
	truth: Float64Array.from(truth),
	scores: Float64Array.from(scores),
	width,
});
const same = (part: SplitPrediction, test = part): Prediction => ({
	run: idOf('aaaa'),
	train: part,
	validation: part,
	test,
});

interface Series {
	name?: string;
	type: string;
	data: Point[];
}
const seriesOf = (option: object): Series[] => (option as { series: Series[] }).series;

describe('csv', () => {
	it('quotes what needs it and leaves undefined empty', () =>
		expect(
			csvText({
				name: 'x',
				header: ['a', 'b,c'],
				rows: [
					[0.1, 'say "hi"'],
					[null, 'two\nlines'],
				],
			}),
		).toBe('a,"b,c"\r\n0.1,"say ""hi"""\r\n,"two\nlines"\r\n'));
	it('names files for any file system', () => {
		expect(fileName('run a/b: c?')).toBe('run-a-b-c');
		expect(fileName('//')).toBe('chart');
	});
});

describe('downsample', () => {
	const wave = Array.from({ length: 5000 }, (_, x): Point => [x, Math.sin(x / 100) + (x === 2500 ? 10 : 0)]);
	it('keeps ends and peaks', () => {
		const few = downsample(wave, 200);
		expect(few).toHaveLength(200);
		expect([few[0], few.at(-1)]).toEqual([wave[0], wave.at(-1)]);
		expect(Math.max(...few.map(([, y]) => y))).toBeCloseTo(wave[2500]![1], 12);
		expect(few.every(([x], index) => index === 0 || x > few[index - 1]![0])).toBe(true);
	});
	it('leaves few points alone', () => expect(downsample(wave.slice(0, 50), 200)).toHaveLength(50));
	it('thins evenly', () => expect(thin([0, 1, 2, 3, 4, 5, 6, 7], 4)).toEqual([0, 2, 4, 6]));
});

describe('learning curve', () => {
	const { history } = runOf('aaaa');
	const curve = { history, metric: 'loss', label: 'loss', keptEpoch: 2, test: 0.52 };
	it('draws both splits by epoch, the kept epoch and the test value', () => {
		const series = seriesOf(learningCurveOption(curve, theme));
		expect(series[0]).toMatchObject({
			name: 'train',
			data: [
				[1, 0.7],
				[2, 0.5],
				[3, 0.4],
			],
		});
		expect(series[1]).toMatchObject({
			name: 'validation',
			data: [
				[1, 0.7],
				[2, 0.5],
				[3, 0.6],
			],
		});
		expect(series[2]).toMatchObject({ markLine: { data: [{ xAxis: 2 }] } });
		expect(series[3]).toMatchObject({ name: 'test', data: [[2, 0.52]] });
	});
	it('leaves undefined epochs out of the line but in the file', () => {
		const gap = { train: { loss: [1, null, 3] }, validation: { loss: [1, 2] } };
		expect(seriesOf(learningCurveOption({ ...curve, history: gap }, theme))[0]?.data).toEqual([
			[1, 1],
			[3, 3],
		]);
		expect(learningCurveCsv(gap, 'run').rows).toEqual([
			[1, 1, 1],
			[2, null, 2],
			[3, 3, null],
		]);
	});
	it('saves every metric of both splits', () =>
		expect(learningCurveCsv(history, 'run-aaaa')).toMatchObject({
			name: 'run-aaaa-learning-curve',
			header: ['epoch', 'train loss', 'train rocAuc', 'validation loss', 'validation rocAuc'],
		}));
});

describe('ROC and precision–recall', () => {
	const part = split([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
	it('has the area scikit-learn gives', () => {
		// roc_auc_score and average_precision_score of its documentation's example
		expect(rateCurves('roc', same(part), null)[0]?.area).toBeCloseTo(0.75, 12);
		expect(rateCurves('precision-recall', same(part), null)[0]?.area).toBeCloseTo(0.8333333333333333, 12);
	});
	it('leaves out a split with one class', () => {
		const curves = rateCurves('roc', same(part, split([1, 1], [0.2, 0.9])), null);
		expect(curves[2]).toEqual({ split: 'test', points: [], area: null });
		expect(seriesOf(rateCurveOption('roc', curves, theme)).map(({ name }) => name)).toEqual([
			'chance',
			'train',
			'validation',
		]);
	});
	it('takes one class against the rest, or all together', () => {
		const three = split([0, 1, 2], [0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.3, 0.4, 0.3], 3);
		expect(rateCurves('roc', same(three), 2)[0]?.area).toBe(1);
		expect(rateCurves('roc', same(three), null)[0]?.area).toBeGreaterThan(0.5);
	});
	it('saves every point of every split', () => {
		const curves = rateCurves('roc', same(part), null);
		const table = rateCurveCsv('roc', curves, 'run');
		expect(table.rows).toHaveLength(curves.reduce((sum, { points }) => sum + points.length, 0));
		expect(table.header).toEqual(['split', 'false positive rate', 'true positive rate']);
	});
});

describe('confusion matrix', () => {
	it('gives shares of the actual class', () =>
		expect(
			withShares([
				[3, 1],
				[0, 0],
			]),
		).toEqual([
			[
				{ count: 3, share: 0.75 },
				{ count: 1, share: 0.25 },
			],
			[
				{ count: 0, share: null },
				{ count: 0, share: null },
			],
		]));
	it('saves one row per split and pair', () =>
		expect(
			confusionCsv(
				[
					{
						split: 'test',
						counts: [
							[3, 1],
							[2, 2],
						],
					},
				],
				['no', 'yes'],
				'run',
			).rows,
		).toEqual([
			['test', 'no', 'no', 3, 0.75],
			['test', 'no', 'yes', 1, 0.25],
			['test', 'yes', 'no', 2, 0.5],
			['test', 'yes', 'yes', 2, 0.5],
		]));
});

describe('regression', () => {
	const part = split([1, 2, 3], [1.5, 2, 2]);
	it('draws predicted against actual over one range', () => {
		const option = predictedOption(same(part), 'price', theme) as {
			xAxis: { min: number; max: number };
			yAxis: object;
		};
		expect(option.yAxis).toMatchObject({ min: option.xAxis.min, max: option.xAxis.max });
		expect(option.xAxis.min).toBeLessThanOrEqual(1);
		expect(option.xAxis.max).toBeGreaterThanOrEqual(3);
		expect(seriesOf(option)[1]?.data).toEqual([
			[1, 1.5],
			[2, 2],
			[3, 2],
		]);
	});
	it('draws what is left over against the prediction', () => {
		expect(residualPoints(part)).toEqual([
			[1.5, -0.5],
			[2, 0],
			[2, 1],
		]);
		expect(seriesOf(residualsOption(same(part), 'price', theme))).toHaveLength(3);
	});
	it('leaves an empty split out of the picture', () =>
		expect(seriesOf(residualsOption(same(part, split([], [])), 'price', theme))).toHaveLength(2));
	it('saves rows by their number in the dataset', () =>
		expect(regressionCsv(same(part), 'run', 'residuals').rows.at(-1)).toEqual(['test', 4, 3, 2, 1]));
});

describe('metrics beside the baseline', () => {
	const baseline = runOf('bbbb', {}, 0.5);
	it('says better, worse or equal, by the metric’s own direction', () => {
		const better = { loss: 0.4, rocAuc: 0.8, accuracy: 0.75 };
		const rows = metricRows(
			runOf('aaaa', { metrics: { train: better, validation: better, test: better } }),
			baseline,
			null,
		);
		expect(rows.map(({ key, cells }) => [key, cells.validation.verdict])).toEqual([
			['loss', 'better'],
			['accuracy', 'equal'],
			['rocAuc', 'better'],
		]);
	});
	it('gives the reason where a metric is undefined', () => {
		const part = split([1, 1], [0.5, 0.6]);
		const row = metricRows(runOf('aaaa', {}, null), baseline, same(part)).find(({ key }) => key === 'rocAuc');
		expect(row?.cells.validation).toMatchObject({
			value: null,
			reason: 'only one class here',
			verdict: 'not compared',
		});
		expect(undefinedReason('rocAuc', split([], []), 2)).toBe('no rows');
		expect(undefinedReason('rocAuc', split([0, 2], [1, 0, 0, 0, 0, 1], 3), 3)).toBe('1 of 3 classes absent');
	});
});

describe('the scale of strip plots', () => {
	it('encloses the range in round ticks', () => {
		const { ticks, x, WIDTH } = stripScale([0.613, 0.894]);
		expect(ticks).toEqual([0.6, 0.7, 0.8, 0.9]);
		expect(x(0.613)).toBeGreaterThan(0);
		expect(x(0.9)).toBeLessThan(WIDTH);
	});
	it('stands even for one value or none', () => {
		expect(Number.isFinite(stripScale([0.5, 0.5]).x(0.5))).toBe(true);
		expect(Number.isFinite(stripScale([Infinity, -Infinity]).x(0))).toBe(true);
		expect(Number.isFinite(stripScale([0, 0]).x(0))).toBe(true);
	});
});
