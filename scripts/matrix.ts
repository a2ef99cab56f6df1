/**
 * npm run matrix -- FOLDER [--only NAME,…] [--seeds 5] [--executor NAME] [--threads N] [--verbose] [--write]
 * Every test of tests/acceptance, without folds and with three, through the engine in Chromium on the data in FOLDER;
 * prints the table and, when asked, writes it to docs/matrix.md. Exits with 1 when a figure of the reference is missed.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { run, sync } from './install.mjs';
import { withChromium, type Laboratory } from './matrix/browser';
import { documentSchema, VARIANTS, type AcceptanceDocument, type Variant } from './matrix/document';
import { EXECUTORS } from './matrix/executor-name';
import { aboveBaseline, documentOf, headOfTable, rowOfTable } from './matrix/report';
import type { SeedResult } from './matrix/result';
import type { Task } from './matrix/run-seed';
import { rowOf, type Row } from './matrix/summary';

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: {
		only: { type: 'string' },
		seeds: { type: 'string', default: '5' },
		executor: { type: 'string' },
		threads: { type: 'string', default: String(Math.max(1, Math.min(8, cpus().length))) },
		write: { type: 'boolean', default: false },
		verbose: { type: 'boolean', default: false },
	},
});
const [folder] = positionals;
if (folder === undefined) {
	console.error(
		'npm run matrix -- DIR, where DIR holds the files that the documents of tests/acceptance name',
	);
	process.exit(2);
}
if (!existsSync(new URL('../.svelte-kit/tsconfig.json', import.meta.url))) sync();
const seeds = Number(values.seeds);
const forced = values.executor === undefined ? null : v.parse(v.picklist(EXECUTORS), values.executor);
const only = values.only?.split(',');

const all = readdirSync(new URL('../tests/acceptance/', import.meta.url))
	.filter((file) => file.endsWith('.json'))
	.map((file) => readFileSync(new URL(`../tests/acceptance/${file}`, import.meta.url), 'utf8'))
	.map((text) => v.parse(documentSchema, JSON.parse(text)));
const documents = all.filter(({ name }) => only?.some((wanted) => name.includes(wanted)) ?? true);

interface Group {
	readonly document: AcceptanceDocument;
	readonly variant: Variant;
	readonly tasks: readonly Task[];
}

const groups = documents.flatMap((document) =>
	VARIANTS.map((variant): Group => {
		const tasks = Array.from({ length: seeds }, (_, i): Task => {
			return { document, variant, seed: i + 1, forced, first: i === 0 };
		});
		return { document, variant, tasks };
	}),
);

const WRITTEN = new URL('../docs/matrix.md', import.meta.url);
const NOTES = new URL('../tests/acceptance/notes.md', import.meta.url);

/** Puts a row into the document, so that a run that is cut off keeps what it has measured. */
function write(row: Row, version: string): void {
	const earlier = existsSync(WRITTEN) ? readFileSync(WRITTEN, 'utf8') : '';
	const names = all.flatMap(({ name }) => VARIANTS.map((variant) => `${name} ${variant}`));
	const notes = readFileSync(NOTES, 'utf8').trim();
	writeFileSync(WRITTEN, documentOf([row], earlier, names, version, notes));
	run('npx', ['prettier', '--log-level', 'warn', '--write', 'docs/matrix.md']);
}

/** Every thread takes the next task; a row is told as soon as its last seed is through. */
async function runAll(lab: Laboratory): Promise<Row[]> {
	let queue = groups.flatMap(({ tasks }) => tasks);
	const results: SeedResult[] = [];
	const rows = new Map<Group, Row>();
	const told = (group: Group) => {
		const { document, variant, tasks } = group;
		const own = results.filter((result) => result.name === document.name && result.variant === variant);
		if (own.length < tasks.length) return;
		const row = rowOf(document, variant, own);
		rows.set(group, row);
		console.log(rowOfTable(row));
		if (values.write) write(row, lab.version);
	};
	const thread = async (slot: number) => {
		for (let task = queue.shift(); task; task = queue.shift()) {
			const group = groups.find(({ tasks }) => tasks.includes(task)) as Group;
			try {
				const result = await lab.run(slot, task);
				for (const refusal of result.refused) {
					process.exitCode = 1;
					console.log(`${group.document.name}, ${group.variant}, is refused for ${refusal}`);
				}
				results.push(result);
				told(group);
			} catch (thrown) {
				// The other seeds of this variant would fail alike; other tests go on.
				queue = queue.filter((other) => !group.tasks.includes(other));
				process.exitCode = 1;
				console.log(`${group.document.name}, ${group.variant}, seed ${task.seed} failed: ${String(thrown)}`);
			}
		}
	};
	console.log(headOfTable());
	await Promise.all(Array.from({ length: Number(values.threads) }, (_, slot) => thread(slot)));
	return groups.flatMap((group) => rows.get(group) ?? []);
}

const tell = (text: string) => values.verbose && console.error(text);
await withChromium(resolve(folder), tell, async (lab) => {
	const rows = await runAll(lab);
	for (const row of rows.filter(({ below }) => !below)) console.log(aboveBaseline(row));
	const missed = rows.filter(({ reached }) => !reached);
	if (missed.length > 0) process.exitCode = 1;
	for (const { name, variant, median, floor } of missed)
		console.log(`${name}, ${variant}: ${median.toFixed(3)} is short of ${floor?.toFixed(3)}`);
});
