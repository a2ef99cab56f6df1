/** A split survives the flat table, and a model that saw other samples is found out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Split } from './split';
import { agrees, partsOf, partsOfModels, splitOf } from './split-indices';
import { cut, specOf } from './testing';

const samplesOf = ({ train, validation, test, folds }: Split) => ({ train, validation, test, folds });

describe('a split as a flat table', () => {
	it('comes back whole, with its folds and repeats', () => {
		const change = fc.record({
			seed: fc.nat(),
			folds: fc.constantFrom(null, 2, 3, 5),
			validation: fc.constantFrom(null, 0.2),
		});
		fc.assert(
			fc.property(
				fc.integer({ min: 20, max: 80 }),
				change,
				fc.integer({ min: 1, max: 3 }),
				(n, spec, repeats) => {
					const split = cut(n, spec.folds ? { ...spec, repeats } : spec);
					const parts = partsOf(split);
					expect(splitOf(parts)).toEqual(samplesOf(split));
					expect(splitOf(parts.filter(({ samples }) => samples.length > 0))).toEqual(samplesOf(split));
					expect(agrees(parts, split)).toBe(true);
					split.folds?.forEach((fold, i) => {
						expect(agrees(parts, { ...fold, test: split.test, fold: i })).toBe(true);
						expect(agrees(parts, { ...fold, test: split.train, fold: i })).toBe(false);
					});
				},
			),
		);
	});
	it('is refused when it overlaps, repeats a part, leaves out a fold, or is not ascending', () => {
		const parts = partsOf(cut(30, { folds: 3 }));
		const [first, second, ...rest] = parts;
		expect(() => splitOf([first!, { ...second!, samples: first!.samples }, ...rest])).toThrow(/in two parts/);
		expect(() => splitOf([...parts, first!])).toThrow(/comes twice/);
		expect(() => splitOf(parts.filter(({ fold }) => fold !== 2))).toThrow(/fold 2 is missing/);
		const backwards = { ...first!, samples: first!.samples.slice().reverse() };
		expect(() => splitOf([backwards, second!, ...rest])).toThrow(/not ascending/);
	});
	it('is put together from the models of its folds, each fold once', () => {
		const split = cut(40, { folds: 2, repeats: 2 });
		const models = (split.folds ?? []).map((fold, i) => ({ ...fold, test: split.test, fold: i }));
		const parts = partsOfModels([...models, ...models].reverse(), specOf({ folds: 2, repeats: 2 }));
		expect(splitOf(parts)).toEqual({
			...samplesOf(split),
			train: new Uint32Array(),
			validation: new Uint32Array(),
		});
		expect(models.every((model) => agrees(parts, model))).toBe(true);
		expect(partsOfModels([split], specOf())).toEqual(partsOf({ ...split, folds: null }));
	});
});
