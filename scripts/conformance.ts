/** npm run conformance -- DIR: the engine against a folder of fixtures; prints `family: passed/total`. */
import { runFolder } from './conformance/run-folder';

const folder = process.argv[2];
if (folder === undefined) {
	console.error('npm run conformance -- DIR, where DIR holds fixtures such as those in tests/fixtures');
	process.exit(2);
}
const { known, unknown } = runFolder(folder);
for (const { family, total, failures } of known) {
	console.log(`${family}: ${total - failures.length}/${total}`);
	for (const failure of failures) console.log(`  fails ${failure}`);
}
if (unknown.length > 0) console.log(`unknown families, not run: ${unknown.join(', ')}`);
process.exit(known.some(({ failures }) => failures.length > 0) ? 1 : 0);
