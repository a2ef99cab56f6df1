/** Chromium with the engine in it: serves a bundle of the engine, the wasm files and the folder of data, and opens a page. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { chromium } from 'playwright';
import { build, type Rolldown } from 'vite';
import { findChromium, FLAGS } from '../chromium.mjs';
import type { RunTask } from './in-page';
import type { SeedResult } from './result';
import type { Task } from './run-seed';

async function bundle(name: string): Promise<string> {
	const output = (await build({
		configFile: false,
		logLevel: 'error',
		build: {
			write: false,
			minify: false,
			target: 'es2023',
			lib: { entry: new URL(`./${name}.ts`, import.meta.url).pathname, formats: ['es'] },
			rolldownOptions: { output: { codeSplitting: false } },
		},
	})) as Rolldown.RolldownOutput[];
	return output[0]?.output[0].code ?? '';
}

const WASM = dirname(
	createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'),
);

/** The page, its scripts, wasm/ and data/, at a port of its own. */
async function serveFrom(folder: string): Promise<Server> {
	const [page, worker] = [await bundle('in-page'), await bundle('in-worker')];
	const texts: Record<string, readonly [type: string, text: string]> = {
		'/': [
			'text/html',
			'<!doctype html><title>Matrix</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>',
		],
		'/page.js': ['text/javascript', page],
		'/worker.js': ['text/javascript', worker],
	};
	const server = createServer((request, response) => {
		const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
		const [type, text] = texts[path] ?? [];
		if (type !== undefined) return response.writeHead(200, { 'Content-Type': type }).end(text);
		const [, place = '', rest = ''] = /^\/(wasm|data)\/(.+)$/.exec(path) ?? [];
		const root = place === 'wasm' ? WASM : folder;
		const file = normalize(join(root, rest));
		if (place === '' || !file.startsWith(normalize(`${root}/`))) return response.writeHead(404).end();
		try {
			const kind = file.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
			const bytes = readFileSync(file);
			return response.writeHead(200, { 'Content-Type': kind }).end(bytes);
		} catch {
			return response.writeHead(404).end();
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}

export interface Laboratory {
	/** Chromium's name and version. */
	readonly version: string;
	/** Runs a task on one of the threads; each takes one at a time. @throws what went wrong there */
	run(slot: number, task: Task): Promise<SeedResult>;
}

/**
 * @param folder of the data the documents name. @param tell takes what the threads say of each model.
 * @throws where there is no Chromium
 */
export async function withChromium<T>(
	folder: string,
	tell: (line: string) => void,
	work: (lab: Laboratory) => Promise<T>,
): Promise<T> {
	const server = await serveFrom(folder);
	const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
	try {
		const page = await browser.newPage();
		page.on('console', (message) => tell(message.text()));
		await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
		await page.waitForFunction(() => 'runTask' in globalThis);
		return await work({
			version: `Chromium ${browser.version()}`,
			async run(slot, task) {
				const answer = await page.evaluate(
					([at, given]) => (globalThis as unknown as { runTask: RunTask }).runTask(at, given),
					[slot, task] as const,
				);
				if ('error' in answer) throw new Error(answer.error);
				return answer.result;
			},
		});
	} finally {
		await browser.close();
		server.close();
	}
}
