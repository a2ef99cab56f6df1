/** The leak guard and the split in the page: a refusal is seen, overridden and remembered; folds and times share out rows. */
import { expect, test, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { clinicCsv, countRuns, drop, figures, kept, register, trained, visit } from './lab';

const BASE = '/sub/app';

const checks = (page: Page) => page.getByRole('region', { name: 'Checks' });
const split = (page: Page) => page.getByRole('region', { name: 'Split' });
const field = (page: Page, name: string) => split(page).getByRole('textbox', { name, exact: true });
const choice = (page: Page, name: string) => split(page).getByRole('combobox', { name, exact: true });

/** The last check has answered for what is shown. */
async function checked(page: Page): Promise<void> {
	await expect(checks(page).getByText(/checks? pass/)).toBeVisible();
	await expect(checks(page)).toHaveAttribute('aria-busy', 'false');
}

async function proposed(page: Page, csv: string, target: string): Promise<void> {
	await visit(page, BASE);
	await drop(page, 'study.csv', csv);
	await register(page);
	await page.getByRole('link', { name: 'Pipeline', exact: true }).click();
	await page.getByRole('combobox', { name: 'Target' }).selectOption(target);
	await checked(page);
}

/** Every measured row twice. */
function copies(): string {
	const [header = '', ...lines] = clinicCsv(120).trim().split('\n');
	const measured = lines.map(
		(line, i) => `${(i * 0.7310585).toFixed(6)},${line.split(',').slice(1).join(',')}`,
	);
	return [header.replace('patient', 'level'), ...measured, ...measured].join('\n') + '\n';
}

test('copies on both sides are refused, seen side by side, overridden, and every run says so', async ({
	page,
}) => {
	await proposed(page, copies(), 'returned');
	const finding = checks(page).getByRole('listitem').filter({ hasText: 'Most of what is scored is a copy' });
	await expect(finding).toContainText('Refused:');
	await finding.getByRole('button', { name: /^Look at/ }).click();
	const rows = finding.getByRole('table', { name: /^Rows to look at/ });
	await expect(rows.getByRole('columnheader')).toHaveCount(3);
	const level = rows.getByRole('row').filter({ hasText: 'level' }).getByRole('cell');
	await expect(level.nth(0)).toHaveText(/\d/);
	await expect(level.nth(1)).toHaveText((await level.nth(0).textContent()) ?? '');

	await page.getByRole('link', { name: 'Train', exact: true }).first().click();
	await expect(page.getByRole('button', { name: 'Train baseline', exact: true })).toBeDisabled();
	await expect(page.getByText('The checks refuse this pipeline.')).toBeVisible();
	await page.getByRole('link', { name: 'See the checks' }).click();

	await finding.getByRole('button', { name: /^Override/ }).click();
	await expect(finding).toContainText('overridden');
	await checked(page);
	await page.getByRole('link', { name: 'Train', exact: true }).first().click();
	await page.getByRole('button', { name: 'Train this net' }).click();
	await expect.poll(() => countRuns(page), { timeout: 120_000 }).toBeGreaterThan(1);
	await trained(page);
	await page.getByRole('link', { name: 'Runs', exact: true }).click();
	await expect(page.getByText('overridden').first()).toBeVisible();
	await page.locator('a[data-run]').first().click();
	await expect(page.getByRole('note')).toContainText('Made in spite of a refusal');
	await expect(page.getByRole('complementary', { name: 'About this run' })).toContainText('equal-rows');
});

test('one click drops the copies before the split', async ({ page }) => {
	await proposed(page, copies(), 'returned');
	await checks(page).getByRole('button', { name: 'Drop duplicates before the split' }).click();
	await expect(checks(page).getByText('Most of what is scored is a copy')).toHaveCount(0);
	await checked(page);
	await expect(split(page).locator('header')).toContainText('120 rows');
});

test('a split in time leaves a gap, and a gap that is too long is refused at its field', async ({ page }) => {
	await proposed(page, clinicCsv(), 'returned');
	await choice(page, 'Method').selectOption('time');
	await choice(page, 'Time').selectOption('admitted');
	await choice(page, 'Gap').selectOption('rows');
	await field(page, 'Gap size').fill('9');
	await field(page, 'Gap size').press('Enter');
	await expect(split(page)).toContainText('18 rows in the gaps before a boundary in time are left out.');
	await expect(split(page).locator('header')).toContainText('222 rows');
	await expect(field(page, 'Seed')).toHaveCount(0);
	await field(page, 'Gap size').fill('400');
	await field(page, 'Gap size').press('Enter');
	await expect(split(page).getByRole('alert')).toContainText('no samples are left');
});

test('three folds train as three times as many runs, and the project file keeps them', async ({
	page,
	browser,
}) => {
	await proposed(page, clinicCsv(), 'returned');
	await field(page, 'Folds').fill('3');
	await field(page, 'Folds').press('Enter');
	await expect(split(page)).toContainText('3 folds: 112 train and 56 validate in each.');
	await expect(split(page)).toContainText('takes no part in them: set it to 0 to train on it.');
	await page.getByRole('link', { name: 'Train', exact: true }).first().click();
	const repeats = page.getByRole('textbox', { name: 'Repeats', exact: true });
	await repeats.fill('2');
	await repeats.press('Enter');
	await page.getByRole('button', { name: 'Train this net' }).click();
	// The baseline and two repeats of the net, on each of three folds.
	await expect.poll(() => countRuns(page), { timeout: 150_000 }).toBe(9);
	await trained(page);
	await expect(page.getByRole('region', { name: 'Leaderboard' })).toContainText('2 of 3');
	await page.getByRole('link', { name: 'Runs', exact: true }).click();
	await expect(page.getByRole('columnheader', { name: 'Fold' })).toBeVisible();
	const all = await figures(page);
	const folds = async (of: Page) =>
		(await kept<Record<string, unknown>>(of, 'runs'))
			.map((record) => /"fold":(\d)/.exec(JSON.stringify(record))?.[1])
			.sort();
	expect(await folds(page)).toEqual(['0', '0', '0', '1', '1', '1', '2', '2', '2']);

	const download = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Export project', exact: true }).click();
	const file = await readFile(await (await download).path());
	const other = await browser.newContext();
	const fresh = await other.newPage();
	await visit(fresh, new URL(BASE, page.url()).href);
	const choosing = fresh.waitForEvent('filechooser');
	await fresh.getByRole('button', { name: 'Open project', exact: true }).click();
	await (await choosing).setFiles({ name: 'study.benchtop', mimeType: 'application/zip', buffer: file });
	await expect.poll(() => countRuns(fresh), { timeout: 60_000 }).toBe(9);
	expect(await figures(fresh)).toEqual(all);
	expect(await folds(fresh)).toEqual(await folds(page));
	await visit(fresh, new URL(BASE, page.url()).href, 'runs');
	await fresh.locator('a[data-run]').first().click();
	await expect(fresh.getByText(/^fold \d of 3, repeat \d$/)).toBeVisible();
	await expect(fresh.getByRole('region', { name: 'Metrics' }).first()).toContainText('56 validation');
	await other.close();
});
