// npm run shots: pictures of every place, light and dark, wide and narrow, empty and at work, into shots/.
import { mkdirSync } from 'node:fs';
import { build } from './build.mjs';
import { freePort } from './free-port.mjs';
import { install, ROOT } from './install.mjs';
import { serve } from './serve.mjs';

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const PLACES = { home: '', data: 'data/', pipeline: 'pipeline/', train: 'train/', runs: 'runs/' };
const PORT = await freePort(4350);
const ORIGIN = `http://localhost:${PORT}/`;

install();
build();
const { chromium } = await import('playwright');
const { FLAGS, findChromium } = await import('./chromium.mjs');
mkdirSync(`${ROOT}shots`, { recursive: true });
const server = await serve({ port: PORT });
const browser = await chromium.launch({ executablePath: findChromium({ install: true }), args: FLAGS });

/** @param {import('playwright').Page} page @param {string} name @param {Record<string, string>} addresses */
async function shoot(page, name, addresses) {
	for (const theme of ['light', 'dark']) {
		await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
		for (const [size, viewport] of Object.entries(SIZES)) {
			await page.setViewportSize(viewport);
			for (const [place, address] of Object.entries(addresses)) {
				await page.goto(new URL(address, ORIGIN).href);
				await page.getByRole('button', { name: 'Add data', exact: true }).waitFor();
				await page.waitForLoadState('networkidle');
				await page.waitForFunction(
					() => document.fonts.status === 'loaded' && !document.querySelector('[role=progressbar]'),
				);
				await page.screenshot({ path: `${ROOT}shots/${name}-${place}-${size}-${theme}.png` });
			}
		}
	}
}

try {
	const context = await browser.newContext({ serviceWorkers: 'block' });
	const page = await context.newPage();
	await shoot(page, 'empty', PLACES);
	await page.goto(ORIGIN);
	await page.getByRole('button', { name: /penguins/i }).click();
	await page.waitForURL(/data\//);
	await page.getByRole('grid').waitFor();
	await page.goto(`${ORIGIN}train/`);
	await page.getByRole('button', { name: 'Train baseline', exact: true }).click();
	await page.getByRole('progressbar').first().waitFor();
	await page.waitForFunction(() => !document.querySelector('[role=progressbar]'), null, { timeout: 240_000 });
	await page.goto(`${ORIGIN}runs/`);
	const run = await page.locator('a[href*="run="]').nth(1).getAttribute('href');
	await shoot(page, 'full', { ...PLACES, run: new URL(run ?? '', `${ORIGIN}runs/`).href });
	console.log(`Pictures are in shots/`);
} finally {
	await browser.close();
	server.close();
}
