/** Axe finds nothing on any place, light or dark, wide or narrow, empty or at work. */
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { writeNpy } from '../../src/lib/engine/array/npy';
import { png } from '../../src/lib/workers/testing/png';
import { clinicCsv, drop, ready, register, trainBaseline } from './lab';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PLACES = ['', 'data/', 'pipeline/', 'train/', 'runs/'];

const SIZES = [
	{ width: 1440, height: 900 },
	{ width: 390, height: 844 },
] as const;

interface Finding {
	id: string;
	nodes: { target: string[]; failureSummary: string }[];
}

async function findings(page: Page): Promise<string[]> {
	await page.evaluate(AXE);
	const violations = await page.evaluate(async () => {
		const axe = (window as unknown as { axe: { run(options: object): Promise<{ violations: Finding[] }> } })
			.axe;
		return (
			await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
		).violations;
	});
	return violations.flatMap(({ id, nodes }) =>
		nodes.slice(0, 3).map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
	);
}

/** What can be opened without leaving a place: the address, and how it is opened. */
const STATES: readonly { name: string; address: string; open: (page: Page) => Promise<void> }[] = [
	{
		name: 'palette',
		address: './',
		open: async (page) => {
			await page.keyboard.press('ControlOrMeta+k');
			await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
		},
	},
	{
		name: 'keys',
		address: './runs/',
		open: async (page) => {
			await page.keyboard.press('?');
			await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
		},
	},
	{
		name: 'new project',
		address: './',
		open: async (page) => {
			await page.getByRole('button', { name: 'New project', exact: true }).click();
			await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Name' })).toBeFocused();
		},
	},
	{
		name: 'paste',
		address: './',
		open: async (page) => {
			await page.getByRole('button', { name: /^Paste a table/ }).click();
			await expect(page.getByRole('textbox', { name: 'Cells' })).toBeFocused();
		},
	},
	{
		name: 'theme menu',
		address: './data/',
		open: async (page) => {
			await page.getByRole('button', { name: 'Theme', exact: true }).click();
			await expect(page.getByRole('menu')).toBeVisible();
		},
	},
	{
		name: 'refusal',
		address: './data/',
		open: async (page) => {
			await drop(page, 'nothing.csv', '');
			await expect(page.getByRole('alertdialog')).toBeVisible();
		},
	},
	{
		name: 'pipeline source',
		address: './pipeline/',
		open: async (page) => {
			await page.getByRole('button', { name: 'Source', exact: true }).click();
			await expect(page.getByRole('textbox', { name: /source/i })).toBeVisible();
		},
	},
	{
		name: 'means in the leaderboard',
		address: './train/',
		open: async (page) => {
			await page.getByRole('button', { name: 'Mean ± sd', exact: true }).click();
			await expect(page.getByRole('columnheader', { name: '± sd' })).toHaveCount(
				page.viewportSize()!.width > 640 ? 1 : 0,
			);
		},
	},
	{
		name: 'all settings of a net',
		address: './train/',
		open: async (page) => {
			const model = page.getByRole('region', { name: 'Model', exact: true });
			await model.getByRole('button', { name: /^All settings of layer 1/ }).click();
			await expect(model.getByLabel('L2 penalty of layer 1')).toBeVisible();
			await model.getByRole('button', { name: /^More/ }).click();
			await model.getByLabel('Schedule').selectOption('in steps');
			await model.getByRole('button', { name: 'Add a cut-off' }).click();
			await expect(model.getByLabel('Watch of cut-off 1')).toBeFocused();
		},
	},
	{
		name: 'a layer that does not fit',
		address: './train/',
		open: async (page) => {
			await page.getByRole('button', { name: 'All layers …' }).click();
			await page.keyboard.type('conv 2d');
			await page.keyboard.press('Enter');
			await expect(page.getByRole('alert')).toContainText('Takes channels × height × width');
		},
	},
	{
		name: 'menu of layers',
		address: './train/',
		open: async (page) => {
			await page.getByRole('button', { name: 'All layers …' }).click();
			await expect(page.getByRole('combobox', { name: 'Find a layer' })).toBeFocused();
		},
	},
	{
		name: 'engine',
		address: './train/',
		open: async (page) => {
			const engine = page.getByRole('region', { name: 'Engine' });
			await engine.getByRole('button', { name: 'Test engine' }).click();
			await expect(engine.getByRole('radio', { name: 'Fused WASM' })).toBeEnabled();
			await engine.getByText(/^Relaxed build/).click();
			await expect(engine.getByRole('checkbox')).toBeVisible();
		},
	},
	{
		name: 'means and a selection in the runs',
		address: './runs/',
		open: async (page) => {
			await page.getByRole('button', { name: 'Mean ± sd', exact: true }).click();
			await page.getByRole('checkbox', { name: /^Select Small net/ }).check();
			await expect(page.getByRole('toolbar', { name: 'Selected runs' })).toBeVisible();
		},
	},
];

async function inspectStates(page: Page): Promise<void> {
	const found: string[] = [];
	for (const scheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
		for (const size of SIZES) {
			await page.setViewportSize(size);
			for (const { name, address, open } of STATES) {
				await page.goto(address);
				await ready(page);
				await open(page);
				for (const finding of await findings(page)) found.push(`${name} ${scheme} ${size.width}: ${finding}`);
			}
		}
	}
	expect(found).toEqual([]);
}

async function inspect(page: Page, addresses: readonly string[]): Promise<void> {
	const found: string[] = [];
	for (const scheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
		for (const size of SIZES) {
			await page.setViewportSize(size);
			for (const address of addresses) {
				await page.goto(address);
				await ready(page);
				await expect(page.locator('html')).toHaveAttribute('data-theme', scheme);
				await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
				for (const finding of await findings(page))
					found.push(`/${address} ${scheme} ${size.width}: ${finding}`);
			}
		}
	}
	expect(found).toEqual([]);
}

test('nothing is found while the laboratory is empty', async ({ page }) => {
	await inspect(
		page,
		PLACES.map((place) => `./${place}`),
	);
});

test('nothing is found with data, runs and a run open', async ({ page }) => {
	test.setTimeout(600_000);
	await page.goto('./');
	await ready(page);
	await drop(page, 'clinic.csv', clinicCsv(160));
	await expect(page.getByRole('button', { name: 'Register', exact: true })).toBeVisible();
	expect(await findings(page)).toEqual([]);
	await register(page);
	await page.goto('./train/');
	await page.getByRole('combobox', { name: 'Target' }).selectOption('returned');
	await trainBaseline(page);
	await page.goto('./runs/');
	await ready(page);
	const run = await page.locator('a[href*="run="]').first().getAttribute('href');
	await inspect(page, [...PLACES.map((place) => `./${place}`), new URL(run!, page.url()).href]);
	await inspectStates(page);
});

/** Every measured row twice, so that the checks refuse and have rows to show. */
function copies(): string {
	const [header = '', ...lines] = clinicCsv(120).trim().split('\n');
	return `${[header, ...lines, ...lines].join('\n')}\n`;
}

test('nothing is found in a pipeline of many steps with its checks open', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	await drop(page, 'study.csv', copies());
	await register(page);
	await page.getByRole('link', { name: 'Pipeline', exact: true }).click();
	await page.getByRole('combobox', { name: 'Target' }).selectOption('returned');
	const transform = page.getByRole('region', { name: 'Transform', exact: true });
	const methods = [
		'Keep rows',
		'New column',
		'Tidy text',
		'Date parts',
		'Rolling statistic',
		'Balance classes',
	];
	for (const [index, method] of methods.entries()) {
		await page.getByRole('button', { name: 'Add step to Transform' }).click();
		// A new step stands before those that can only run after it: the keyboard is on it.
		const added = transform.locator('select:focus');
		await expect(added).toHaveCount(1);
		await added.selectOption(method);
		await expect(transform.locator('ol > li')).toHaveCount(index + 1);
	}
	await page.getByRole('button', { name: 'Add step to Interpolate' }).click();
	await page.getByRole('region', { name: 'Split' }).getByLabel('Folds', { exact: true }).fill('3');
	await page.keyboard.press('Enter');
	const checks = page.getByRole('region', { name: 'Checks' });
	await expect(page.getByText('Not in use yet')).toHaveCount(0);

	const found: string[] = [];
	for (const scheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
		for (const size of SIZES) {
			await page.setViewportSize(size);
			await page.goto('./pipeline/');
			await ready(page);
			const finding = checks.getByRole('listitem').filter({ hasText: 'Refused:' }).first();
			await finding.getByRole('button', { name: /^Look at/ }).click();
			await expect(finding.getByRole('table', { name: /^Rows to look at/ })).toBeVisible();
			await checks.getByText(/checks? pass/).click();
			for (const finding of await findings(page)) found.push(`steps ${scheme} ${size.width}: ${finding}`);
			const where = transform.getByLabel('Where');
			await where.fill('age >');
			await where.press('Tab');
			await expect(page.getByText('Not in use yet')).toBeVisible();
			for (const finding of await findings(page)) found.push(`refused ${scheme} ${size.width}: ${finding}`);
		}
	}
	expect(found).toEqual([]);
});

test('nothing is found with pictures and with sequences open', async ({ page }) => {
	await page.goto('./');
	await ready(page);
	const files = page.getByLabel('Data files');
	const add = async (pictures: readonly { name: string; buffer: Buffer }[]) => {
		await files.setInputFiles(pictures.map((file) => ({ ...file, mimeType: 'application/octet-stream' })));
		await expect(page.getByRole('button', { name: 'Register', exact: true })).toBeVisible();
		expect(await findings(page)).toEqual([]);
		await page.getByRole('button', { name: 'Register', exact: true }).click();
		await expect(page.getByRole('region', { name: 'Profile' })).toBeVisible();
	};
	const colours = (level: number) => Array.from({ length: 24 * 24 }, () => [level, 90, 30, 255]).flat();
	const picture = async (number: number) => ({
		name: `${number}.png`,
		buffer: Buffer.from(await png(24, 24, colours(number))),
	});
	await add(await Promise.all(Array.from({ length: 70 }, (_, i) => picture(i))));
	await inspect(page, ['./data/', './pipeline/', './train/']);
	await page.goto('./data/');
	await ready(page);
	const values = Float32Array.from({ length: 24 * 30 * 4 }, (_, i) => Math.sin(i / 5));
	await add([{ name: 'waves.npy', buffer: Buffer.from(writeNpy(values, [24, 30, 4])) }]);
	await inspect(page, ['./data/']);
});
