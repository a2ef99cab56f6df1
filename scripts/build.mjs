// Builds the site when a source is newer than the last build. BASE_PATH puts it under a sub-path.
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { install, must, ROOT } from './install.mjs';

const INPUTS = ['src', 'static', 'docs/errors', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'];
const STAMP = `${ROOT}build/.built`;

/** @param {string} path @returns {number} newest modification below it, ms */
function newest(path) {
	const stat = statSync(path);
	if (!stat.isDirectory()) return stat.mtimeMs;
	return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(`${path}/${name}`)));
}

export function build({ base = process.env.BASE_PATH ?? '' } = {}) {
	install();
	const wanted = `${Math.max(...INPUTS.map((path) => newest(ROOT + path)))} ${base}`;
	if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
	must('npx', ['svelte-kit', 'sync']);
	must('npx', ['vite', 'build', '--logLevel', 'warn'], { env: { ...process.env, BASE_PATH: base } });
	writeFileSync(STAMP, wanted);
}

if (process.argv[1]?.endsWith('build.mjs')) build();
