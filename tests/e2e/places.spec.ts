/** What else a person does in the places: paste, samples, palette, star and archive, saving charts, several projects. */
import { expect, test, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { clinicCsv, countRuns, drop, kept, ready, register, trainBaseline } from './lab';

async function saved(page: Page, chart: string, item: string): Promise<{ name: string; bytes: Buffer }> {
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: `Save ${chart}` }).click();
	await page
		.getByRole('menuitem', { name: item })
		.or(page.getByRole('button', { name: item }))
		.first()
		.click();
	const download = await downloading;
	return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('a pasted spreadsheet range becomes a dataset', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	await page.evaluate(() => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', 'size\tcolour\n1.5\tred\n2.5\tblue\n\tred\n');
		document.body.dispatchEvent(
			new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
		);
	});
	await register(page);
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '4');
	const [dataset] = await kept<Record<string, unknown>>(page, 'datasets');
	expect(JSON.stringify(dataset)).toContain('"dtype":"float64"');
});

test('several files at once are registered one after the other', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	const choosing = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: 'Add data', exact: true }).click();
	const file = (name: string, rows: number) => ({
		name,
		mimeType: 'text/csv',
		buffer: Buffer.from(clinicCsv(rows)),
	});
	await (await choosing).setFiles([file('first.csv', 40), file('second.csv', 50)]);
	const button = page.getByRole('button', { name: 'Register', exact: true });
	await button.click();
	await expect.poll(async () => (await kept<unknown>(page, 'datasets')).length).toBe(1);
	await button.click();
	await expect.poll(async () => (await kept<unknown>(page, 'datasets')).length).toBe(2);
	await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the same data under another name is recognised, and changed data gets the next version', async ({
	page,
}) => {
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv(40));
	await register(page);
	await drop(page, 'again.csv', clinicCsv(40));
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(page.getByText(/already here as clinic v1/)).toBeVisible();
	expect(await kept<unknown>(page, 'datasets')).toHaveLength(1);
	await drop(page, 'clinic.csv', clinicCsv(41));
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect.poll(async () => (await kept<unknown>(page, 'datasets')).length).toBe(2);
	await expect(page.getByText('v2', { exact: true }).first()).toBeVisible();
});

test('runs are starred, archived and brought back; every chart gives its picture and its numbers', async ({
	page,
}) => {
	test.setTimeout(240_000);
	await page.goto('./');
	await ready(page);
	await page.getByRole('button', { name: /two moons/i }).click();
	await expect(page.getByRole('grid')).toBeVisible();
	await page.goto('./train/');
	await trainBaseline(page);
	await page.goto('./runs/');
	await ready(page);
	await page.locator('a[href*="run="]').nth(1).click();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

	for (const [chart, start] of [
		['Learning curve', 'epoch'],
		['ROC', 'split'],
		['Confusion', ''],
	] as const) {
		const card = page.getByRole('button', { name: new RegExp(`Save.*${chart}`, 'i') }).first();
		await expect(card).toBeVisible();
		const label = (await card.getAttribute('aria-label')) ?? (await card.innerText());
		const png = await saved(page, label.replace(/^Save /, ''), 'Save PNG');
		expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
		const csv = await saved(page, label.replace(/^Save /, ''), 'Save CSV');
		expect(csv.name).toMatch(/\.csv$/);
		expect(csv.bytes.toString().split('\n').length).toBeGreaterThan(2);
		expect(csv.bytes.toString()).toContain(start);
	}

	await page.getByRole('button', { name: 'Archive', exact: true }).click();
	await expect
		.poll(async () => JSON.stringify(await kept<unknown>(page, 'annotations')))
		.toContain('"archived":true');
	await page.keyboard.press('Control+z');
	await expect
		.poll(async () => JSON.stringify(await kept<unknown>(page, 'annotations')))
		.not.toContain('"archived":true');
	expect(await countRuns(page)).toBe(10);
});

test('projects are separate, and deleting one frees what only it had', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv(50));
	await register(page);
	await page.goto('./');
	await page.getByRole('button', { name: /noisy sine/i }).click();
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '401');
	expect(await kept<unknown>(page, 'projects')).toHaveLength(2);
	expect(await kept<unknown>(page, 'blobs')).toHaveLength(2);
	await page
		.getByRole('button', { name: /Noisy sine/ })
		.first()
		.click();
	await page.getByRole('menuitem', { name: /^Delete/ }).click();
	await page
		.getByRole('alertdialog')
		.getByRole('button', { name: /^Delete/ })
		.click();
	await expect.poll(async () => (await kept<unknown>(page, 'projects')).length).toBe(1);
	expect(await kept<unknown>(page, 'datasets')).toHaveLength(1);
	expect(await kept<unknown>(page, 'blobs')).toHaveLength(1);
});

test('a damaged project file changes nothing and says why', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	const choosing = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: 'Open project', exact: true }).click();
	await (
		await choosing
	).setFiles({ name: 'bad.benchtop', mimeType: 'application/zip', buffer: Buffer.from('PK not really') });
	await expect(page.getByRole('alertdialog')).toBeVisible();
	expect(await kept<unknown>(page, 'projects')).toHaveLength(0);
});

test('the site can be installed and opens data files', async ({ page, request, baseURL }) => {
	await page.goto('./');
	const href = await page.locator('link[rel=manifest]').getAttribute('href');
	const address = new URL(href!, page.url()).href;
	const manifest = await (await request.get(address)).json();
	expect(manifest).toMatchObject({ name: 'Benchtop', display: 'standalone' });
	expect(
		Object.keys(Object.assign({}, ...manifest.file_handlers.map(({ accept }: { accept: object }) => accept)))
			.length,
	).toBeGreaterThan(2);
	for (const icon of manifest.icons)
		expect((await request.get(new URL(icon.src, address).href)).ok()).toBe(true);
	expect(new URL(manifest.start_url, address).href).toBe(baseURL);
});
