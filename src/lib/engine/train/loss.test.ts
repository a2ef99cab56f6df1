import { describe, expect, it } from 'vitest';
import type { Loss } from '../schema/architecture';
import { comparesEach, meanLoss, scoresOf, valuesOf } from './loss';
import { lossOf, type LossSpec } from './program';
import { lossGradient } from './reference/loss';

const log = Math.log;
type Settings = Parameters<typeof lossOf>[0];
const LN3 = log(3);

/** [loss and settings, outputs of one row, label or labels, loss worked out by hand] */
const ROWS: readonly [Settings, number[], number[], number][] = [
	// p = 3/4 for a logit of ln 3.
	[{ loss: 'binaryCrossentropy' }, [LN3], [1], log(4 / 3)],
	[{ loss: 'binaryCrossentropy' }, [LN3], [0], log(4)],
	[{ loss: 'binaryCrossentropy', labelSmoothing: 0.2 }, [LN3], [1], 0.9 * log(4 / 3) + 0.1 * log(4)],
	[{ loss: 'klDivergence' }, [LN3], [1], log(4 / 3)],
	[{ loss: 'klDivergence', labelSmoothing: 0.2 }, [LN3], [1], 0.9 * log(0.9 / 0.75) + 0.1 * log(0.1 / 0.25)],
	[{ loss: 'focal' }, [LN3], [1], log(4 / 3) / 16],
	[{ loss: 'focal' }, [LN3], [0], (9 / 16) * log(4)],
	[{ loss: 'focal', gamma: 0 }, [LN3], [0], log(4)],
	[{ loss: 'hinge' }, [0.25], [1], 0.75],
	[{ loss: 'hinge' }, [0.25], [0], 1.25],
	[{ loss: 'hinge' }, [-3], [0], 0],
	// Shares 1/2, 1/4, 1/4.
	[{ loss: 'categoricalCrossentropy' }, [log(2), 0, 0], [0], log(2)],
	[{ loss: 'categoricalCrossentropy' }, [log(2), 0, 0], [2], log(4)],
	[
		{ loss: 'categoricalCrossentropy', labelSmoothing: 0.3 },
		[log(2), 0, 0],
		[0],
		0.8 * log(2) + 0.2 * log(4),
	],
	[{ loss: 'klDivergence' }, [log(2), 0, 0], [1], log(4)],
	[
		{ loss: 'klDivergence', labelSmoothing: 0.3 },
		[log(2), 0, 0],
		[0],
		0.8 * log(0.8 / 0.5) + 0.2 * log(0.1 / 0.25),
	],
	[{ loss: 'focal' }, [log(2), 0, 0], [1], (9 / 16) * log(4)],
	[{ loss: 'hinge' }, [2, 1.5, -1], [0], 0.5],
	[{ loss: 'hinge' }, [2, 1.5, -1], [2], 4],
	[{ loss: 'hinge' }, [3, 1.5, -1], [0], 0],
	[{ loss: 'meanSquaredError' }, [1, -2], [3, -2], 2],
	[{ loss: 'meanAbsoluteError' }, [1, -2], [3, -2], 1],
	[{ loss: 'huber' }, [1, -2.5], [3, -2], (1.5 + 0.125) / 2],
	[{ loss: 'huber', delta: 0.5 }, [1, -2.25], [3, -2], (0.5 * 1.75 + 0.03125) / 2],
	[{ loss: 'logCosh' }, [log(2)], [0], log(1.25)],
	[{ loss: 'poisson' }, [log(2), 0], [3, 0], (2 - 3 * log(2) + 1) / 2],
];

describe('the loss of a row', () => {
	it.each(ROWS)('%j of %j beside %j', (settings, z, y, expected) => {
		const found = meanLoss(lossOf(settings), Float64Array.from(z), Float32Array.from(y), z.length);
		expect(found).toBeCloseTo(expected, 12);
	});
});

const spec = (loss: Loss): LossSpec => lossOf({ loss });

describe('the mean over rows', () => {
	it('weighs rows, and divides by their number alone', () => {
		const z = Float64Array.of(1, 2, 3, 5);
		const weights = Float64Array.of(0.5, 1.5);
		const one = meanLoss(spec('meanSquaredError'), z, new Float64Array(4), 2, weights);
		expect(one).toBeCloseTo((0.5 * (1 + 4) + 1.5 * (9 + 25)) / 4, 12);
		const scores = meanLoss(spec('hinge'), Float64Array.of(0, -1), Float64Array.of(1, 1), 1, weights);
		expect(scores).toBeCloseTo((0.5 * 1 + 1.5 * 2) / 2, 12);
	});

	it.each(['binaryCrossentropy', 'klDivergence', 'focal', 'hinge'] as const)(
		'of %s stays right for scores of any size',
		(loss) => {
			const of = (z: number, y: number) => meanLoss(spec(loss), Float64Array.of(z), Float64Array.of(y), 1);
			expect(of(1000, 1)).toBe(0);
			expect(of(-1000, 0)).toBe(0);
			expect(of(1000, 0)).toBeCloseTo(loss === 'hinge' ? 1001 : 1000, 9);
			const classes = (y: number) =>
				meanLoss(
					spec(loss === 'binaryCrossentropy' ? 'categoricalCrossentropy' : loss),
					Float64Array.of(1000, -1000, 0),
					Float64Array.of(y),
					3,
				);
			expect(classes(0)).toBe(0);
			expect(classes(1)).toBeCloseTo(loss === 'hinge' ? 2001 : 2000, 9);
		},
	);

	it('of values stays right far away', () => {
		const far = (loss: Loss) => meanLoss(spec(loss), Float64Array.of(1e4), Float64Array.of(0), 1);
		expect(far('logCosh')).toBeCloseTo(1e4 - Math.LN2, 9);
		expect(far('huber')).toBeCloseTo(1e4 - 0.5, 9);
	});

	it.each(['binaryCrossentropy', 'categoricalCrossentropy', 'hinge', 'focal', 'meanSquaredError'] as const)(
		'of %s is not finite when an output is not',
		(loss) => {
			const width = loss === 'categoricalCrossentropy' ? 2 : 1;
			const z = Float64Array.of(NaN, 0);
			expect(meanLoss(spec(loss), z, new Float64Array(2 / width), width)).toBeNaN();
		},
	);
});

describe('gradients of a batch', () => {
	it.each(ROWS)('of %j at %j beside %j are slopes of the loss', (settings, z, y) => {
		const loss = lossOf(settings);
		const label = Float32Array.from(y);
		const rows = { rows: 1, x: new Float32Array(), y: label, weights: null, step: 0, share: 1, masks: [] };
		const at = (k: number, step: number) =>
			meanLoss(
				loss,
				Float64Array.from(z, (value, i) => (i === k ? value + step : value)),
				label,
				z.length,
			);
		lossGradient(loss, Float64Array.from(z), rows, z.length).forEach((slope, k) => {
			// At a kink the slope lies between those of its sides.
			const sides = [at(k, 1e-6) - at(k, 0), at(k, 0) - at(k, -1e-6)].map((rise) => rise / 1e-6);
			expect(slope).toBeGreaterThan(Math.min(...sides) - 1e-5);
			expect(slope).toBeLessThan(Math.max(...sides) + 1e-5);
		});
	});
});

it('gives probabilities and rates for what nets tell in logits and log rates', () => {
	expect([...scoresOf('binary', Float32Array.of(0, 800, -800), 1)]).toEqual([0.5, 1, 0]);
	expect([...scoresOf('multi-class', Float32Array.of(0, 0, 800, 0), 2)]).toEqual([0.5, 0.5, 1, 0]);
	expect([...valuesOf('poisson', Float32Array.of(0))]).toEqual([1]);
	expect([...valuesOf('huber', Float32Array.of(0.5))]).toEqual([0.5]);
	expect([comparesEach('poisson'), comparesEach('hinge')]).toEqual([true, false]);
});
