// npm run bench -- NAME [--json]: same-run comparisons. A row is { id, ours, peer, ratio, goal, unit }:
// ours and peer are medians over interleaved rounds, ratio = ours / peer. Peers not installed are named and left out.
import { existsSync, readdirSync } from 'node:fs';
import { install, ROOT } from './install.mjs';

const FOLDER = `${ROOT}scripts/bench/`;
const names = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.mjs'))
	.map((file) => file.slice(0, -4));
const [name] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
if (!name || !existsSync(`${FOLDER}${name}.mjs`)) {
	console.error(`Usage: npm run bench -- NAME [--json]\nNames: ${names.join(', ')}`);
	process.exit(2);
}
install();
const bench = await import(`./bench/${name}.mjs`);
const rows = await bench.rows();
const show = (value) => (value === null ? '–' : value.toPrecision(3));
if (process.argv.includes('--json')) console.log(JSON.stringify(rows, null, '\t'));
else
	for (const { id, ours, peer, ratio, goal, unit } of rows)
		console.log(
			`${id.padEnd(32)} ours ${show(ours)} ${unit}  peer ${show(peer)}  ratio ${show(ratio)}  goal ${goal}`,
		);
process.exit(0);
