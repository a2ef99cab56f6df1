// npm run budget: the bytes of a first visit to Home before any worker starts, brotli, fonts excluded.
// Counts what a browser really asks for: every script and sheet loaded until the page is quiet. Limit 90 KB.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from './build.mjs';
import { freePort } from './free-port.mjs';
import { ROOT } from './install.mjs';
import { serve } from './serve.mjs';

const LIMIT = 90 * 1024;
const COUNTED = new Set(['document', 'script', 'stylesheet']);

build();
const { chromium } = await import('playwright');
const { FLAGS, findChromium } = await import('./chromium.mjs');
const port = await freePort(4330);
const server = await serve({ port });
const browser = await chromium.launch({ executablePath: findChromium({ install: true }), args: FLAGS });
try {
	const context = await browser.newContext({ serviceWorkers: 'block' });
	const page = await context.newPage();
	const paths = new Set();
	page.on('response', (response) => {
		const path = new URL(response.url()).pathname;
		if (COUNTED.has(response.request().resourceType()) && response.ok())
			paths.add(path.endsWith('/') ? `${path}index.html` : path);
	});
	await page.goto(`http://localhost:${port}/`, { waitUntil: 'networkidle' });
	const rows = [...paths]
		.map((path) => ({
			path,
			bytes: brotliCompressSync(readFileSync(join(ROOT, 'build', path)), {
				params: { [constants.BROTLI_PARAM_QUALITY]: 11 },
			}).length,
		}))
		.sort((a, b) => b.bytes - a.bytes);
	const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
	for (const { path, bytes } of rows.slice(0, 15))
		console.log(`${(bytes / 1024).toFixed(1).padStart(7)} KB  ${path}`);
	console.log(
		`${(total / 1024).toFixed(1).padStart(7)} KB  in all, ${rows.length} files; the limit is ${LIMIT / 1024} KB`,
	);
	process.exitCode = total <= LIMIT ? 0 : 1;
} finally {
	await browser.close();
	server.close();
}
