import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stream } from '../../random/stream';
import type { AugmentStep } from '../../schema/augment-step';
import { augmentSample } from './augment-tensor';
import { augmentationOf } from './augmentations';
import type { SampleKind, SampleShape } from './augmentation';

const IMAGE: AugmentStep[] = [
	{ augment: 'flip' },
	{ augment: 'flip', direction: 'vertical' },
	{ augment: 'rotate', degrees: 180 },
	{ augment: 'rotate', fill: 'constant', value: -1 },
	{ augment: 'shift', rows: 1, columns: 0.5 },
	{ augment: 'zoom', factor: [0.5, 2] },
	{ augment: 'crop', share: 0.1 },
	{ augment: 'colour', brightness: 1, contrast: 1, saturation: 1 },
	{ augment: 'noise' },
	{ augment: 'cutOut', size: 1, value: 3 },
];
const SEQUENCE: AugmentStep[] = [
	{ augment: 'jitter', sigma: 2 },
	{ augment: 'scale', sigma: 1 },
	{ augment: 'crop', share: 0.01 },
];
const ALL: [string, SampleKind, AugmentStep][] = [
	...IMAGE.map((step) => [JSON.stringify(step), 'image', step] as [string, SampleKind, AugmentStep]),
	...SEQUENCE.map((step) => [JSON.stringify(step), 'sequence', step] as [string, SampleKind, AugmentStep]),
];
/** What changes nothing. */
const STILL: [string, SampleKind, AugmentStep][] = (
	[
		['image', { augment: 'rotate', degrees: 0 }],
		['image', { augment: 'shift', rows: 0, columns: 0 }],
		['image', { augment: 'zoom', factor: [1, 1] }],
		['image', { augment: 'crop', share: 1 }],
		['image', { augment: 'colour' }],
		['image', { augment: 'noise', sigma: 0 }],
		['sequence', { augment: 'crop', share: 1 }],
		['sequence', { augment: 'jitter', sigma: 0 }],
		['sequence', { augment: 'scale', sigma: 0 }],
	] as [SampleKind, AugmentStep][]
).map(([kind, step]) => [`${kind} ${JSON.stringify(step)}`, kind, step]);

/** Samples of any size, whole numbers so that sums are exact. */
const samples = (kind: SampleKind) =>
	fc
		.tuple(fc.integer({ min: 3, max: 4 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
		.map(([channels, rows, columns]) => (kind === 'image' ? [channels, rows, columns] : [rows, columns]))
		.chain((shape) => {
			const length = shape.reduce((all, size) => all * size, 1);
			return fc.record({
				shape: fc.constant(shape as unknown as SampleShape),
				sample: fc
					.array(fc.integer({ min: -100, max: 100 }), { minLength: length, maxLength: length })
					.map((values) => Float32Array.from(values)),
				seed: fc.nat(),
			});
		});
const apply = (step: AugmentStep, sample: Float32Array, shape: SampleShape, seed: number) =>
	augmentationOf(step).apply(sample, shape, step, new Stream(seed, 'test'));

describe('every augmentation', () => {
	it.each(ALL)('%s keeps the size, is seeded, and leaves the sample as it is', (_, kind, step) => {
		fc.assert(
			fc.property(samples(kind), ({ sample, shape, seed }) => {
				const before = sample.slice();
				const changed = apply(step, sample, shape, seed);
				expect(changed.length).toBe(sample.length);
				expect(changed.every(Number.isFinite)).toBe(true);
				expect(apply(step, sample, shape, seed)).toEqual(changed);
				expect(sample).toEqual(before);
			}),
			{ numRuns: 50 },
		);
	});

	it.each(ALL)('%s with chance 0 changes nothing, with chance 1 something', (_, kind, step) => {
		const shape = kind === 'image' ? [3, 8, 8] : [16, 3];
		const sample = Float32Array.from({ length: kind === 'image' ? 192 : 48 }, (__, i) => (i * i) % 31);
		const at = { kind, seed: 1, sample: 5, copy: 1 };
		expect(augmentSample(sample, shape, [{ ...step, chance: 0 }], at)).toEqual(sample);
		expect(augmentSample(sample, shape, [{ ...step, chance: 1 }], at)).not.toEqual(sample);
	});

	it.each(STILL)('%s changes nothing', (_, kind, step) => {
		fc.assert(
			fc.property(samples(kind), ({ sample, shape, seed }) => {
				expect([...apply(step, sample, shape, seed)]).toEqual([...sample]);
			}),
			{ numRuns: 50 },
		);
	});
});

describe('flip', () => {
	const picture = Float32Array.of(1, 2, 3, 4, 5, 6);

	it('mirrors left to right, or top to bottom', () => {
		expect([...apply({ augment: 'flip' }, picture, [1, 2, 3], 0)]).toEqual([3, 2, 1, 6, 5, 4]);
		expect([...apply({ augment: 'flip', direction: 'vertical' }, picture, [1, 2, 3], 0)]).toEqual([
			4, 5, 6, 1, 2, 3,
		]);
	});

	it.each(['horizontal', 'vertical'] as const)('%s twice gives the image back', (direction) => {
		fc.assert(
			fc.property(samples('image'), ({ sample, shape, seed }) => {
				const once = apply({ augment: 'flip', direction }, sample, shape, seed);
				expect(apply({ augment: 'flip', direction }, once, shape, seed)).toEqual(sample);
			}),
		);
	});

	it('changes half of the copies unless told otherwise', () => {
		const changed = Array.from({ length: 400 }, (_, i) =>
			augmentSample(picture, [1, 2, 3], [{ augment: 'flip' }], {
				kind: 'image',
				seed: 3,
				sample: i,
				copy: 1,
			}),
		).filter((copy) => copy[0] !== 1).length;
		expect(changed).toBeGreaterThan(150);
		expect(changed).toBeLessThan(250);
	});
});

describe('values', () => {
	it('moved, turned and cropped images hold nothing that was not between the old values', () => {
		const moving: AugmentStep[] = IMAGE.slice(0, 7).filter((step) => !('fill' in step));
		fc.assert(
			fc.property(samples('image'), fc.constantFrom(...moving), ({ sample, shape, seed }, step) => {
				const changed = apply(step, sample, shape, seed);
				expect(Math.max(...changed)).toBeLessThanOrEqual(Math.max(...sample) + 1e-4);
				expect(Math.min(...changed)).toBeGreaterThanOrEqual(Math.min(...sample) - 1e-4);
			}),
		);
	});

	it('shift moves by whole pixels and fills the rest with the edge or a value', () => {
		fc.assert(
			fc.property(samples('image'), ({ sample, shape, seed }) => {
				const old = new Set(sample);
				const step: AugmentStep = { augment: 'shift', rows: 1, columns: 1 };
				expect([...apply(step, sample, shape, seed)].every((value) => old.has(value))).toBe(true);
				const filled = apply({ ...step, fill: 'constant', value: 777 }, sample, shape, seed);
				expect([...filled].every((value) => old.has(value) || value === 777)).toBe(true);
			}),
		);
	});

	it('cutOut sets a rectangle of the size asked for, in every channel at the same place', () => {
		const sample = Float32Array.from({ length: 2 * 8 * 12 }, (_, i) => i + 1);
		const changed = apply({ augment: 'cutOut', size: 0.25, value: -9 }, sample, [2, 8, 12], 4);
		const places = [...changed].flatMap((value, i) => (value === -9 ? [i] : []));
		expect(places.length).toBe(2 * 2 * 3);
		expect(places.slice(6).map((place) => place - 96)).toEqual(places.slice(0, 6));
		const [rows, columns] = [
			places.slice(0, 6).map((i) => Math.floor(i / 12)),
			places.slice(0, 6).map((i) => i % 12),
		];
		expect(new Set(rows).size * new Set(columns).size).toBe(6);
	});

	it('brightness adds one number, contrast keeps the mean, saturation keeps the grey', () => {
		const sample = Float32Array.from({ length: 48 }, (_, i) => ((i * 7) % 11) / 11);
		const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
		const change = (step: AugmentStep) => apply(step, sample, [3, 4, 4], 6);
		const lighter = change({ augment: 'colour', brightness: 0.5 });
		const added = (lighter[0] as number) - (sample[0] as number);
		lighter.forEach((value, i) => expect(value - (sample[i] as number)).toBeCloseTo(added, 5));
		expect(Math.abs(added)).toBeLessThanOrEqual(0.5);
		expect(mean(change({ augment: 'colour', contrast: 0.5 }))).toBeCloseTo(mean(sample), 5);
		const grey = (values: Float32Array, i: number) =>
			0.299 * (values[i] as number) + 0.587 * (values[16 + i] as number) + 0.114 * (values[32 + i] as number);
		const vivid = change({ augment: 'colour', saturation: 0.5 });
		for (let i = 0; i < 16; i++) expect(grey(vivid, i)).toBeCloseTo(grey(sample, i), 5);
	});

	it('colour leaves opacity alone', () => {
		const sample = Float32Array.from({ length: 16 }, (_, i) => i / 16);
		const changed = apply(
			{ augment: 'colour', brightness: 1, contrast: 1, saturation: 1 },
			sample,
			[4, 2, 2],
			6,
		);
		expect(changed.slice(12)).toEqual(sample.slice(12));
		expect(changed.slice(0, 12)).not.toEqual(sample.slice(0, 12));
	});

	it('noise and jitter have the standard deviation asked for', () => {
		for (const [augment, shape] of [
			['noise', [1, 100, 100]],
			['jitter', [100, 100]],
		] as const) {
			const changed = apply({ augment, sigma: 3 }, new Float32Array(10000), shape, 2);
			const squares = changed.reduce((sum, value) => sum + value * value, 0);
			expect(Math.sqrt(squares / 10000)).toBeCloseTo(3, 0);
		}
	});

	it('scale multiplies each column by one number', () => {
		const sample = Float32Array.of(1, 1, 2, 4, 3, 9);
		const [a = 0, b = 0, ...rest] = apply({ augment: 'scale', sigma: 0.3 }, sample, [3, 2], 8);
		[2 * a, 4 * b, 3 * a, 9 * b].forEach((value, i) => expect(rest[i]).toBeCloseTo(value, 5));
		expect(a).not.toBe(b);
	});

	it('crop of a sequence keeps a straight line straight, from one of its rows to a later one', () => {
		const sample = Float32Array.from({ length: 50 }, (_, i) => i);
		const changed = apply({ augment: 'crop', share: 0.5 }, sample, [50, 1], 3);
		const [first, last] = [changed[0] as number, changed[49] as number];
		expect([first, last].every(Number.isInteger)).toBe(true);
		expect(last - first).toBeGreaterThanOrEqual(23);
		changed.forEach((value, i) => expect(value).toBeCloseTo(first + (i * (last - first)) / 49, 4));
	});
});
