// Drives the page of train-webgpu.ts in Chromium: every round each case, our kernel, our loop and `model.fit` in turn.
// Steps per second of processor time, of the page and of what stands in for a graphics card, so that what else the
// machine does weighs on all alike. On a real graphics card, whose time nobody counts, set BENCH_CLOCK=wall.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'vite';
import { FLAGS, findChromium } from '../../chromium.mjs';

const CASES = JSON.parse(readFileSync(new URL('train-cases.json', import.meta.url), 'utf8'));
const MODELS = { 'iris-b5': 256, 'iris-b16': 256, 'medium-b32': 16, 'medium-b256': 8, 'large-b256': 4 };
const SIDES = ['fused', 'loop', 'fit'];
const WALL = process.env.BENCH_CLOCK === 'wall';

/** The page's script, in one piece. */
async function bundled() {
	const entry = fileURLToPath(new URL('train-webgpu.ts', import.meta.url));
	const [{ output }] = await build({
		configFile: false,
		logLevel: 'error',
		define: { 'process.env.NODE_ENV': '"production"' },
		build: { write: false, lib: { entry, formats: ['es'], fileName: 'page' } },
	});
	return output[0].code;
}

/** Seconds of processor time a browser's pages and its graphics process have used. */
async function spent(session) {
	if (WALL) return performance.now() / 1000;
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	const counted = processInfo.filter(({ type }) => ['renderer', 'GPU'].includes(type));
	return counted.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/**
 * @param {number} rounds @param {number} milliseconds of one run
 * @returns {Promise<{ side: string, name: string, steps: number }[]>} steps per second, round by round
 */
export async function webgpuRounds(rounds, milliseconds) {
	const code = await bundled();
	const server = createServer((request, response) => {
		const script = request.url === '/page.js';
		response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
		response.end(script ? code : '<!doctype html><script type="module" src="/page.js"></script>');
	});
	await new Promise((resolve) => server.listen(0, 'localhost', resolve));
	const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
	const found = [];
	try {
		const session = await browser.newBrowserCDPSession();
		const page = await browser.newPage();
		page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
		await page.goto(`http://localhost:${server.address().port}/`);
		await page.waitForFunction(() => globalThis.bench);
		const call = (...words) => page.evaluate(([verb, ...rest]) => globalThis.bench[verb](...rest), words);
		for (const [name, shape] of Object.entries(CASES))
			for (const side of SIDES) await call('prepare', side, name, { ...shape, models: MODELS[name] });
		for (let round = 0; round < rounds; round++)
			for (const name of Object.keys(CASES))
				for (const side of SIDES) {
					const before = await spent(session);
					const steps = await call('run', side, name, milliseconds);
					found.push({ side, name, steps: steps / ((await spent(session)) - before) });
				}
	} finally {
		await browser.close();
		server.close();
	}
	return found;
}
