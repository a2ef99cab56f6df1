import { defineConfig, devices } from '@playwright/test';
import { FLAGS, findChromium } from './scripts/chromium.mjs';

/** Always under a sub-path: what works there works at a root. The build is relative, so one build serves both. */
const base = '/sub/app';
const port = Number(process.env.E2E_PORT ?? 4310);

export default defineConfig({
	testDir: 'tests/e2e',
	workers: 1,
	timeout: 180_000,
	expect: { timeout: 20_000 },
	reporter: 'list',
	use: {
		baseURL: `http://localhost:${port}${base}/`,
		...devices['Desktop Chrome'],
		viewport: { width: 1440, height: 900 },
		launchOptions: { executablePath: findChromium(), args: FLAGS },
	},
	webServer: {
		command: `node scripts/serve.mjs ${port} ${base}`,
		url: `http://localhost:${port}${base}/`,
		reuseExistingServer: false,
	},
});
