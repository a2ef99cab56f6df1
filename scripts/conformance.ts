/**
 * npm run conformance -- DIR [--node]: the engine against a folder of fixtures, in Node and then in Chromium; prints
 * `family: passed/total` for each. Families it does not know are named. --node leaves the browser out.
 */
import type { FamilyResult } from './conformance/families';
import { inChromium } from './conformance/in-chromium';
import { readFolder, runFolder } from './conformance/run-folder';

const [folder] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (folder === undefined) {
	console.error('npm run conformance -- DIR, where DIR holds fixtures such as those in tests/fixtures');
	process.exit(2);
}

let failed = false;
function tell({ family, total, failures }: FamilyResult): void {
	console.log(`${family}: ${total - failures.length}/${total}`);
	for (const failure of failures) console.log(`  fails ${failure}`);
	failed ||= failures.length > 0;
}

console.log('in Node');
const { known, unknown } = runFolder(folder);
known.forEach(tell);
if (!process.argv.includes('--node')) {
	console.log('in Chromium');
	const found = await inChromium(async (run) => {
		for (const { name, fixture } of readFolder(folder)) {
			const result = await run(fixture, name);
			if (result) tell(result);
		}
	});
	if (!found) console.log('no Chromium is installed; left out');
}
if (unknown.length > 0) console.log(`unknown families, not run: ${unknown.join(', ')}`);
process.exit(failed ? 1 : 0);
