/**
 * Every step has a form: transforms and an interpolation are added, a net is trained on what they make, and pictures beside
 * a table are augmented, with the copies to look at.
 */
import { expect, test, type Page } from '@playwright/test';
import { writeNpy } from '../../src/lib/engine/array/npy';
import { clinicCsv, countRuns, drop, kept, leaderboard, ready, register, visit } from './lab';

const form = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const add = (page: Page, to: string) => page.getByRole('button', { name: `Add step to ${to}` });
const method = (page: Page, card: string, step: number) =>
	form(page, card).getByLabel(`Method of step ${step}`);
const inUse = (page: Page) => expect(page.getByText('Not in use yet')).toHaveCount(0);

interface KeptPipeline {
	kind: string;
	transform?: unknown[];
	inputs: Record<string, unknown>[];
}
const pipelines = async (page: Page): Promise<KeptPipeline[]> =>
	(await kept<{ document: KeptPipeline }>(page, 'documents'))
		.map(({ document }) => document)
		.filter(({ kind }) => kind === 'pipeline');

async function clinic(page: Page): Promise<void> {
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv());
	await register(page);
	await page.getByRole('link', { name: 'Pipeline', exact: true }).click();
	await page.getByRole('combobox', { name: 'Target' }).selectOption('returned');
}

test('a filter, date parts and an interpolation are added, refused where wrong, and trained on', async ({
	page,
}) => {
	await clinic(page);
	await expect(form(page, 'Transform')).toContainText('No transforms');

	await add(page, 'Transform').click();
	const where = form(page, 'Transform').getByLabel('Where');
	await where.fill('age > ');
	await where.press('Tab');
	await expect(page.getByText('Not in use yet')).toBeVisible();
	await expect(where).toHaveAttribute('aria-invalid', 'true');
	await where.fill('visits < 8 OR cost > 100');
	await where.press('Tab');
	await inUse(page);
	await expect(form(page, 'Transform')).toContainText('runs before the split');

	await add(page, 'Transform').click();
	await method(page, 'Transform', 2).selectOption('Date parts');
	await form(page, 'Transform').getByLabel('Date', { exact: true }).selectOption('admitted');
	await inUse(page);
	await expect(form(page, 'Columns')).toContainText('admitted_month');
	await expect(form(page, 'Columns')).toContainText('made by a transform');

	await add(page, 'Interpolate').click();
	await method(page, 'Interpolate', 1).selectOption('Nearest value');
	await inUse(page);
	await expect(form(page, 'Output')).toContainText('(samples,');

	await page.getByRole('button', { name: 'Source', exact: true }).click();
	await expect(page.getByLabel('Pipeline source')).toContainText('visits < 8 OR cost > 100');
	await page.getByRole('button', { name: 'Form', exact: true }).click();

	await page.getByRole('link', { name: 'Train', exact: true }).last().click();
	await page.getByRole('button', { name: 'Train baseline', exact: true }).click();
	await expect.poll(() => countRuns(page), { timeout: 150_000 }).toBeGreaterThan(0);
	await expect(leaderboard(page)).toBeVisible();
	expect(await pipelines(page)).toContainEqual(
		expect.objectContaining({
			transform: [
				{ transform: 'filter', where: 'visits < 8 OR cost > 100' },
				{ transform: 'dateParts', column: 'admitted', parts: ['year', 'month', 'dayOfWeek'] },
			],
			inputs: [expect.objectContaining({ interpolate: [expect.objectContaining({ method: 'nearest' })] })],
		}),
	);
});

test('pictures are an input beside their table, and their copies are shown', async ({ page, baseURL }) => {
	const rows = 40;
	const SIZE = 12;
	await page.goto('./');
	await ready(page);
	await drop(
		page,
		'labels.csv',
		`number,kind\n${Array.from({ length: rows }, (_, i) => `${(i * 37) % 23},${i % 2 ? 'dot' : 'bar'}`).join('\n')}\n`,
	);
	await register(page);
	const pixels = Float32Array.from({ length: rows * SIZE * SIZE }, (_, i) => {
		const [picture, x] = [Math.floor(i / SIZE ** 2), i % SIZE];
		return picture % 2 ? (x < 4 ? 200 : 10) : Math.floor((i % SIZE ** 2) / SIZE) < 4 ? 220 : 20;
	});
	await page.getByLabel('Data files').setInputFiles({
		name: 'scans.npy',
		mimeType: 'application/octet-stream',
		buffer: Buffer.from(writeNpy(pixels, [rows, 1, SIZE, SIZE])),
	});
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(page.getByRole('region', { name: 'Pictures' }).getByRole('img').first()).toBeVisible();

	await visit(page, (baseURL ?? '').replace(/\/$/, ''), 'pipeline');
	await expect(page.getByText('labels has a row for each of the')).toBeVisible();
	await page.getByRole('combobox', { name: 'Target' }).selectOption('kind');
	await expect(form(page, 'Inputs')).toBeVisible();
	await expect(page.getByLabel('Dataset of input 1').locator('option:checked')).toHaveText(/scans/);
	await expect(form(page, 'Encode').getByLabel('Method of step 1')).toHaveValue('StandardScaler');

	await add(page, 'Augment').click();
	await inUse(page);
	const sheet = page.getByRole('group', { name: 'Contact sheet' });
	await expect(sheet.getByRole('img', { name: 'Copy 1 of sample 1' })).toBeVisible();
	await method(page, 'Augment', 1).selectOption('Cut out');
	const copies = form(page, 'Augment').getByRole('textbox', { name: 'Copies' });
	await copies.fill('3');
	await copies.press('Enter');
	await expect(sheet.getByRole('img', { name: 'Copy 3 of sample 4' })).toBeVisible();
	const drawn = (name: string) =>
		sheet
			.getByRole('img', { name, exact: true })
			.locator('canvas')
			.evaluate((canvas: HTMLCanvasElement) =>
				[...(canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])].join(),
			);
	expect(await drawn('Copy 1 of sample 1')).not.toBe(await drawn('Sample 1'));
	await expect(form(page, 'Output')).toContainText('(samples, 1, 12, 12)');

	await page.getByRole('button', { name: 'Add reshape' }).click();
	const axes = page.getByLabel('Axes of the new shape');
	await axes.fill('0, [1, 2], 3');
	await expect(form(page, 'Reshape')).toContainText('→ (samples, 12, 12)');
	await axes.fill('0, "5", 3');
	await expect(axes).toHaveAttribute('aria-invalid', 'true');
});
