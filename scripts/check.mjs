// npm run check: generated files, formatting, lint, types, import directions, dead code. Says what failed, and fails.
import { install, run, sync } from './install.mjs';

install();
sync();
const checks = [
	['error catalogue', 'node', ['scripts/errors.mjs', '--check']],
	['compiled kernel', 'node', ['scripts/kernels.mjs', '--check']],
	['format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']],
	['lint', 'npx', ['eslint', '--max-warnings', '0', '.']],
	['types', 'npx', ['svelte-check', '--fail-on-warnings', '--output', 'human']],
	['service worker', 'npx', ['tsc', '--noEmit', '-p', 'src/service-worker']],
	['imports', 'npx', ['depcruise', '--config', '.dependency-cruiser.cjs', 'src']],
	['dead code', 'npx', ['knip']],
];
const failed = [];
for (const [name, command, args] of checks) {
	console.log(`\n— ${name}`);
	if (run(command, args) !== 0) failed.push(name);
}
console.log(failed.length ? `\nFailed: ${failed.join(', ')}` : '\nAll checks pass');
process.exit(failed.length ? 1 : 0);
