// Finds a Chromium: $CHROMIUM_PATH, Playwright's own, the system's; installs one when asked.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const SYSTEM = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome-stable',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Software WebGPU in page and worker; no sandbox only where root makes it impossible. */
export const FLAGS = [
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	'--enable-unsafe-webgpu',
	'--use-webgpu-adapter=swiftshader',
	'--ignore-gpu-blocklist',
	'--disable-background-networking',
	'--disable-component-update',
	'--no-first-run',
];

function ownBrowser() {
	try {
		return existsSync(chromium.executablePath());
	} catch {
		return false;
	}
}

/** @returns {string | undefined} path, or undefined to let Playwright use its own */
export function findChromium({ install = false } = {}) {
	const asked = process.env.CHROMIUM_PATH;
	if (asked) {
		if (!existsSync(asked)) throw new Error(`CHROMIUM_PATH=${asked} does not exist`);
		return asked;
	}
	if (ownBrowser()) return undefined;
	const system = SYSTEM.find((path) => existsSync(path));
	if (system || !install) return system;
	const debianRoot =
		process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
	if (debianRoot) {
		try {
			execFileSync('apt-get', ['update'], { stdio: 'inherit' });
			execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'], {
				stdio: 'inherit',
			});
			return '/usr/bin/chromium';
		} catch {
			console.warn('apt-get could not install chromium; trying the download of Playwright');
		}
	}
	if (
		spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit', timeout: 300_000 }).status ===
		0
	)
		return undefined;
	throw new Error('No Chromium: set CHROMIUM_PATH, or run: npx playwright install chromium');
}

if (process.argv[1]?.endsWith('chromium.mjs'))
	console.log(findChromium({ install: true }) ?? chromium.executablePath());
