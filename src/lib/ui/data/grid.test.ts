import { describe, expect, it } from 'vitest';
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import { columnAt, columnsIn, layoutColumns, nameLines } from './column-layout';
import { GridState, HEAD_HEIGHT, HEADER } from './grid.svelte';
import { ROW_HEIGHT } from './scale';

const columns = (number: number): DatasetColumn[] =>
	Array.from({ length: number }, (_, i) => ({
		name: `column_${i}`,
		dtype: 'float64',
		statistics: {
			kind: 'numeric',
			missing: 0,
			distinct: 9,
			mean: 0,
			std: 1,
			min: 0,
			q1: 0,
			median: 0,
			q3: 0,
			max: 1,
			histogram: [],
		},
	}));

function gridOf(rows: number, wide = 20) {
	const source = { rows, columns: columns(wide) };
	const grid = new GridState(() => source);
	grid.width = 1000;
	grid.height = HEAD_HEIGHT + 20 * ROW_HEIGHT;
	const scroller = { scrollTop: 0, scrollLeft: 0 };
	grid.attach(scroller as HTMLElement);
	return { grid, scroller };
}

describe('grid', () => {
	it('shows the rows and columns in sight only, of a million by ten thousand', () => {
		const { grid } = gridOf(1_000_000, 10_000);
		grid.go(777_777, 5000);
		expect(grid.shown).toContain(777_777);
		expect(grid.shown.length).toBeLessThanOrEqual(22);
		expect(grid.indices).toContain(5000);
		expect(grid.indices.length).toBeLessThan(20);
	});

	it('moves the cursor by keys and stays inside', () => {
		const { grid } = gridOf(1_000_000);
		const at = (key: string, ctrl = false) => (grid.key(key, ctrl), [grid.row, grid.column]);
		expect(at('ArrowDown')).toEqual([1, 0]);
		expect(at('PageDown')).toEqual([20, 0]);
		expect(at('PageUp')).toEqual([1, 0]);
		expect(at('End')).toEqual([1, 19]);
		expect(at('ArrowRight')).toEqual([1, 19]);
		expect(at('End', true)).toEqual([999_999, 19]);
		expect(at('ArrowDown')).toEqual([999_999, 19]);
		expect(grid.last).toBe(1_000_000);
		expect(at('Home', true)).toEqual([0, 0]);
		expect(at('ArrowUp')).toEqual([HEADER, 0]);
		expect(at('ArrowUp')).toEqual([HEADER, 0]);
		expect(grid.key('a', false)).toBe(false);
	});

	it('passes rows at their own pace when a compressed scale is turned by wheel', () => {
		const { grid, scroller } = gridOf(1_000_000);
		expect(grid.wheel(100, 0)).toBe(true);
		grid.scrolled();
		expect(grid.top).toBe(100);
		scroller.scrollTop = 4_000_000;
		grid.scrolled();
		expect(grid.first).toBeGreaterThan(490_000);
		expect(gridOf(1000).grid.wheel(100, 0)).toBe(false);
	});

	it('jumps to a row and puts it on top', () => {
		const { grid } = gridOf(1_000_000);
		grid.jump(654_321);
		expect(grid.first).toBe(654_321);
		expect(grid.shift).toBe(0);
	});
});

describe('columns', () => {
	it('stretch to the room there is, but not without limit', () => {
		expect(layoutColumns(columns(8), 1000).total).toBeGreaterThan(980);
		expect(layoutColumns(columns(8), 1000).total).toBeLessThanOrEqual(1000);
		expect(layoutColumns(columns(1), 1000).total).toBe(500);
	});

	it('are found by where they stand', () => {
		const layout = layoutColumns(columns(10_000), 1000);
		for (const index of [0, 1, 5000, 9999]) expect(columnAt(layout, layout.lefts[index] ?? -1)).toBe(index);
		expect(columnsIn(layout, 0, 1)).toEqual({ first: 0, last: 1 });
		expect(columnsIn({ ...layout, widths: new Float64Array(0) }, 0, 10)).toEqual({ first: 0, last: 0 });
	});

	it('break long names near their middle', () => {
		expect(nameLines('age')).toEqual(['age']);
		expect(nameLines('creatinine_phosphokinase')).toEqual(['creatinine_', 'phosphokinase']);
		expect(nameLines('abcdefghijklmnop')).toEqual(['abcdefghijklmnop']);
	});
});
