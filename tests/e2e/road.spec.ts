/** The main job, end to end: a file nobody has seen → models beside a baseline → kept, offline, handed over as one file. */
import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { serve } from '../../scripts/serve.mjs';
import {
	clinicCsv,
	countRuns,
	drop,
	figures,
	leaderboard,
	ready,
	register,
	trainBaseline,
	trained,
	visit,
	watchRequests,
} from './lab';

const PORT = Number(process.env.E2E_PORT ?? 4310) + 1;
const PATH = '/sub/app';
const BASE = `http://localhost:${PORT}${PATH}`;

test('drop → target → train → reload → offline → export → import elsewhere', async ({ browser }) => {
	test.setTimeout(420_000);
	let server = await serve({ port: PORT, base: PATH });
	const context = await browser.newContext();
	const strangers = watchRequests(context, `http://localhost:${PORT}`);
	const page = await context.newPage();
	const problems: string[] = [];
	page.on('pageerror', (error) => problems.push(error.message));

	await test.step('drop a file and register it', async () => {
		await visit(page, BASE);
		await drop(page, 'clinic.csv', clinicCsv());
		await register(page);
		await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '241');
	});

	await test.step('choose a target and train', async () => {
		await page.getByRole('link', { name: 'Train', exact: true }).click();
		const target = page.getByRole('combobox', { name: 'Target' });
		await expect(target.getByRole('option')).toHaveText(
			['patient', 'age', 'visits', 'cost', 'ward', 'smoker', 'admitted', 'returned'],
			{ useInnerText: false },
		);
		await target.selectOption('returned');
		await trainBaseline(page);
	});

	let before: unknown[] = [];
	let table = '';
	await test.step('the leaderboard beats the baseline', async () => {
		const rows = leaderboard(page).getByRole('row');
		await expect(rows.nth(1)).not.toContainText(/baseline/i);
		await expect(rows.filter({ hasText: /baseline/i })).toHaveCount(1);
		await expect(leaderboard(page)).toContainText(/beats? the baseline/);
		before = await figures(page);
		expect(before).toHaveLength(10);
		table = (await rows.allInnerTexts()).join('\n');
	});

	await test.step('a reload loses nothing', async () => {
		await page.reload();
		await ready(page);
		await expect(page.getByRole('combobox', { name: 'Target' })).toHaveValue('returned');
		await expect(leaderboard(page).getByRole('row').nth(1)).toBeVisible();
		expect((await leaderboard(page).getByRole('row').allInnerTexts()).join('\n')).toBe(table);
		expect(await figures(page)).toEqual(before);
	});

	await test.step('goes on with the network cut', async () => {
		await expect(page.getByText('Offline ready')).toBeVisible({ timeout: 120_000 });
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
		await context.setOffline(true);
		await page.reload();
		await ready(page);
		await page.getByRole('button', { name: 'Train this net' }).click();
		await expect.poll(() => countRuns(page), { timeout: 120_000 }).toBeGreaterThan(10);
		await trained(page);
	});

	let file = Buffer.alloc(0);
	await test.step('one file, the same bytes twice', async () => {
		await page.getByRole('link', { name: 'Runs', exact: true }).click();
		const take = async () => {
			const download = page.waitForEvent('download');
			await page.getByRole('button', { name: 'Export project', exact: true }).click();
			return readFile(await (await download).path());
		};
		file = await take();
		expect((await take()).equals(file)).toBe(true);
	});
	const all = await figures(page);
	await context.close();

	await test.step('opens in another profile with everything in it', async () => {
		server = await serve({ port: PORT, base: PATH });
		const other = await browser.newContext();
		const fresh = await other.newPage();
		await visit(fresh, BASE);
		const choosing = fresh.waitForEvent('filechooser');
		await fresh.getByRole('button', { name: 'Open project', exact: true }).click();
		await (await choosing).setFiles({ name: 'clinic.benchtop', mimeType: 'application/zip', buffer: file });
		await expect.poll(() => countRuns(fresh), { timeout: 60_000 }).toBe(all.length);
		expect(await figures(fresh)).toEqual(all);
		await visit(fresh, BASE, 'train');
		await expect(fresh.getByRole('combobox', { name: 'Target' })).toHaveValue('returned');
		const rows = leaderboard(fresh).getByRole('row');
		for (const line of table.split('\n').slice(1, 4))
			await expect(rows.filter({ hasText: line.split('\t')[1] ?? line }).first()).toBeVisible();
		await visit(fresh, BASE, 'data');
		await expect(fresh.getByRole('grid')).toHaveAttribute('aria-rowcount', '241');
		await other.close();
		server.close();
	});

	expect(strangers).toEqual([]);
	expect(problems).toEqual([]);
});
