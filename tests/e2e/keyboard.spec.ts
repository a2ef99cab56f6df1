/** The main job by keyboard alone: no pointer is used anywhere in this file. */
import { expect, test, type Page } from '@playwright/test';
import { clinicCsv, countRuns, drop, leaderboard, ready, tabTo, trained } from './lab';

async function activate(page: Page, role: 'button' | 'link', name: string): Promise<void> {
	await tabTo(page, role, name);
	await page.keyboard.press('Enter');
}

test('drop, target, train, reload, export and import by keyboard', async ({ page, browser }) => {
	test.setTimeout(300_000);
	await page.goto('./');
	await ready(page);

	const choosing = page.waitForEvent('filechooser');
	await activate(page, 'button', 'Add data');
	await (
		await choosing
	).setFiles({ name: 'clinic.csv', mimeType: 'text/csv', buffer: Buffer.from(clinicCsv(160)) });
	await activate(page, 'button', 'Register');
	await expect(page.getByRole('grid')).toBeVisible();
	await expect(page.getByRole('dialog')).toHaveCount(0);

	await page.keyboard.press('g');
	await page.keyboard.press('t');
	await tabTo(page, 'combobox', 'Target');
	await page.keyboard.type('returned');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('combobox', { name: 'Target' })).toHaveValue('returned');
	await expect(page.getByRole('button', { name: 'Train baseline', exact: true })).toBeEnabled();
	await activate(page, 'button', 'Train baseline');
	await expect.poll(() => countRuns(page), { timeout: 150_000 }).toBe(10);
	await trained(page);
	await expect(leaderboard(page).getByRole('row').nth(1)).not.toContainText(/baseline/i);

	await page.reload();
	await ready(page);
	await expect(leaderboard(page).getByRole('row').nth(1)).toBeVisible();

	await page.keyboard.press('g');
	await page.keyboard.press('r');
	await expect(page).toHaveURL(/\/runs\/$/);
	const downloading = page.waitForEvent('download');
	await activate(page, 'button', 'Export project');
	const path = await (await downloading).path();

	const context = await browser.newContext({ baseURL: page.url().replace(/runs\/$/, '') });
	const fresh = await context.newPage();
	await fresh.goto('./');
	await ready(fresh);
	const opening = fresh.waitForEvent('filechooser');
	await activate(fresh, 'button', 'Open project');
	await (await opening).setFiles(path);
	await expect.poll(() => countRuns(fresh), { timeout: 60_000 }).toBe(10);
	await context.close();
});

test('letters are letters in Source and in fields, and act elsewhere', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv(60));
	await activate(page, 'button', 'Register');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await page.keyboard.press('g');
	await page.keyboard.press('p');
	await expect(page).toHaveURL(/\/pipeline\/$/);
	await tabTo(page, 'combobox', 'Target');
	await page.keyboard.type('returned');
	await activate(page, 'button', 'Source');
	const source = page.getByRole('textbox', { name: /source/i });
	await source.focus();
	await page.keyboard.type('gd?');
	await expect(source).toContainText('gd?');
	await expect(page).toHaveURL(/\/pipeline\/$/);
	await expect(page.getByRole('dialog')).toHaveCount(0);

	await page.keyboard.press('ControlOrMeta+k');
	const palette = page.getByRole('dialog', { name: 'Commands' });
	await expect(palette).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(palette).toHaveCount(0);
	await activate(page, 'button', 'Form');
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Form', exact: true })).toBeFocused();
});

test('a transform, a split in time and the checks by keyboard', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv(240));
	await activate(page, 'button', 'Register');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await page.keyboard.press('g');
	await page.keyboard.press('p');
	await tabTo(page, 'combobox', 'Target');
	await page.keyboard.type('returned');
	await expect(page.getByRole('region', { name: 'Transform' })).toBeVisible();

	await activate(page, 'button', 'Add step to Transform');
	const transform = page.getByRole('region', { name: 'Transform' });
	await expect(transform.getByLabel('Method of step 1')).toBeFocused();
	await tabTo(page, 'textbox', 'Where');
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.type('visits <');
	await page.keyboard.press('Tab');
	await expect(transform.getByLabel('Where')).toHaveAttribute('aria-invalid', 'true');
	await page.keyboard.press('Shift+Tab');
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.type('visits < 8');
	await page.keyboard.press('Tab');
	await expect(page.getByText('Not in use yet')).toHaveCount(0);

	const split = page.getByRole('region', { name: 'Split' });
	await tabTo(page, 'combobox', 'Method');
	await page.keyboard.type('In time');
	await expect(split.getByRole('combobox', { name: 'Time', exact: true })).toHaveValue('admitted');
	await tabTo(page, 'combobox', 'Gap');
	await page.keyboard.type('rows');
	await tabTo(page, 'textbox', 'Gap size');
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.type('5');
	await page.keyboard.press('Enter');
	await expect(split).toContainText('in the gaps before a boundary in time are left out.');

	const checks = page.getByRole('region', { name: 'Checks' });
	const passes = checks.locator('summary');
	await expect(passes).toContainText(/checks? pass/);
	for (let press = 0; press < 150; press++) {
		if (await passes.evaluate((element) => element === document.activeElement)) break;
		await page.keyboard.press('Tab');
	}
	await expect(passes).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(checks.getByRole('group').getByRole('listitem').first()).toBeVisible();
});
