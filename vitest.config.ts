import { playwright } from '@vitest/browser-playwright';
import { defineConfig, mergeConfig } from 'vitest/config';
import { FLAGS, findChromium } from './scripts/chromium.mjs';
import viteConfig from './vite.config';

export default mergeConfig(
	viteConfig,
	defineConfig({
		test: {
			projects: [
				{
					extends: true,
					test: {
						name: 'unit',
						setupFiles: ['tests/setup.ts'],
						environment: 'node',
						include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'],
						exclude: ['**/*.browser.test.ts'],
					},
				},
				{
					extends: true,
					test: {
						name: 'browser',
						setupFiles: ['tests/setup.ts'],
						include: ['src/**/*.browser.test.ts', 'tests/unit/**/*.browser.test.ts'],
						testTimeout: 60_000,
						fileParallelism: false,
						browser: {
							enabled: true,
							headless: true,
							screenshotFailures: false,
							instances: [{ browser: 'chromium' }],
							provider: playwright({ launchOptions: { executablePath: findChromium(), args: FLAGS } }),
						},
					},
				},
			],
		},
	}),
);
