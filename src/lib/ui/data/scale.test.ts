import { describe, expect, it } from 'vitest';
import { MAX_SPACE, ROW_HEIGHT, rowsAt, scaleOf, topFor } from './scale';

const BODY = 600;

describe('scale of the scroll space', () => {
	it('is one to one while all rows fit under the cap', () => {
		const scale = scaleOf(1000, BODY);
		expect(scale.space).toBe(1000 * ROW_HEIGHT);
		expect(scale.compressed).toBe(false);
		expect(scale.toTop(1234)).toBe(1234);
		expect(scale.toScroll(1234)).toBe(1234);
	});

	it.each([1_000_000, 1_250_000, 400_000_000])('reaches first and last of %i rows within the cap', (rows) => {
		const scale = scaleOf(rows, BODY);
		expect(scale.space).toBe(MAX_SPACE);
		expect(rowsAt(scale.toTop(0), BODY, rows).first).toBe(0);
		expect(rowsAt(scale.toTop(MAX_SPACE - BODY), BODY, rows).last).toBe(rows);
	});

	it('goes there and back for every row', () => {
		const scale = scaleOf(1_000_000, BODY);
		for (const row of [0, 1, 31, 499_999, 777_777])
			expect(rowsAt(scale.toTop(scale.toScroll(row * ROW_HEIGHT)) + 0.01, BODY, 1_000_000).first).toBe(row);
	});

	it('never scrolls when everything is in sight', () => {
		const scale = scaleOf(3, BODY);
		expect(scale.end).toBe(0);
		expect(rowsAt(scale.toTop(50), BODY, 3)).toEqual({ first: 0, last: 3 });
	});

	it('moves only as far as needed to show a row', () => {
		expect(topFor(10, 0, BODY)).toBe(0);
		expect(topFor(2, 500, BODY)).toBe(2 * ROW_HEIGHT);
		expect(topFor(100, 0, BODY)).toBe(101 * ROW_HEIGHT - BODY);
	});
});
