import { describe, expect, it } from 'vitest';
import { rowsOfSamples, rowsPerSample, samplesOf, type Table } from './table';

const table = (rows: number, inner?: readonly number[]): Table => ({
	rows,
	columns: [],
	...(inner && { inner }),
});

describe('samples of a table', () => {
	it('are its rows where it is plain', () => {
		const plain = table(7);
		expect(samplesOf(plain)).toBe(7);
		expect(rowsPerSample(plain)).toBe(1);
		expect([...rowsOfSamples(plain, Uint32Array.of(4, 1))]).toEqual([4, 1]);
	});

	it('own a stretch of rows each where they are sequences', () => {
		const sequences = table(12, [3]);
		expect(samplesOf(sequences)).toBe(4);
		expect([...rowsOfSamples(sequences, Uint32Array.of(3, 0))]).toEqual([9, 10, 11, 0, 1, 2]);
	});

	it('own one row for each pixel where they are images', () => {
		const images = table(24, [2, 3]);
		expect(samplesOf(images)).toBe(4);
		expect([...rowsOfSamples(images, Uint32Array.of(1))]).toEqual([6, 7, 8, 9, 10, 11]);
	});
});
