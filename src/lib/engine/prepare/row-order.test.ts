/** Rows that label pictures stand in the order of the pictures, or it is said that they do not. */
import { describe, expect, it } from 'vitest';
import { textColumn } from '../../../../tests/fixtures/text-column';
import { rowOrder } from './row-order';

const order = (names: (string | null)[]) =>
	rowOrder({ rows: names.length, columns: [textColumn('file', names)] });

describe('the order of rows that label pictures', () => {
	it('is that of the names, their digits as numbers', () => {
		expect(order(['a/img1.png', 'a/img2.png', 'a/img10.png'])).toEqual({ column: 'file', wrong: null });
	});

	it('is wrong from the first name that comes too late', () => {
		expect(order(['img1.png', 'img10.png', 'img2.png'])).toEqual({ column: 'file', wrong: 3 });
	});

	it('is not known where names are missing, come twice or are of nothing to look at', () => {
		expect(order(['a.png', null])).toBeNull();
		expect(order(['b.png', 'b.png'])).toBeNull();
		expect(order(['b.txt', 'a.txt'])).toBeNull();
	});
});
