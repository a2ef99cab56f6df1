import { describe, expect, it } from 'vitest';
import { checkSamplesKept, reshapedShape } from './reshape';

describe('reshapedShape', () => {
	it('reads axes, sizes in quotes and joined axes', () => {
		expect(reshapedShape([15, 1, 25, 30], [0, 2, 3])).toEqual([15, 25, 30]);
		expect(reshapedShape([10, 30, 30], [0, '1', 1, 2])).toEqual([10, 1, 30, 30]);
		expect(reshapedShape([12, 3, 65, 4], [0, [1, 2], 3])).toEqual([12, 195, 4]);
		expect(reshapedShape([5, 2, 8, 4], [0, '4', '4', 3])).toEqual([5, 4, 4, 4]);
	});

	it('follows the number of samples', () => {
		for (const samples of [1, 7, 40])
			expect(reshapedShape([samples, 3, 4], [0, '3', '1', 2])[0]).toBe(samples);
	});

	it('refuses an axis that is not there', () => {
		expect(() => reshapedShape([5, 2, 8], [0, 1, 3])).toThrow('names the axis 3');
		expect(() => reshapedShape([5, 2, 8], [0, [1, 4], 2])).toThrow('names the axis 4');
	});

	it.each([-1, 1.5, NaN, '', '0', '-2', '1.5', 'two', ' 2', []])('refuses the entry %o', (index) => {
		expect(() => reshapedShape([5, 2, 8], [0, index, 2])).toThrow('cannot read');
	});

	it('SH-02: the highest axis is above 0 and stands alone', () => {
		expect(reshapedShape([4, 8, 2], [[0, 1], 2])).toEqual([32, 2]);
		expect(() => reshapedShape([4, 8, 2], [0, [1, 2]])).toThrow('which axis holds the columns');
		expect(() => reshapedShape([4, 1, 1], [0, '1'])).toThrow('which axis holds the columns');
		expect(() => reshapedShape([4, 8, 2], ['64'])).toThrow('which axis holds the columns');
		expect(() => reshapedShape([4, 8, 1], [0, [1, 2], 2])).toThrow('which axis holds the columns');
	});

	it('SH-03: the number of values stays', () => {
		expect(() => reshapedShape([5, 2, 8], [0, 2])).toThrow('turns (5, 2, 8) into (5, 8)');
		expect(() => reshapedShape([5, 2, 8], [0, '3', 2])).toThrow('another number of values');
	});

	it('SH-04: the marked axis keeps the size of the last one', () => {
		expect(reshapedShape([5, 8, 2], [0, 1, 2])).toEqual([5, 8, 2]);
		expect(() => reshapedShape([5, 8, 2], [0, '2', 1])).toThrow('a size of 8');
	});
});

describe('checkSamplesKept', () => {
	it('lets the samples stay the first axis', () => {
		expect(() => checkSamplesKept([0, '1', [1, 2], 3])).not.toThrow();
	});

	it.each([[[[0, 1], 2]], [[1, 0, 2]], [['1', 0, 1]], [[0, [0, 1], 2]]])('refuses %j', (indices) => {
		expect(() => checkSamplesKept(indices)).toThrow('what a sample is');
	});
});
