import { describe, expect, it } from 'vitest';
import { BenchtopError } from '$lib/engine/errors/error';
import type { Rows } from '$lib/workers/api';
import { Pages, pageSizeFor, spanFor, type Tile } from './pages.svelte';

const rowsOf = (offset: number, limit: number): Rows => ({
	offset,
	rows: Array.from({ length: limit }, (_, i) => [offset + i, (offset + i) / 4]),
	numbers: Array.from({ length: limit }, (_, i) => offset + i),
});
const settle = async () => {
	for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe('pages', () => {
	it('are short when rows are long', () => {
		expect([20, 100, 10_000].map(pageSizeFor)).toEqual([200, 80, 160]);
		expect([20, 100, 10_000].map(spanFor)).toEqual([20, 100, 50]);
	});

	it('bring the rows in sight, their neighbours, and nothing twice', async () => {
		const asked: number[] = [];
		const pages = new Pages(
			1000,
			2,
			async ({ offset, limit }) => (asked.push(offset), rowsOf(offset, limit)),
		);
		expect(pages.cell(450, 0)).toBeUndefined();
		pages.want(450, 480);
		pages.want(450, 480);
		await settle();
		expect(asked).toEqual([400, 600, 200]);
		expect([pages.cell(450, 0), pages.cell(450, 1)]).toEqual([450, 112.5]);
		expect(pages.numberOf(479)).toBe(479);
		expect(pages.decimals).toEqual([0, 2]);
	});

	it('bring only the columns around those in sight where there are very many', async () => {
		const asked: Tile[] = [];
		const fetch = async (tile: Tile): Promise<Rows> => {
			asked.push(tile);
			const row = Array.from({ length: tile.to - tile.from }, (_, i) => (tile.from + i) / 2);
			return { ...rowsOf(tile.offset, tile.limit), rows: Array.from({ length: tile.limit }, () => row) };
		};
		const pages = new Pages(100, 10_020, fetch);
		pages.want(0, 20, 9_990, 10_008);
		await settle();
		expect(asked.map(({ from, to }) => [from, to])).toEqual([
			[9_950, 10_000],
			[10_000, 10_020],
		]);
		expect([pages.cell(3, 9_999), pages.cell(3, 10_001), pages.cell(3, 0)]).toEqual([
			4999.5,
			5000.5,
			undefined,
		]);
		expect([pages.decimals[9_999], pages.decimals[10_001], pages.decimals[0]]).toEqual([1, 1, undefined]);
		expect(pages.numberOf(99)).toBe(99);
	});

	it('number rows at once where no condition hides any', () => {
		const fetch = () => new Promise<Rows>(() => undefined);
		expect(new Pages(1000, 2, fetch, true).numberOf(479)).toBe(479);
		expect(new Pages(1000, 2, fetch).numberOf(479)).toBeUndefined();
	});

	it('ask for no row past the end', async () => {
		const limits: number[] = [];
		const pages = new Pages(205, 2, async ({ offset, limit }) => (limits.push(limit), rowsOf(offset, limit)));
		pages.want(190, 205);
		await settle();
		expect(limits).toEqual([200, 5]);
		expect(pages.cell(204, 1)).toBe(51);
	});

	it('drop wishes that were passed over while others were under way', async () => {
		const asked: number[] = [];
		const answers: (() => void)[] = [];
		const pages = new Pages(
			1_000_000,
			2,
			({ offset, limit }) =>
				new Promise((resolve) => (asked.push(offset), answers.push(() => resolve(rowsOf(offset, limit))))),
		);
		for (let row = 0; row < 900_000; row += 50_000) pages.want(row, row + 30);
		expect(asked).toEqual([0, 200]);
		for (const answer of answers.splice(0)) answer();
		await settle();
		expect(asked.slice(2)).toEqual([850_000, 850_200]);
	});

	it('keep a bounded number of pages', async () => {
		const pages = new Pages(1_000_000, 2, async ({ offset, limit }) => rowsOf(offset, limit));
		for (let page = 0; page < 200; page++) {
			pages.want(page * 200, page * 200 + 30);
			await settle();
		}
		const here = Array.from({ length: 200 }, (_, page) => pages.cell(page * 200, 0)).filter(
			(cell) => cell !== undefined,
		).length;
		expect(here).toBeLessThanOrEqual(50);
		expect(pages.cell(199 * 200, 0)).toBeDefined();
	});

	it('stop at a refusal and go on when asked again', async () => {
		let broken = true;
		const pages = new Pages(10, 2, async ({ offset, limit }) => {
			if (broken) throw new BenchtopError('general.unexpected', { detail: 'x' });
			return rowsOf(offset, limit);
		});
		pages.want(0, 10);
		await settle();
		expect(pages.failure?.code).toBe('general.unexpected');
		broken = false;
		pages.retry();
		await settle();
		expect(pages.cell(9, 0)).toBeDefined();
	});

	it('stop what is under way when they are put away', () => {
		let signal: AbortSignal | undefined;
		const pages = new Pages(10, 2, (_, given) => ((signal = given), new Promise<Rows>(() => undefined)));
		pages.want(0, 10);
		expect(signal?.aborted).toBe(false);
		pages.dispose();
		expect(signal?.aborted).toBe(true);
	});

	it('forget answers that come after they were put away', async () => {
		const pages = new Pages(10, 2, async ({ offset, limit }) => rowsOf(offset, limit));
		pages.want(0, 10);
		pages.dispose();
		await settle();
		expect(pages.cell(0, 0)).toBeUndefined();
	});
});
