/** The families in Chromium: the very code that runs in Node, bundled into a page. */
import { chromium } from 'playwright';
import { build, type Rolldown } from 'vite';
import { findChromium, FLAGS } from '../chromium.mjs';
import type { FamilyResult, Fixture, runFixture } from './families';

type Run = (fixture: Fixture, name: string) => Promise<FamilyResult | null>;

async function bundle(): Promise<string> {
	const output = (await build({
		configFile: false,
		logLevel: 'error',
		build: {
			write: false,
			minify: false,
			lib: {
				entry: new URL('./in-page.ts', import.meta.url).pathname,
				formats: ['iife'],
				name: 'conformance',
			},
		},
	})) as Rolldown.RolldownOutput[];
	return output[0]?.output[0].code ?? '';
}

/** Calls `work` with a function that runs a fixture in Chromium; false where no Chromium is found. */
export async function inChromium(work: (run: Run) => Promise<void>): Promise<boolean> {
	const executablePath = findChromium();
	const browser = await chromium.launch({ executablePath, args: FLAGS }).catch(() => null);
	if (!browser) return false;
	try {
		const page = await browser.newPage();
		await page.addScriptTag({ content: await bundle() });
		await work((fixture, name) =>
			page.evaluate(
				([one, of]) =>
					(globalThis as unknown as { runFixture: typeof runFixture }).runFixture(
						one as Fixture,
						of as string,
					),
				[fixture, name],
			),
		);
		return true;
	} finally {
		await browser.close();
	}
}
