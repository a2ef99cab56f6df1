import { describe, expect, it } from 'vitest';
import { BenchtopError } from '$lib/engine/errors/error';
import type { Rows } from '$lib/workers/api';
import { Pages, pageSizeFor } from './pages.svelte';

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
		expect([20, 100, 10_000].map(pageSizeFor)).toEqual([200, 80, 32]);
	});

	it('bring the rows in sight, their neighbours, and nothing twice', async () => {
		const asked: number[] = [];
		const pages = new Pages(1000, 2, async (offset, limit) => (asked.push(offset), rowsOf(offset, limit)));
		expect(pages.cells(450)).toBeUndefined();
		pages.want(450, 480);
		pages.want(450, 480);
		await settle();
		expect(asked).toEqual([400, 600, 200]);
		expect(pages.cells(450)).toEqual([450, 112.5]);
		expect(pages.numberOf(479)).toBe(479);
		expect(pages.decimals).toEqual([0, 2]);
	});

	it('number rows at once where no condition hides any', () => {
		const fetch = () => new Promise<Rows>(() => undefined);
		expect(new Pages(1000, 2, fetch, true).numberOf(479)).toBe(479);
		expect(new Pages(1000, 2, fetch).numberOf(479)).toBeUndefined();
	});

	it('ask for no row past the end', async () => {
		const limits: number[] = [];
		const pages = new Pages(205, 2, async (offset, limit) => (limits.push(limit), rowsOf(offset, limit)));
		pages.want(190, 205);
		await settle();
		expect(limits).toEqual([200, 5]);
		expect(pages.cells(204)).toEqual([204, 51]);
	});

	it('drop wishes that were passed over while others were under way', async () => {
		const asked: number[] = [];
		const answers: (() => void)[] = [];
		const pages = new Pages(
			1_000_000,
			2,
			(offset, limit) =>
				new Promise((resolve) => (asked.push(offset), answers.push(() => resolve(rowsOf(offset, limit))))),
		);
		for (let row = 0; row < 900_000; row += 50_000) pages.want(row, row + 30);
		expect(asked).toEqual([0, 200]);
		for (const answer of answers.splice(0)) answer();
		await settle();
		expect(asked.slice(2)).toEqual([850_000, 850_200]);
	});

	it('keep a bounded number of pages', async () => {
		const pages = new Pages(1_000_000, 2, async (offset, limit) => rowsOf(offset, limit));
		for (let page = 0; page < 200; page++) {
			pages.want(page * 200, page * 200 + 30);
			await settle();
		}
		const here = Array.from({ length: 200 }, (_, page) => pages.cells(page * 200)).filter(
			(cells) => cells,
		).length;
		expect(here).toBeLessThanOrEqual(50);
		expect(pages.cells(199 * 200)).toBeDefined();
	});

	it('stop at a refusal and go on when asked again', async () => {
		let broken = true;
		const pages = new Pages(10, 2, async (offset, limit) => {
			if (broken) throw new BenchtopError('general.unexpected', { detail: 'x' });
			return rowsOf(offset, limit);
		});
		pages.want(0, 10);
		await settle();
		expect(pages.failure?.code).toBe('general.unexpected');
		broken = false;
		pages.retry();
		await settle();
		expect(pages.cells(9)).toBeDefined();
	});

	it('forget answers that come after they were put away', async () => {
		const pages = new Pages(10, 2, async (offset, limit) => rowsOf(offset, limit));
		pages.want(0, 10);
		pages.dispose();
		await settle();
		expect(pages.cells(0)).toBeUndefined();
	});
});
