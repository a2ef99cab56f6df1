/** What the journeys share: a data file of their own, ways to drop it, readings of the page and of what is kept. */
import { expect, type BrowserContext, type Page } from '@playwright/test';

/** Rows of a made-up clinic, mixed types with gaps; `returned` follows from age, visits and ward with some noise. */
export function clinicCsv(rows = 240): string {
	let state = 12345;
	const next = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
	const lines = ['patient,age,visits,cost,ward,smoker,admitted,returned'];
	for (let i = 0; i < rows; i++) {
		const age = 20 + Math.floor(next() * 60);
		const visits = Math.floor(next() * 9);
		const ward = ['north', 'south', 'east'][Math.floor(next() * 3)]!;
		const score = (age - 50) / 12 + (visits - 4) / 2 + (ward === 'east' ? 1.2 : -0.4) + (next() - 0.5);
		const cells = [
			`P${1000 + i}`,
			next() < 0.08 ? '' : String(age),
			String(visits),
			(Math.exp(4 + next() * 3) + visits * 10).toFixed(2),
			next() < 0.06 ? '' : ward,
			next() < 0.5 ? 'true' : 'false',
			`2024-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
			score > 0 ? 'yes' : 'no',
		];
		lines.push(cells.join(','));
	}
	return `${lines.join('\n')}\n`;
}

/** Drops a file on the page as a person would from a folder. */
export async function drop(page: Page, name: string, text: string): Promise<void> {
	const data = await page.evaluateHandle(
		([file, content]) => {
			const transfer = new DataTransfer();
			transfer.items.add(new File([content!], file!, { type: 'text/csv' }));
			return transfer;
		},
		[name, text],
	);
	for (const type of ['dragenter', 'dragover', 'drop'])
		await page.dispatchEvent('body', type, { dataTransfer: data });
}

/** Goes to a place by the address bar: a full load. */
export async function visit(page: Page, base: string, place = ''): Promise<void> {
	await page.goto(`${base}/${place ? `${place}/` : ''}`);
	await ready(page);
}

export async function ready(page: Page): Promise<void> {
	await expect(page.getByRole('button', { name: 'Add data', exact: true })).toBeVisible();
	await expect(page.getByRole('status', { name: /^(Saved|Nothing to save yet)$/ })).toBeVisible();
}

/** Registers what is staged and waits until it is the open dataset. */
export async function register(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(page.getByRole('grid')).toBeVisible();
}

export const leaderboard = (page: Page) => page.getByRole('region', { name: 'Leaderboard' });

/** Waits until nothing is training any more. */
export async function trained(page: Page): Promise<void> {
	await expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: 120_000 });
}

/** Presses Tab until the element with this role and name has the focus. */
export async function tabTo(
	page: Page,
	role: 'button' | 'link' | 'combobox' | 'textbox',
	name: string,
): Promise<void> {
	const wanted = page.getByRole(role, { name, exact: true }).first();
	await expect(wanted).toBeVisible();
	for (let press = 0; press < 150; press++) {
		if (await wanted.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`Tab never reached ${role} "${name}"`);
}

/** Trains on an engine whose fits take seconds, so that there is a middle to stop or reload in. */
export async function trainSlowly(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Test engine', exact: true }).click();
	await page.getByRole('radio', { name: 'tfjs on WASM' }).check();
	await expect(page.getByText('WASM, by hand', { exact: true })).toBeVisible();
	await page.getByRole('button', { name: 'Train baseline', exact: true }).click();
}

/** Trains three nets × three repeats beside the baseline and waits for all ten. */
export async function trainBaseline(page: Page, runs = 10): Promise<void> {
	await page.getByRole('button', { name: 'Train baseline', exact: true }).click();
	await expect.poll(() => countRuns(page), { timeout: 150_000 }).toBe(runs);
	await trained(page);
}

interface KeptRun {
	id: string;
	metrics: Record<string, Record<string, number | null>>;
	history: unknown;
	architecture: string;
}

/** Every record of one store of the metastore, read past the application. */
export async function kept<T>(page: Page, store: string): Promise<T[]> {
	return page.evaluate(
		(name) =>
			new Promise<T[]>((resolve, reject) => {
				const opening = indexedDB.open('benchtop');
				opening.onerror = () => reject(opening.error);
				opening.onsuccess = () => {
					const database = opening.result;
					const reading = database.transaction(name).objectStore(name).getAll();
					reading.onerror = () => reject(reading.error);
					reading.onsuccess = () => {
						database.close();
						resolve(reading.result as T[]);
					};
				};
			}),
		store,
	);
}

export const countRuns = async (page: Page): Promise<number> => (await kept(page, 'runs')).length;

/** Metrics and histories of all runs at full precision, in a fixed order. */
export async function figures(page: Page): Promise<unknown[]> {
	const records = await kept<KeptRun | { value: KeptRun } | { run: KeptRun } | { record: KeptRun }>(
		page,
		'runs',
	);
	return records
		.map((record) =>
			'metrics' in record
				? record
				: (Object.values(record).find(
						(v) => typeof v === 'object' && v !== null && 'metrics' in v,
					) as KeptRun),
		)
		.map(({ id, metrics, history }) => ({ id, metrics, history }))
		.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Collects every request that leaves the origin. */
export function watchRequests(context: BrowserContext, origin: string): string[] {
	const strangers: string[] = [];
	context.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url)) strangers.push(url);
	});
	return strangers;
}
