import { describe, expect, it } from 'vitest';
import { groupsOf, HUES, quantiles } from './curve-groups';
import { areaOf, extentOf, type Curve } from './curves';
import { apart } from './label-places';
import { queueMap, type FitState } from './queue-map';

const curve = (model: string, validation: (number | null)[], extra: Partial<Curve> = {}): Curve => ({
	key: `${model}${validation.join()}${extra.fold ?? ''}`,
	...{ model, name: model, fold: null, repeat: 1, live: false, bestEpoch: null },
	...{ train: validation, validation },
	...extra,
});

describe('curves of many fits', () => {
	const ended = (...values: (number | null)[]) => ({ values, live: false });
	const growing = (...values: number[]) => ({ values, live: true });

	it('are a median and the middle half of each epoch', () => {
		// numpy.quantile([1, 2, 4, 8], [.25, .5, .75])
		expect(quantiles([ended(1), ended(8), ended(2), ended(4)], [0.25, 0.5, 0.75])).toEqual([
			[1.75],
			[3],
			[5],
		]);
		expect(quantiles([ended(1, null), ended(3, null)], [0.5])).toEqual([[2, null]]);
	});

	it('count a fit that ended early with its last value, and go as far as half of those that grow', () => {
		expect(quantiles([ended(1, 1, 1), ended(3, 3), ended(5)], [0.5])).toEqual([[3, 3, 3]]);
		expect(quantiles([growing(1, 1, 1), growing(3, 3), growing(5)], [0.5])).toEqual([[3, 2]]);
		expect(quantiles([], [0.5])).toEqual([[]]);
	});

	it('have a hue for each model that stays when others come, and a stroke for each fold', () => {
		const fits = ['10 of 10', '2 of 10'].map((fold, i) => curve('old', [i], { fold }));
		const groups = groupsOf([curve('new', [3], { live: true }), ...fits], ['old']);
		expect(groups.map(({ key, hue, live, fits }) => [key, hue, live, fits])).toEqual([
			['old', 1, false, 2],
			['new', 2, true, 1],
		]);
		expect(groups[0]?.folds).toEqual([
			{ fold: '2 of 10', stroke: 0, validation: [1] },
			{ fold: '10 of 10', stroke: 1, validation: [0] },
		]);
		const many = groupsOf(
			Array.from({ length: HUES + 2 }, (_, i) => curve(`m${i}`, [i])),
			[],
		);
		expect(many.map(({ hue }) => hue)).toEqual([1, 2, 3, 4, 5, 6, null, null]);
	});

	it('are drawn within what all models reach', () => {
		const [low, high] = extentOf(groupsOf([curve('a', [1, 2]), curve('b', [5])], []));
		expect(low).toBeLessThan(1);
		expect(high).toBeGreaterThan(5);
		const same = (value: number) => value;
		expect(areaOf([1, null, 3], [2, 5, 4], same, same)).toBe('M1.0 2.0L3.0 4.0L3.0 3.0L1.0 1.0Z');
		expect(areaOf([1], [2], same, same)).toBe('');
	});
});

describe('names beside their lines', () => {
	const places = (...ys: number[]) =>
		apart(
			ys.map((y) => ({ y })),
			10,
			0,
			100,
		).map(({ y }) => y);

	it('stay where they are when there is room, else stand apart within the drawing', () => {
		expect(places(50, 20)).toEqual([20, 50]);
		expect(places(20, 22, 24)).toEqual([20, 30, 40]);
		expect(places(99, 99)).toEqual([90, 100]);
		expect(places(-5, -5)).toEqual([0, 10]);
	});
});

describe('the map of the queue', () => {
	it('has a cell for each fit, or as few as asked for', () => {
		const states: FitState[] = ['finished', 'finished', 'finished', 'running', 'waiting'];
		expect(queueMap(states, 10).cells.map(({ state }) => state)).toEqual(states);
		const map = queueMap(states, 2);
		expect(map.each).toBe(3);
		expect(map.cells).toEqual([
			{ state: 'finished', fits: 3, done: 3 },
			{ state: 'running', fits: 2, done: 0 },
		]);
		expect(map.tally).toEqual({ waiting: 1, running: 1, finished: 3 });
		expect(queueMap([], 10).cells).toEqual([]);
	});
});
