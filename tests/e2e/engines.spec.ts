/** Each executor in turn is made to train the main job: what is kept says that it did. */
import { expect, test } from '@playwright/test';
import { clinicCsv, drop, kept, ready, register, trained } from './lab';

/** Radios of the engine, and what its runs say trained them. */
const EXECUTORS = [
	['Fused WASM', 'fused-wasm'],
	['Fused WebGPU', 'fused-webgpu'],
	['tfjs on WebGPU', 'tfjs-webgpu'],
	['tfjs on WebGL', 'tfjs-webgl'],
	['tfjs on WASM', 'tfjs-wasm'],
	['tfjs on CPU', 'tfjs-cpu'],
] as const;

interface KeptRun {
	readonly environment: { readonly executor: string };
	readonly history: { readonly train: Readonly<Record<string, readonly (number | null)[]>> };
}

/** A run, as it is kept or as a field of its record. */
function runIn(record: object): KeptRun {
	const found = [record, ...(Object.values(record) as unknown[])].find(
		(each) => typeof each === 'object' && each !== null && 'environment' in each,
	);
	if (!found) throw new Error('a record without a run');
	return found as KeptRun;
}

for (const [name, executor] of EXECUTORS)
	test(`the main job trains on ${name} when a person says so`, async ({ page }) => {
		// Software devices compile their shaders for a long time.
		test.setTimeout(420_000);
		await page.goto('./');
		await ready(page);
		await drop(page, 'clinic.csv', clinicCsv(60));
		await register(page);
		await page.goto('./train/');
		await page.getByRole('combobox', { name: 'Target' }).selectOption('returned');
		await page.getByRole('button', { name: 'Test engine', exact: true }).click();
		await page.getByRole('radio', { name: 'Fastest that passed' }).waitFor({ timeout: 60_000 });
		const radio = page.getByRole('radio', { name });
		await expect(radio).toBeEnabled();
		await radio.check();
		const why = new RegExp(`^${name}( on \\d+ workers)?: chosen by hand`);
		await expect(page.getByText(why)).toBeVisible({ timeout: 120_000 });
		await page.getByRole('button', { name: 'Train baseline', exact: true }).click();
		const nets = async () =>
			(await kept<object>(page, 'runs'))
				.map(runIn)
				.filter(({ environment }) => environment.executor !== 'closed-form');
		await expect.poll(async () => (await nets()).length, { timeout: 240_000 }).toBeGreaterThanOrEqual(1);
		const stop = page.getByRole('button', { name: /^Stop/ });
		if (await stop.isVisible()) await stop.click({ timeout: 2000 }).catch(() => {});
		await trained(page);
		for (const { environment, history } of await nets()) {
			expect(environment.executor).toBe(executor);
			expect(history.train['loss']?.every((loss) => loss !== null && Number.isFinite(loss))).toBe(true);
		}
	});
