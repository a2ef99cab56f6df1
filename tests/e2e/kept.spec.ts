/** What is kept stays kept: a reload in mid-training, a second tab, a full disk, several projects. */
import { expect, test } from '@playwright/test';
import { clinicCsv, countRuns, drop, kept, leaderboard, ready, register, trained } from './lab';

test('a reload in mid-training loses no finished run and offers to go on', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv(200));
	await register(page);
	await page.goto('./train/');
	await page.getByRole('combobox', { name: 'Target' }).selectOption('returned');
	await page.getByRole('button', { name: 'Train baseline', exact: true }).click();
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
	await page.getByRole('button', { name: 'Train baseline', exact: true }).click();
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
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv(60));
	await register(page);
	const before = (await kept<unknown>(page, 'datasets')).length;
	const client = await page.context().newCDPSession(page);
	await client.send('Storage.overrideQuotaForOrigin', {
		origin: new URL(page.url()).origin,
		quotaSize: 1000,
	});
	await drop(page, 'large.csv', clinicCsv(20_000));
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(page.getByText(/no room|storage is full|disk is full|quota/i).first()).toBeVisible();
	expect(await kept<unknown>(page, 'datasets')).toHaveLength(before);
	await client.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin });
	await page.reload();
	await ready(page);
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '61');
});

test('bad files get their own message, and a good one still works', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	const refused = async (name: string, text: string, said: RegExp) => {
		await drop(page, name, text);
		await expect(page.getByText(said).first()).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(page.getByText(said)).toHaveCount(0);
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
