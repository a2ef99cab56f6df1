import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { augmentSchema, augmentStepSchema, type AugmentStep } from '../../schema/augment-step';
import { gatherSamples, type Tensor } from '../tensor';
import { augmentSample, augmentTensor } from './augment-tensor';
import { checkAugment } from './augmentations';

describe('augmentTensor', () => {
	const tensor = (count: number): Tensor => ({
		x: Float32Array.from({ length: count * 2 * 3 * 3 }, (_, i) => (i * 13) % 29),
		shape: [count, 2, 3, 3],
		features: ['a', 'b'],
	});
	const steps: AugmentStep[] = [
		{ augment: 'flip' },
		{ augment: 'rotate', degrees: 40 },
		{ augment: 'noise' },
	];
	const options = { copies: 2, seed: 9, kind: 'image' as const };

	it('gives the samples as they are, then the copies of each', () => {
		const whole = tensor(3);
		const made = augmentTensor(whole, steps, { ...options, samples: Uint32Array.of(4, 5, 8) });
		expect(made.shape).toEqual([9, 2, 3, 3]);
		expect([...made.origin]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
		expect(made.x.slice(0, 54)).toEqual(whole.x);
		expect(made.x.slice(54, 108)).not.toEqual(made.x.slice(108));
	});

	it('changes a sample the same way wherever it stands and whatever stands beside it', () => {
		fc.assert(
			fc.property(fc.nat(), fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 }), (seed, order) => {
				const whole = tensor(5);
				const numbers = Uint32Array.of(7, 9, 40, 41, 100);
				const all = augmentTensor(whole, steps, { ...options, seed, samples: numbers });
				const chosen = Uint32Array.from(order);
				const some = augmentTensor(gatherSamples(whole, chosen), steps, {
					...options,
					seed,
					samples: chosen.map((i) => numbers[i] as number),
				});
				const places = Uint32Array.from([...order, ...order.map((i) => i + 5), ...order.map((i) => i + 10)]);
				expect(some.x).toEqual(gatherSamples(all, places).x);
			}),
			{ numRuns: 20 },
		);
	});

	it('draws for each step apart: adding one behind does not change those before', () => {
		const at = { kind: 'image' as const, seed: 2, sample: 3, copy: 1 };
		const sample = tensor(1).x;
		const first = augmentSample(sample, [2, 3, 3], steps.slice(0, 2), at);
		const still: AugmentStep = { augment: 'noise', sigma: 0 };
		expect(augmentSample(sample, [2, 3, 3], [...steps.slice(0, 2), still], at)).toEqual(first);
	});

	it('changes all frames of a window alike', () => {
		const frame = tensor(1).x;
		const film = Float32Array.of(...frame, ...frame);
		const at = { kind: 'image' as const, seed: 2, sample: 3, copy: 1 };
		const changed = augmentSample(film, [2, 2, 3, 3], steps, at);
		expect(changed.slice(0, 18)).toEqual(changed.slice(18));
		expect(changed.slice(0, 18)).toEqual(augmentSample(frame, [2, 3, 3], steps, at));
	});

	it('refuses what cannot work on such samples', () => {
		const refused = (code: string) => expect.objectContaining({ code });
		const rows: Tensor = { x: new Float32Array(6), shape: [2, 3], features: ['a', 'b', 'c'] };
		const at = { copies: 1, seed: 1, samples: Uint32Array.of(0, 1) };
		for (const kind of ['image', 'sequence'] as const)
			expect(() => augmentTensor(rows, [{ augment: 'crop' }], { ...at, kind })).toThrow(
				refused('pipeline.augment-kind'),
			);
		expect(() => checkAugment([{ augment: 'rotate' }], 'sequence', 1)).toThrow('rotate changes images');
		expect(() => checkAugment([{ augment: 'jitter' }], 'image', 1)).toThrow(refused('pipeline.augment-kind'));
		expect(() => checkAugment([{ augment: 'crop' }], 'table', 1)).toThrow('images and sequences');
		expect(() => checkAugment([{ augment: 'crop' }, { augment: 'scale' }], 'sequence', 1)).not.toThrow();
		const vivid: AugmentStep = { augment: 'colour', saturation: 0.2 };
		expect(() => checkAugment([vivid], 'image', 1)).toThrow(refused('pipeline.augment-colour'));
		for (const channels of [3, 4]) expect(() => checkAugment([vivid], 'image', channels)).not.toThrow();
		expect(() => checkAugment([{ augment: 'colour', contrast: 0.2 }], 'image', 1)).not.toThrow();
	});
});

describe('the document', () => {
	const reads = (step: unknown) => v.safeParse(augmentStepSchema, step).success;

	it('names an augmentation and its options, and nothing else', () => {
		for (const step of [
			{ augment: 'rotate', degrees: 10, chance: 0.5 },
			{ augment: 'flip', direction: 'vertical' },
			{ augment: 'zoom', factor: [1, 1], fill: 'constant', value: -1 },
			{ augment: 'scale' },
		])
			expect(v.parse(augmentStepSchema, step)).toEqual(step);
		for (const step of [
			{ augment: 'spin' },
			{ augment: 'rotate', degree: 10 },
			{ augment: 'rotate', degrees: 181 },
			{ augment: 'rotate', chance: 1.5 },
			{ augment: 'noise', sigma: -1 },
			{ augment: 'noise', sigma: Infinity },
			{ augment: 'zoom', factor: [2, 1] },
			{ augment: 'zoom', factor: [0, 1] },
			{ augment: 'crop', share: 0 },
		])
			expect(reads(step)).toBe(false);
	});

	it('says how many copies, and at least one step', () => {
		const whole = (copies: number, steps: unknown[]) => v.safeParse(augmentSchema, { copies, steps }).success;
		expect(whole(2, [{ augment: 'flip' }])).toBe(true);
		for (const copies of [0, 1.5, 101]) expect(whole(copies, [{ augment: 'flip' }])).toBe(false);
		expect(whole(1, [])).toBe(false);
	});
});
