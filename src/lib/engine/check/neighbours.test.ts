/** Equal and near samples are those that comparing all with all finds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stream } from '../random/stream';
import { areEqual } from '../table/equal-samples';
import type { NumericColumn } from '../table/table';
import { Cells } from './cells';
import { equalSamples } from './evidence';
import { measuredColumns } from './measured';

const breathe = () => Promise.resolve();
const column = (name: string, values: readonly number[]): NumericColumn => ({
	name,
	dtype: 'float64',
	values: Float64Array.from(values),
});

describe('equal samples', () => {
	const value = fc.constantFrom(0, -0, 1, NaN);
	const tables = fc.tuple(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 12 })).chain(([per, samples]) => {
		const values = fc.array(value, { minLength: per * samples, maxLength: per * samples });
		const places = fc.array(fc.integer({ min: -1, max: 2 }), { minLength: samples, maxLength: samples });
		return fc.tuple(fc.constant(per), values, values, places);
	});
	it('are the first of their kind in any split, for rows and for sequences', async () => {
		await fc.assert(
			fc.asyncProperty(tables, async ([per, a, b, places]) => {
				const columns = [column('a', a), column('b', b)];
				const placeOf = Int32Array.from(places);
				const inner = per === 1 ? {} : { inner: [per] };
				const found = await equalSamples({ rows: a.length, ...inner }, columns, placeOf, breathe);
				const alike = (x: number, y: number) =>
					[a, b].every((values) =>
						Array.from({ length: per }, (_, k) => k).every((k) => {
							const [p, q] = [values[x * per + k] as number, values[y * per + k] as number];
							return p === q || (Number.isNaN(p) && Number.isNaN(q));
						}),
					);
				const expected = places.map((place, i) =>
					place < 0 ? i : places.findIndex((other, j) => other >= 0 && alike(i, j)),
				);
				expect([...found]).toEqual(expected);
				for (const [i, first] of found.entries()) expect(areEqual(columns, i, first, per)).toBe(true);
			}),
		);
	});
});

describe('near samples', () => {
	it('are those within the distance', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 30 }), fc.constantFrom(1, 3), async (seed, per) => {
				const stream = new Stream(seed, 'near');
				const samples = 60;
				const near = 0.3;
				// Half of the samples are another one disturbed, and some values are missing.
				const columns = ['a', 'b', 'c'].map((name) => {
					const values = Array.from({ length: samples * per }, () => stream.normal());
					for (let i = (samples * per) / 2; i < values.length; i++)
						values[i] = (values[i - (samples * per) / 2] as number) + 0.2 * stream.normal();
					values[stream.below(values.length)] = NaN;
					return column(name, values);
				});
				const { measured } = await measuredColumns(columns, breathe);
				expect(measured).toHaveLength(3);
				const held = Array.from({ length: samples }, (_, i) => i);
				const cells = await Cells.of(measured, per, held, near, breathe);
				const distance = (x: number, y: number) => {
					let total = 0;
					for (const { column: own, deviation } of measured)
						for (let k = 0; k < per; k++) {
							const [p, q] = [own.values[x * per + k] as number, own.values[y * per + k] as number];
							if (Number.isNaN(p) !== Number.isNaN(q)) return Infinity;
							if (!Number.isNaN(p)) total += ((p - q) / deviation) ** 2;
						}
					return Math.sqrt(total / (measured.length * per));
				};
				for (const sample of held) {
					const found: number[] = [];
					cells.neighbours(sample, Infinity, (other, far) => {
						found.push(other);
						expect(far).toBeCloseTo(distance(sample, other), 10);
					});
					const expected = held.filter((other) => other !== sample && distance(sample, other) <= near);
					expect(found.sort((x, y) => x - y)).toEqual(expected);
				}
			}),
			{ numRuns: 20 },
		);
	});
});
