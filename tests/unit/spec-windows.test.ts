/** SPEC §7 WI and §8 SH, rule by rule, through whole pipelines: windows over rows, and tensors counted by another shape. */
import { describe, expect, it } from 'vitest';
import { windowPlan } from '../../src/lib/engine/prepare/window';
import {
	AUTOENCODER,
	blocks,
	FORECAST,
	isDocument,
	MAIN,
	OTHER,
	prepared,
	range,
	refused,
	ROWS,
	stage,
	table,
} from '../fixtures/spec';

const windows = (size: unknown, shift: unknown) => ({ ...FORECAST, input: { window: { size, shift } } });
const starts = (rows: number, size: number, shift: number) => {
	const plan = windowPlan(rows, { size, shift }, true);
	return { starts: [...plan.starts], shifted: [...(plan.shifted ?? [])] };
};
const alone = (rows: number, size: number, shift: number) => [
	...windowPlan(rows, { size, shift }, false).starts,
];

describe('SPEC §7, windows', () => {
	it('WI-01: an input has one window', () => {
		expect(isDocument(windows(4, 2))).toBe(true);
		expect(
			isDocument({
				...FORECAST,
				input: {
					window: [
						{ size: 4, shift: 2 },
						{ size: 2, shift: 2 },
					],
				},
			}),
		).toBe(false);
	});
	it('WI-02: windows are made before the split, and are what is split', () => {
		const { splits } = prepared(windows(4, 2));
		const numbers = Object.values(splits).flatMap((part) => [...part.numbers]);
		expect(numbers.sort((p, q) => p - q)).toEqual(range(stage(windows(4, 2)).samples));
		expect(isDocument({ ...windows(4, 2), split: { window: { size: 4, shift: 2 } } })).toBe(false);
	});
	it('WI-03: window and shift fit in, the shifted window too', () => {
		expect(starts(10, 8, 2)).toEqual({ starts: [0], shifted: [2] });
		expect(stage(windows(ROWS - 1, 1)).samples).toBe(1);
		for (const [size, shift] of [
			[8, 3],
			[10, 1],
			[1, 10],
		] as const)
			refused(() => starts(10, size, shift), 'pipeline.window-fit');
		refused(() => stage(windows(ROWS, 1)), 'pipeline.window-fit');
		for (const wrong of [0, -1, 1.5]) {
			expect(isDocument(windows(wrong, 2))).toBe(false);
			expect(isDocument(windows(4, wrong))).toBe(false);
		}
	});
	it('WI-04: of new data the window fits in, whatever it moves by', () => {
		expect(alone(4, 4, 9)).toEqual([0]);
		refused(() => alone(3, 4, 1), 'pipeline.window-new-data');
	});
	it('WI-05: size and shift come together', () => {
		expect(isDocument(windows(4, 2))).toBe(true);
		expect(isDocument({ ...FORECAST, input: { window: { size: 4 } } })).toBe(false);
		expect(isDocument({ ...FORECAST, input: { window: { shift: 4 } } })).toBe(false);
		refused(() => windowPlan(10, { size: 4 }, true), 'pipeline.window-half');
	});
	it('the last shifted window ends with the last row, and the surplus is dropped at the start', () => {
		expect(starts(10, 4, 2)).toEqual({ starts: [0, 2, 4], shifted: [2, 4, 6] });
		expect(starts(11, 4, 2)).toEqual({ starts: [1, 3, 5], shifted: [3, 5, 7] });
		expect(alone(11, 4, 2)).toEqual([1, 3, 5, 7]);
	});
	it('what is learned is the shifted window of every encoded column', () => {
		const changes = {
			...FORECAST,
			input: {
				columns: { include: ['n', 'y'] },
				encode: [{ encoder: 'OneHotEncoder', columns: ['n'] }],
				window: { size: 4, shift: 2 },
			},
		};
		const { splits, shapes } = prepared(changes);
		expect(shapes).toEqual([[4, 5]]);
		const { y, numbers } = splits.test;
		// Row r holds y = r/4 + 1 last; window i begins with row 2i, what follows it with row 2i + 2.
		numbers.forEach((window, i) => expect(y[i * 20 + 4]).toBe((2 * window + 2) / 4 + 1));
	});
});

describe('SPEC §8, shapes', () => {
	const images = blocks(ROWS, [4, 3], ['red', 'green']);
	const shaped = (reshape: unknown, data = images) =>
		prepared({ input: { dataset: OTHER, columns: { exclude: [] }, reshape } }, [
			[MAIN, table],
			[OTHER, data],
		]);
	const sequences = blocks(ROWS, [4], ['u', 'v']);
	it('SH-01: an input has one shape', () => {
		expect(shaped([0, [1, 2], 3]).shapes).toEqual([[8, 3]]);
		expect(isDocument({ input: { reshape: { first: [0, 1], second: [0, 1] } } })).toBe(false);
		expect(isDocument({ input: { reshape: [] } })).toBe(false);
	});
	it('SH-02: the highest axis stands alone and is above 0', () => {
		expect(shaped([0, '2', '2', '2', 3]).shapes).toEqual([[2, 2, 2, 3]]);
		for (const reshape of [
			[0, [1, 2, 3]],
			[0, '24'],
		])
			refused(() => shaped(reshape), 'pipeline.reshape-mark');
	});
	it('SH-03: nothing is lost or added', () => {
		expect(shaped([0, 1, 2, 3]).shapes).toEqual([[2, 4, 3]]);
		refused(() => shaped([0, '5', 3]), 'pipeline.reshape-size');
		refused(() => shaped([0, 1, 3]), 'pipeline.reshape-size');
	});
	it('SH-04: the marked axis has the size of the last one', () => {
		expect(shaped([0, '4', 2], sequences).shapes).toEqual([[4, 2]]);
		const square = blocks(ROWS, [3, 4], ['red', 'green']);
		expect(shaped([0, [1, 2], 3], square).shapes).toEqual([[6, 4]]);
		// Marked is axis 2, which is 3 long; the last axis is 4.
		refused(() => shaped([0, '8', 2], square), 'pipeline.reshape-columns');
	});
	it('values are counted anew, never moved, and samples stay apart', () => {
		expect([...shaped([0, [1, 2], 3]).splits.test.x]).toEqual([...shaped([0, 1, 2, 3]).splits.test.x]);
		refused(() => shaped([[0, 1], 2, 3]), 'pipeline.reshape-samples');
		refused(() => shaped([1, 0, 2, 3]), 'pipeline.reshape-samples');
	});
	it('what is learned without a label has the shape too', () => {
		const own = { ...AUTOENCODER, input: { columns: { include: ['a', 'b'] }, reshape: [0, '1', 1] } };
		const { shapes, splits, axis } = prepared(own);
		expect([shapes, axis]).toEqual([[[1, 2]], 2]);
		expect([...splits.test.y]).toEqual([...splits.test.x]);
	});
});
