/** A net is put together from the list of layers by keyboard, mended where it does not fit, and trained. */
import { expect, test, type Page } from '@playwright/test';
import { writeNpy } from '../../src/lib/engine/array/npy';
import { countRuns, drop, leaderboard, ready, register, tabTo, trained } from './lab';

const SIZE = 12;
const ROWS = 40;

/** Pictures of bars that lie or stand, and a table that says which. */
async function pictures(page: Page): Promise<void> {
	await page.goto('./');
	await ready(page);
	const rows = Array.from({ length: ROWS }, (_, i) => `${(i * 37) % 23},${i % 2 ? 'stand' : 'lie'}`);
	await drop(page, 'labels.csv', `number,kind\n${rows.join('\n')}\n`);
	await register(page);
	const pixels = Float32Array.from({ length: ROWS * SIZE * SIZE }, (_, i) => {
		const [picture, pixel] = [Math.floor(i / SIZE ** 2), i % SIZE ** 2];
		const along = picture % 2 ? pixel % SIZE : Math.floor(pixel / SIZE);
		return along % 4 < 2 ? 200 + (picture % 7) : 10;
	});
	await page.getByLabel('Data files').setInputFiles({
		name: 'scans.npy',
		mimeType: 'application/octet-stream',
		buffer: Buffer.from(writeNpy(pixels, [ROWS, 1, SIZE, SIZE])),
	});
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(page.getByRole('region', { name: 'Pictures' }).getByRole('img').first()).toBeVisible();
}

const model = (page: Page) => page.getByRole('region', { name: 'Model', exact: true });
const layer = (page: Page, number: number) =>
	model(page)
		.getByRole('list', { name: 'Layers' })
		.getByRole('listitem')
		.nth(number - 1);

/** Opens the menu of layers, types and takes the first that is found. */
async function add(page: Page, typed: string): Promise<void> {
	await tabTo(page, 'button', 'All layers …');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('combobox', { name: 'Find a layer' })).toBeFocused();
	await page.keyboard.type(typed);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('combobox', { name: 'Find a layer' })).toHaveCount(0);
}

/** Writes into the field that has the focus. */
async function write(page: Page, text: string): Promise<void> {
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.type(text);
	await page.keyboard.press('Enter');
}

test('a convolutional net is built, mended and trained by keyboard', async ({ page }) => {
	test.setTimeout(300_000);
	await pictures(page);
	await page.keyboard.press('g');
	await page.keyboard.press('t');
	await tabTo(page, 'combobox', 'Target');
	await page.keyboard.type('kind');
	await expect(page.getByRole('button', { name: 'Train this net' })).toBeEnabled();
	await expect(model(page)).toContainText(`1 × ${SIZE} × ${SIZE}`);
	await tabTo(page, 'combobox', 'Architecture');
	await page.keyboard.type('Linear');
	await expect(layer(page, 1)).toHaveCount(0);

	// Two inputs, the pictures and a number: the net begins with the pictures alone.
	await add(page, 'input');
	await expect(page.getByLabel('Input of layer 1')).toHaveValue('0');
	await expect(layer(page, 1)).toContainText(`1 × ${SIZE} × ${SIZE}`);
	await add(page, 'conv 2d');
	await expect(page.getByLabel('Filters of layer 2')).toBeFocused();
	await write(page, '4');
	await expect(layer(page, 2)).toContainText(`4 × ${SIZE} × ${SIZE}`);
	await expect(layer(page, 2)).toContainText('40');
	await add(page, 'max pooling 2');
	await expect(page.getByLabel('Size of layer 3')).toBeFocused();
	await write(page, '20');
	await add(page, 'dense');
	await expect(page.getByLabel('Units of layer 4')).toBeFocused();

	// The error stands at the pooling; the convolution keeps its shape, what comes behind has none.
	await expect(layer(page, 3).getByRole('alert')).toContainText('window is larger than the sample');
	await expect(layer(page, 2)).toContainText(`4 × ${SIZE} × ${SIZE}`);
	await expect(layer(page, 4)).toContainText('–');
	await expect(page.getByRole('button', { name: 'Train this net' })).toBeDisabled();

	await page.getByLabel('Size of layer 3').focus();
	await write(page, '2');
	await expect(layer(page, 3)).toContainText('4 × 6 × 6');
	await expect(model(page).getByRole('alert')).toHaveCount(0);

	// A setting that is refused is said at its layer and changes nothing.
	await page.getByLabel('Units of layer 4').focus();
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.type('0');
	await expect(layer(page, 4).getByRole('alert')).toContainText('must be 1 or more');
	await page.keyboard.press('Escape');
	await expect(model(page).getByRole('alert')).toHaveCount(0);
	await write(page, '6');
	await expect(layer(page, 4)).toContainText('870');

	// Alt with an arrow moves the layer the keyboard is in, and back.
	await page.keyboard.press('Alt+ArrowUp');
	await expect(page.getByLabel('Units of layer 3')).toBeFocused();
	await expect(layer(page, 4).getByRole('alert')).toContainText('channels × height × width');
	await page.keyboard.press('Alt+ArrowDown');
	await expect(page.getByLabel('Units of layer 4')).toBeFocused();

	await tabTo(page, 'button', 'All settings of layer 2, Convolution 2-D');
	await page.keyboard.press('Enter');
	await tabTo(page, 'textbox', 'Stride of layer 2');
	await page.keyboard.type('2');
	await page.keyboard.press('Enter');
	await expect(layer(page, 2)).toContainText('4 × 6 × 6');
	await expect(layer(page, 2)).toContainText('stride 2');

	await tabTo(page, 'textbox', 'Epochs');
	await write(page, '4');
	await tabTo(page, 'textbox', 'Repeats');
	await write(page, '1');
	await tabTo(page, 'button', 'Train this net');
	await page.keyboard.press('Enter');
	await expect.poll(() => countRuns(page), { timeout: 200_000 }).toBe(2);
	await trained(page);
	await expect(leaderboard(page).getByRole('row').filter({ hasText: 'Linear' })).toHaveCount(1);
	await expect(page.getByRole('img', { name: /^loss by epoch/ })).toBeVisible();
});

test('branches are joined by choosing a layer, and follow its name', async ({ page }) => {
	await pictures(page);
	await page.getByRole('link', { name: 'Train', exact: true }).click();
	await page.getByRole('combobox', { name: 'Target' }).selectOption('kind');
	await page.getByLabel('Architecture', { exact: true }).selectOption('Linear');
	for (const name of ['input', 'conv 2d', 'conv 2d', 'add']) await add(page, name);
	await expect(page.getByLabel('With of layer 4')).toHaveValue('1');
	await expect(layer(page, 4)).toContainText('16 × 12 × 12');
	await page.getByRole('button', { name: 'All settings of layer 2, Convolution 2-D' }).click();
	await page.getByLabel('Name of layer 2').fill('stem');
	await page.keyboard.press('Enter');
	await expect(page.getByLabel('With of layer 4').locator('option:checked')).toHaveText(/“stem”/);
	await page.getByRole('button', { name: 'Remove layer 2', exact: true }).click();
	await expect(layer(page, 3).getByRole('alert')).toContainText('No layer before it is called “stem”');
	await page.getByRole('button', { name: 'Source', exact: true }).click();
	await expect(page.getByLabel('Architecture source')).toContainText('"stem"');
});
