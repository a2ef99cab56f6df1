/** Pictures and sequences: a folder of pictures and an array come in, are looked at, kept, and travel in the project file. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { writeNpy } from '../../src/lib/engine/array/npy';
import { png } from '../../src/lib/workers/testing/png';
import { kept, ready } from './lab';

const SIZE = 12;
const LABELS = ['circle', 'stripe'] as const;

/** Colours of a small picture, red or green by its label, brighter by its number. */
function rgba(label: number, number: number): number[] {
	return Array.from({ length: SIZE * SIZE }, (_, i) => {
		const inside = label ? i % 3 === 0 : Math.hypot((i % SIZE) - 6, Math.floor(i / SIZE) - 6) < 4;
		const level = inside ? 100 + 10 * number : 20;
		return label ? [20, level, 20, 255] : [level, 20, 20, 255];
	}).flat();
}

/** Writes a folder of pictures in two sub-folders, with things in it that are none. */
async function folderOfPictures(at: string): Promise<string> {
	const folder = path.join(at, 'shapes');
	for (const [label, name] of LABELS.entries()) {
		await mkdir(path.join(folder, name), { recursive: true });
		for (let number = 1; number <= 12; number++)
			await writeFile(
				path.join(folder, name, `img${number}.png`),
				await png(SIZE, SIZE, rgba(label, number)),
			);
	}
	await writeFile(path.join(folder, '.hidden.png'), 'not a picture');
	await writeFile(path.join(folder, 'notes.md'), 'drawn by a test');
	return folder;
}

const waves = (): Buffer => {
	const values = Float32Array.from({ length: 30 * 50 * 2 }, (_, i) => Math.sin(i / 7) + (i % 2));
	return Buffer.from(writeNpy(values, [30, 50, 2]));
};

/** Drags files or folders of the disk onto the page, as the browser does it. */
async function dropFromDisk(page: Page, files: readonly string[]): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const data = { items: [], files: [...files], dragOperationsMask: 1 };
	const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
		session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
	await send('dragEnter');
	await expect(page.getByText('Drop to add')).toBeVisible();
	await send('dragOver');
	await send('drop');
	await expect(page.getByText('Drop to add')).toHaveCount(0);
	await session.detach();
}

async function register(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Register', exact: true }).click();
}

const pictures = (page: Page) => page.getByRole('region', { name: 'Pictures' });
const sequences = (page: Page) => page.getByRole('region', { name: 'Sequences' });

/** Colour of the middle of a picture on the sheet. */
const middle = (page: Page, number: number): Promise<number[]> =>
	pictures(page)
		.getByRole('img', { name: `Picture ${number}`, exact: true })
		.locator('canvas')
		.evaluate((canvas: HTMLCanvasElement) => {
			const data = canvas.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
			return [...(data ?? [])];
		});

async function openDataset(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name: /^Dataset / }).click();
	await page.getByRole('menuitemradio', { name: new RegExp(`^${name} ?\\d`) }).click();
}

test('a folder of pictures and an array are read, looked at, kept and exported', async ({
	page,
	browser,
	baseURL,
}, info) => {
	const folder = await folderOfPictures(info.outputDir);
	await page.goto('./');
	await ready(page);
	await dropFromDisk(page, [folder]);
	const dialog = page.getByRole('dialog', { name: 'shapes' });
	await expect(dialog).toContainText('24 pictures · 12 × 12 pixels · 3 channels');
	await expect(dialog).toContainText('shapes files');
	await register(page);

	await expect(pictures(page).getByRole('img')).toHaveCount(24);
	// img2 stands before img10, and each is drawn as it is stored.
	expect(await middle(page, 2)).toEqual([120, 20, 20, 255]);
	expect(await middle(page, 12)).toEqual([220, 20, 20, 255]);
	await expect(page.getByRole('region', { name: 'Profile' })).toContainText('24 × 3 × 12 × 12');

	await openDataset(page, 'shapes files');
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '25');
	await expect(page.getByRole('gridcell', { name: 'img10.png' }).first()).toBeVisible();

	await page.getByLabel('Data files').setInputFiles({
		name: 'waves.npy',
		mimeType: 'application/octet-stream',
		buffer: waves(),
	});
	await expect(page.getByRole('dialog', { name: 'waves.npy' })).toContainText(
		'30 sequences · 50 rows × 2 columns',
	);
	await register(page);
	await expect(sequences(page).getByRole('img')).toHaveCount(20);
	await page.getByRole('button', { name: 'Later sequences' }).click();
	await expect(sequences(page).getByRole('img')).toHaveCount(10);

	await page.reload();
	await ready(page);
	await expect(sequences(page).getByRole('img')).toHaveCount(20);
	const before = await kept(page, 'datasets');
	expect(before).toHaveLength(3);

	await page.goto('./runs/');
	await ready(page);
	const download = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Export project' }).first().click();
	const file = path.join(info.outputDir, 'shapes.benchtop');
	await (await download).saveAs(file);

	const context = await browser.newContext({ baseURL: baseURL ?? '' });
	const other = await context.newPage();
	await other.goto('./');
	await ready(other);
	await other.getByLabel('Project file', { exact: true }).setInputFiles(file);
	await expect(sequences(other).getByRole('img')).toHaveCount(20);
	await openDataset(other, 'shapes');
	await expect(pictures(other).getByRole('img')).toHaveCount(24);
	expect(await middle(other, 12)).toEqual([220, 20, 20, 255]);
	const ids = (records: unknown[]) =>
		records.map((record) => JSON.stringify(record).match(/sha256:[0-9a-f]{64}/)?.[0]);
	expect(ids(await kept(other, 'datasets')).sort()).toEqual(ids(before).sort());
	await context.close();
});

test('a folder without pictures, pictures of two sizes and another kind under a name are refused', async ({
	page,
}, info) => {
	const folder = path.join(info.outputDir, 'odd');
	await mkdir(folder, { recursive: true });
	await writeFile(path.join(folder, 'notes.md'), 'nothing here');
	await page.goto('./');
	await ready(page);
	const refusal = page.getByRole('alertdialog');
	const refused = async (said: RegExp) => {
		await expect(refusal).toContainText(said);
		await page.keyboard.press('Escape');
		await expect(refusal).toHaveCount(0);
	};
	await dropFromDisk(page, [folder]);
	await refused(/no picture/i);

	await writeFile(path.join(folder, 'a.png'), await png(2, 2, rgba(0, 1)));
	await writeFile(path.join(folder, 'b.png'), await png(3, 2, rgba(0, 1)));
	const chooser = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: 'Choose a folder' }).click();
	await (await chooser).setFiles(folder);
	await refused(/a\.png.* 2 × 2 .*b\.png.* 3 × 2/);

	const add = async (name: string, buffer: Buffer) => {
		await page.getByLabel('Data files').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
		await page.getByRole('dialog').getByRole('textbox', { name: 'Name', exact: true }).fill('waves');
		await register(page);
	};
	await add('waves.npy', waves());
	await expect(sequences(page).getByRole('img')).toHaveCount(20);
	await add('waves.csv', Buffer.from('a,b\n1,2\n3,4\n'));
	await refused(/already names sequences/);
	expect(await kept(page, 'datasets')).toHaveLength(1);
});
