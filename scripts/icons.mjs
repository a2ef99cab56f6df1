// Draws static/icon-*.png from static/icon.svg with a headless Chromium. Run after changing the mark.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { findChromium, FLAGS } from './chromium.mjs';

const STATIC = new URL('../static/', import.meta.url);
const svg = readFileSync(new URL('icon.svg', STATIC), 'utf8');
const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });

/** @param {string} name @param {number} size @param {boolean} [maskable] drawn to the edge, the mark in the safe zone */
async function draw(name, size, maskable = false) {
	const page = await browser.newPage({ viewport: { width: size, height: size } });
	const inner = maskable ? size * 0.8 : size;
	await page.setContent(
		`<body style="margin:0;display:grid;place-items:center;height:100vh;background:${maskable ? '#4f46e5' : 'transparent'}">
			<div style="width:${inner}px;height:${inner}px">${svg}</div></body>`,
	);
	writeFileSync(new URL(name, STATIC), await page.screenshot({ omitBackground: !maskable }));
	await page.close();
}

await draw('icon-192.png', 192);
await draw('icon-512.png', 512);
await draw('icon-maskable-512.png', 512, true);
await browser.close();
