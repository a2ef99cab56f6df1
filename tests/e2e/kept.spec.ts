/** What is kept stays kept: a reload in mid-training, a second tab, a full disk, several projects. */
import { expect, test } from '@playwright/test';
import { clinicCsv, countRuns, drop, kept, leaderboard, ready, register, trained, trainSlowly } from './lab';

test('a reload in mid-training loses no finished run and offers to go on', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv(200));
	await register(page);
	await page.goto('./train/');
	await page.getByRole('combobox', { name: 'Target' }).selectOption('returned');
	await trainSlowly(page);
	await expect.poll(() => countRuns(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
	const finished = await countRuns(page);
	await page.reload();
	await ready(page);
	expect(await countRuns(page)).toBeGreaterThanOrEqual(finished);
	await page.getByRole('button', { name: 'Go on', exact: true }).click();
	await expect.poll(() => countRuns(page), { timeout: 120_000 }).toBe(10);
	await trained(page);
	await expect(page.getByRole('button', { name: 'Go on', exact: true })).toHaveCount(0);
});

test('stopping keeps the finished runs', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv(200));
	await register(page);
	await page.goto('./train/');
	await page.getByRole('combobox', { name: 'Target' }).selectOption('returned');
	await trainSlowly(page);
	await expect.poll(() => countRuns(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
	await page.getByRole('button', { name: /^Stop/ }).click();
	await trained(page);
	const finished = await countRuns(page);
	expect(finished).toBeGreaterThanOrEqual(2);
	expect(finished).toBeLessThan(10);
	await expect(leaderboard(page).getByRole('row')).not.toHaveCount(1);
});

test('a second tab follows what the first one writes, and writes when the first is closed', async ({
	context,
}) => {
	const first = await context.newPage();
	await first.goto('./');
	await ready(first);
	const second = await context.newPage();
	await second.goto('./data/');
	await expect(second.getByText(/open in another tab/i)).toBeVisible();
	await drop(first, 'clinic.csv', clinicCsv(60));
	await register(first);
	await second.reload();
	await expect(second.getByRole('grid')).toHaveAttribute('aria-rowcount', '61');
	await first.close();
	await expect(second.getByText(/open in another tab/i)).toHaveCount(0);
	await drop(second, 'more.csv', clinicCsv(70));
	await second.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(second.getByRole('grid')).toHaveAttribute('aria-rowcount', '71');
});

test('a full disk refuses the action, says so and changes nothing', async ({ page }) => {
	// Browsers hide and soften the quota, so the disk is filled where the platform says so: at the write itself.
	await page.addInitScript(() => {
		const put = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
			if (sessionStorage.getItem('full') && JSON.stringify(value)?.includes('large'))
				throw new DOMException('The disk is full', 'QuotaExceededError');
			return put.call(this, value, key);
		};
	});
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv(60));
	await register(page);
	const before = await Promise.all(
		['projects', 'datasets', 'blobs'].map((store) => kept<unknown>(page, store)),
	);
	await page.evaluate(() => sessionStorage.setItem('full', 'yes'));
	await drop(page, 'large.csv', clinicCsv(80));
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(page.getByText(/no room left/i).first()).toBeVisible();
	const after = await Promise.all(
		['projects', 'datasets', 'blobs'].map((store) => kept<unknown>(page, store)),
	);
	expect(after.map(({ length }) => length)).toEqual(before.map(({ length }) => length));
	await page.evaluate(() => sessionStorage.removeItem('full'));
	await page.reload();
	await ready(page);
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '61');
});

test('a second dataset shows its rows in the place of the first', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv(60));
	await register(page);
	await drop(page, 'more.csv', clinicCsv(90));
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '91');
	await expect(page.getByRole('gridcell', { name: 'P1005', exact: true })).toBeVisible();
});

test('bad files get their own message, and a good one still works', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	const refused = async (name: string, text: string, said: RegExp) => {
		await drop(page, name, text);
		const refusal = page.getByRole('alertdialog');
		await expect(refusal).toContainText(said);
		await page.keyboard.press('Escape');
		await expect(refusal).toHaveCount(0);
	};
	await refused('empty.csv', '', /empty/i);
	await refused('header.csv', 'a,b,c\n', /no rows|only a header|header/i);
	await refused('ragged.csv', 'a,b,c\n1,2,3\n4,5\n6,7,8\n', /line 3/i);
	await refused('picture.csv', '\u0000\u0001\u0002PNG\u0000\u0000\u0000\u0003', /not (a )?text|binary/i);
	await refused('cut.parquet', 'PAR1 and then nothing', /parquet/i);
	await drop(page, 'clinic.csv', clinicCsv(50));
	await register(page);
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '51');
});
