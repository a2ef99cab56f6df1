// Installs what package-lock.json asks for when node_modules is missing or older than it. Node built-ins only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = `${ROOT}node_modules/.benchtop-lock`;

/**
 * Runs a command in the project's root with its output shown; returns the exit status.
 * @param {string} command @param {string[]} args @param {import('node:child_process').SpawnSyncOptions} options
 */
export function run(command, args, options = {}) {
	const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
	if (error) throw error;
	return status ?? 1;
}

/**
 * As `run`, and ends this process when the command fails.
 * @param {string} command @param {string[]} args @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function must(command, args, options) {
	const status = run(command, args, options);
	if (status !== 0) process.exit(status);
}

export function install() {
	const hash = createHash('sha256')
		.update(readFileSync(`${ROOT}package-lock.json`))
		.digest('hex');
	if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return;
	console.log('Installing what is missing …');
	// Not `npm ci`: it refuses a lock that lacks another platform's optional binaries, and this one may.
	const status = run('npm', ['install', '--no-save', '--no-audit', '--no-fund']);
	if (status !== 0) process.exit(status);
	writeFileSync(STAMP, hash);
}

/** Types and paths SvelteKit generates; TypeScript needs them. */
export function sync() {
	must('npx', ['svelte-kit', 'sync']);
}

if (process.argv[1]?.endsWith('install.mjs')) install();
