import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawPicture, rangeOf, sizeWithin } from './picture';
import type { DatasetColumn } from '../schema/dataset';
import { columnStatistics } from './column-statistics';
import type { NumericDtype } from './table';

const BYTES = { low: 0, high: 255 };
const plane = (...values: number[]) => Float64Array.from(values);
const column = (dtype: NumericDtype, ...values: number[]): DatasetColumn => ({
	name: 'x',
	dtype,
	statistics: columnStatistics({ name: 'x', dtype, values: plane(...values) }),
});

describe('drawing a picture', () => {
	it('shows one channel as gray, three as colours, four with opacity (DS-22)', () => {
		const draw = (...channels: Float64Array[]) => [...drawPicture(channels, 1, 2, 9, BYTES).pixels];
		expect(draw(plane(0, 200))).toEqual([0, 0, 0, 255, 200, 200, 200, 255]);
		expect(draw(plane(1, 2), plane(3, 4), plane(5, 6))).toEqual([1, 3, 5, 255, 2, 4, 6, 255]);
		expect(draw(plane(1, 2), plane(3, 4), plane(5, 6), plane(7, 8))).toEqual([1, 3, 5, 7, 2, 4, 6, 8]);
	});
	it('refuses other numbers of channels (DS-22)', () => {
		for (const depth of [0, 2, 5]) {
			const channels = Array.from({ length: depth }, () => plane(0));
			expect(() => drawPicture(channels, 1, 1, 9, BYTES)).toThrow(`Pictures with ${depth} channels`);
		}
	});
	it('leaves a missing pixel see-through', () => {
		expect([...drawPicture([plane(NaN)], 1, 1, 9, BYTES).pixels]).toEqual([0, 0, 0, 0]);
	});
	it('averages a large picture down to the edge', () => {
		const drawn = drawPicture([plane(0, 101, 200, 101, 10, 20, 30, 40)], 2, 4, 2, BYTES);
		expect([drawn.width, drawn.height]).toEqual([2, 1]);
		expect([drawn.pixels[0], drawn.pixels[4]]).toEqual([33, 93]);
	});
	it('keeps every size within the edge and above nothing', () => {
		const size = fc.integer({ min: 1, max: 4000 });
		fc.assert(
			fc.property(size, size, size, (rows, columns, edge) => {
				const { width, height } = sizeWithin(rows, columns, edge);
				expect(Math.max(width, height)).toBeLessThanOrEqual(edge);
				expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
				expect(width).toBeLessThanOrEqual(columns);
				expect(height).toBeLessThanOrEqual(rows);
			}),
		);
	});
});

describe('the range that is drawn', () => {
	it('is 0 … 255 of bytes, 0 … 1 of shares and truths, all there is of others', () => {
		expect(rangeOf([column('int32', 0, 3, 200)])).toEqual({ low: 0, high: 255 });
		expect(rangeOf([column('float32', 0.1, 1)])).toEqual({ low: 0, high: 1 });
		expect(rangeOf([column('bool', 0, 1)])).toEqual({ low: 0, high: 1 });
		expect(rangeOf([column('float64', -2, 3), column('float64', 0, 7)])).toEqual({ low: -2, high: 7 });
	});
	it('has a width even of a constant', () => {
		const { low, high } = rangeOf([column('float64', 300, 300)]);
		expect(high).toBeGreaterThan(low);
		expect(rangeOf([column('float64', NaN)]).high).toBeGreaterThan(0);
	});
});
