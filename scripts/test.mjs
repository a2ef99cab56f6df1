// npm test: unit tests in Node, browser tests and end-to-end tests in Chromium; ends with "N passed, N failed".
// Arguments choose parts: unit, browser, e2e. None means all.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.mjs';
import { install, must, ROOT, sync } from './install.mjs';

const asked = process.argv.slice(2);
const wants = (part) => !asked.length || asked.includes(part);
const scratch = mkdtempSync(join(tmpdir(), 'benchtop-test-'));
const totals = { passed: 0, failed: 0 };

/** @param {string} part @param {string[]} args @param {Record<string, string>} env @param {(report: any) => {passed: number, failed: number}} count */
function suite(part, args, env, count) {
	const report = join(scratch, `${part}.json`);
	const { status } = spawnSync(
		'npx',
		args.map((arg) => arg.replace('REPORT', report)),
		{
			cwd: ROOT,
			stdio: 'inherit',
			env: {
				...process.env,
				...Object.fromEntries(Object.entries(env).map(([k, v]) => [k, v.replace('REPORT', report)])),
			},
		},
	);
	let counted = { passed: 0, failed: 0 };
	try {
		counted = count(JSON.parse(readFileSync(report, 'utf8')));
	} catch {
		counted.failed = 1;
	}
	if (status !== 0 && counted.failed === 0) counted.failed = 1;
	console.log(`${part}: ${counted.passed} passed, ${counted.failed} failed\n`);
	totals.passed += counted.passed;
	totals.failed += counted.failed;
}

const vitest = (project) => [
	'vitest',
	'run',
	'--project',
	project,
	'--reporter=default',
	'--reporter=json',
	'--outputFile.json=REPORT',
];
const fromVitest = ({ numPassedTests, numFailedTests, numFailedTestSuites, success }) => ({
	passed: numPassedTests,
	failed: numFailedTests || (success ? 0 : Math.max(1, numFailedTestSuites)),
});
const fromPlaywright = ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected });

install();
sync();
if (wants('browser') || wants('e2e')) must('node', ['scripts/chromium.mjs']);
if (wants('unit')) suite('unit', vitest('unit'), {}, fromVitest);
if (wants('browser')) suite('browser', vitest('browser'), {}, fromVitest);
if (wants('e2e')) {
	must('node', ['scripts/build.mjs']);
	const E2E_PORT = process.env.E2E_PORT ?? String(await freePort(4310));
	suite(
		'e2e',
		['playwright', 'test', '--reporter=list,json'],
		{ PLAYWRIGHT_JSON_OUTPUT_NAME: 'REPORT', E2E_PORT },
		fromPlaywright,
	);
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed ? 1 : 0);
