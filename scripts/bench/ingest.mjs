// A generated CSV of 1,000,000 × 20 through the real page (Add data, Register, rows on screen) beside DuckDB in Node with
// one thread doing the same job: read, statistics of every column, Parquet. Also what the page felt of it: jumps, a
// reopening after a reload with its first aggregate, tasks that held the page up, and memory.
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { chromium } from 'playwright';
import { build } from '../build.mjs';
import { FLAGS, findChromium } from '../chromium.mjs';
import { serve } from '../serve.mjs';
import { csvChunks } from './parts/mixed-table.mjs';

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const PORT = 5312;
const LONG = 100;
/** Seconds a person takes to choose a file, or between two doings. */
const CHOOSING = 2;
/** Seconds of training that are watched; 0 leaves it out. */
const TRAINED = Number(process.env.BENCH_TRAIN ?? 30);

/** @param {number[]} values */
const median = (values) => {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
};
const seconds = (since) => (performance.now() - since) / 1000;

async function write(path) {
	const stream = createWriteStream(path);
	for (const chunk of csvChunks(ROWS)) if (!stream.write(chunk)) await once(stream, 'drain');
	stream.end();
	await once(stream, 'finish');
}

/** The same job natively. Null when the peer is not installed. */
async function peer(csv, parquet) {
	let duckdb;
	try {
		duckdb = await import('@duckdb/node-api');
	} catch {
		console.error('Left out: @duckdb/node-api is not installed');
		return null;
	}
	const instance = await duckdb.DuckDBInstance.create(':memory:', { threads: '1' });
	const connection = await instance.connect();
	const ask = async (sql) => (await connection.runAndReadAll(sql)).getRows();
	await connection.run('SET threads=1');
	const start = performance.now();
	await connection.run(`CREATE TABLE t AS SELECT * FROM read_csv('${csv}')`);
	await connection.run(`COPY t TO '${parquet}' (FORMAT parquet, COMPRESSION zstd)`);
	for (const [name, type] of await ask('DESCRIBE t')) {
		const c = `"${name}"`;
		if (type === 'VARCHAR' || type === 'BOOLEAN') {
			await ask(`SELECT count(*) - count(${c}), count(DISTINCT ${c}) FROM t`);
			await ask(`SELECT ${c}, count(*) AS n FROM t GROUP BY 1 ORDER BY n DESC LIMIT 50`);
			continue;
		}
		const v = type === 'DATE' || type === 'TIMESTAMP' ? `epoch_ms(${c}::TIMESTAMP)` : c;
		await ask(
			`SELECT count(*) - count(v), count(DISTINCT v), avg(v), stddev(v), min(v), quantile_cont(v, [0.25, 0.5, 0.75]), max(v)
			 FROM (SELECT ${v}::DOUBLE AS v FROM t)`,
		);
		await ask(
			`SELECT least(23, floor((v - low) / ((high - low) / 24))) AS bin, count(*)
			 FROM (SELECT ${v}::DOUBLE AS v FROM t), (SELECT min(${v})::DOUBLE AS low, max(${v})::DOUBLE AS high FROM t)
			 WHERE v IS NOT NULL GROUP BY 1`,
		);
	}
	const took = seconds(start);
	connection.closeSync();
	instance.closeSync();
	return took;
}

/** Most memory a renderer of this browser held so far, in MB; null where the system does not tell. */
async function rendererPeak(browser) {
	const session = await browser.newBrowserCDPSession();
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	await session.detach();
	const peaks = processInfo
		.filter(({ type }) => type === 'renderer')
		.map(({ id }) => `/proc/${id}/status`)
		.filter((path) => existsSync(path))
		.map((path) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? 0) / 1024);
	return peaks.length > 0 ? Math.max(...peaks) : null;
}

const rowsShown = (page, row = 0) =>
	page.waitForSelector(`[role=grid][aria-rowcount="${ROWS + 1}"] [data-row="${row}"]:not(.wait)`, {
		timeout: 180_000,
		state: 'attached',
	});

/** Long tasks of the page since it was last asked. */
const longTasks = (page) =>
	page.evaluate((limit) => {
		const found = globalThis.__long.filter((duration) => duration > limit).length;
		globalThis.__long.length = 0;
		return found;
	}, LONG);

/** Jumps to far rows; milliseconds until they are drawn. */
async function jumpAround(page) {
	const jumps = [];
	for (const share of [0.5, 0.1, 0.9, 0.33, 0.77, 0.999, 0.25, 0.6]) {
		jumps.push(
			await page.evaluate(async (to) => {
				const grid = document.querySelector('[role=grid]');
				const begun = performance.now();
				grid.scrollTop = to * (grid.scrollHeight - grid.clientHeight);
				const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
				const before = grid.querySelector('[data-row]:not([data-row="-1"])')?.getAttribute('data-row');
				do await frame();
				while (
					grid.querySelector('[data-row].wait') ||
					grid.querySelector('[data-row]:not([data-row="-1"])')?.getAttribute('data-row') === before
				);
				return performance.now() - begun;
			}, share),
		);
	}
	return jumps;
}

/** Until the quick start is kept: no work is shown, and the database has it. */
async function prepared(page) {
	await page.waitForFunction(
		() =>
			new Promise((resolve, reject) => {
				if (document.querySelector('[role=progressbar]')) return resolve(false);
				const opening = indexedDB.open('benchtop');
				opening.onerror = () => reject(opening.error);
				opening.onsuccess = () => {
					const asking = opening.result.transaction('caches').objectStore('caches').count();
					asking.onsuccess = () => {
						opening.result.close();
						resolve(asking.result > 0);
					};
				};
			}),
		null,
		{ timeout: 180_000, polling: 250 },
	);
}

/** Reloads until rows show (s), then counts the rows under a condition until the number shows (ms). */
async function reopen(page) {
	const start = performance.now();
	await page.reload();
	await rowsShown(page);
	const rows = seconds(start);
	const aggregate = await page.evaluate(async (total) => {
		const box = document.querySelector('input[aria-label="Query"]');
		const begun = performance.now();
		box.focus();
		box.value = 'x1 > 0.1 AND age < 40';
		box.dispatchEvent(new InputEvent('input', { bubbles: true }));
		box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
		while (document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === String(total + 1))
			await new Promise((resolve) => requestAnimationFrame(resolve));
		return performance.now() - begun;
	}, ROWS);
	return { rows, aggregate };
}

/** Begins to train on all rows, watches the page for a while, and stops. */
async function train(page) {
	await page.getByRole('link', { name: 'Train', exact: true }).first().click();
	const target = page.getByRole('combobox', { name: 'Target' });
	await target.waitFor();
	await longTasks(page);
	await target.selectOption('active');
	const button = page.getByRole('button', { name: 'Train baseline', exact: true });
	await page.waitForFunction((element) => !element.disabled, await button.elementHandle(), {
		timeout: 180_000,
	});
	await button.click();
	await page.waitForTimeout(TRAINED * 1000);
	return longTasks(page);
}

/** One visit with an empty profile: ingest, scroll, reload, train. */
async function ours(address, csv) {
	const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
	try {
		const page = await (await browser.newContext()).newPage();
		await page.addInitScript(() => {
			globalThis.__long = [];
			new PerformanceObserver((list) => {
				for (const { duration } of list.getEntries()) globalThis.__long.push(duration);
			}).observe({ type: 'longtask', buffered: true });
		});
		await page.goto(`${address}/data/`);
		const add = page.getByRole('button', { name: 'Add data', exact: true });
		await add.waitFor();
		// As a person does who looks for the file meanwhile: the database is there when the file is.
		await add.hover();
		await page.waitForTimeout(CHOOSING * 1000);
		await longTasks(page);
		const start = performance.now();
		const chooser = page.waitForEvent('filechooser');
		await add.click();
		await (await chooser).setFiles(csv);
		const registering = page.getByRole('button', { name: 'Register', exact: true });
		await registering.waitFor({ timeout: 180_000 });
		const staged = seconds(start);
		await registering.click();
		await rowsShown(page);
		const ingest = seconds(start);
		const ingestTasks = await longTasks(page);
		await prepared(page);
		const jumps = await jumpAround(page);
		const scrollTasks = await longTasks(page);
		const memory = await rendererPeak(browser);
		// A person does not reload in the same breath as scrolling.
		await page.waitForTimeout(CHOOSING * 1000);
		const { rows, aggregate } = await reopen(page);
		const trainTasks = TRAINED > 0 ? await train(page) : null;
		return {
			staged,
			ingest,
			ingestTasks,
			jump: median(jumps),
			worstJump: Math.max(...jumps),
			scrollTasks,
			trainTasks,
			memory,
			reopen: rows,
			aggregate,
		};
	} finally {
		await browser.close();
	}
}

export async function rows() {
	build();
	const server = await serve({ port: PORT });
	const folder = mkdtempSync(join(tmpdir(), 'bench-ingest-'));
	const csv = join(folder, 'mixed.csv');
	const mine = [];
	const theirs = [];
	try {
		await write(csv);
		for (let round = 0; round < ROUNDS; round++) {
			mine.push(await ours(`http://localhost:${PORT}`, csv));
			const took = await peer(csv, join(folder, 'mixed.parquet'));
			if (took !== null) theirs.push(took);
		}
	} finally {
		server.close();
		rmSync(folder, { recursive: true, force: true });
	}
	const of = (key) => median(mine.map((round) => round[key]));
	const sum = (key) => Math.max(...mine.map((round) => round[key]));
	const other = theirs.length > 0 ? median(theirs) : null;
	const alone = (id, value, goal, unit) => ({ id, ours: value, peer: null, ratio: null, goal, unit });
	return [
		{
			id: 'ingest.register-1m',
			ours: of('ingest'),
			peer: other,
			ratio: other === null ? null : of('ingest') / other,
			goal: '< 2.0 × native',
			unit: 's',
		},
		alone('ingest.stage', of('staged'), 'told', 's'),
		alone('ingest.jump', of('jump'), '< 200', 'ms'),
		alone('ingest.jump-worst', of('worstJump'), '< 200', 'ms'),
		alone('ingest.reopen', of('reopen'), '< 2', 's'),
		alone('ingest.first-aggregate', of('aggregate'), '< 300', 'ms'),
		alone('ingest.long-tasks', sum('ingestTasks'), '0', 'tasks > 100 ms'),
		alone('ingest.main-thread.scroll', sum('scrollTasks'), '0', 'tasks > 100 ms'),
		...(TRAINED > 0 ? [alone('ingest.main-thread.train', sum('trainTasks'), '0', 'tasks > 100 ms')] : []),
		...(of('memory') ? [alone('ingest.memory', of('memory'), '< 1536', 'MB')] : []),
	];
}
