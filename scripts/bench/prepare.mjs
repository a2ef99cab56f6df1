// A generated table of 1,000,000 × 20 to tensors (split, fit on train, apply to all) beside scikit-learn's
// ColumnTransformer of the same steps with one thread. Every round is a process of its own, so that peaks of memory are
// its own too. Without python3-sklearn and pandas the peer is named and left out. BENCH_PYTHON names another Python.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTable } from './parts/prepare-table.mjs';

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const PYTHONS = [process.env.BENCH_PYTHON, '/usr/bin/python3', 'python3'].filter(Boolean);
const part = (name) => fileURLToPath(new URL(`./parts/${name}`, import.meta.url));
const THREADS = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;

/** The JSON a child prints last; what it complains of is passed on. */
function round(command, words) {
	const { status, stdout, stderr } = spawnSync(command, words, {
		encoding: 'utf8',
		env: { ...process.env, ...THREADS },
	});
	if (status !== 0) throw new Error(`${command} ${words[0]} failed:\n${stderr}`);
	return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** A Python that has scikit-learn and pandas; null when there is none. */
const peerPython = () =>
	PYTHONS.find((python) => spawnSync(python, ['-c', 'import sklearn, pandas']).status === 0) ?? null;

export async function rows() {
	const folder = mkdtempSync(join(tmpdir(), 'bench-prepare-'));
	const python = peerPython();
	if (!python) console.error('Left out: scikit-learn (python3-sklearn and python3-pandas are not installed)');
	const mine = [];
	const theirs = [];
	try {
		writeTable(folder, ROWS);
		for (let i = 0; i < ROUNDS; i++) {
			mine.push(round(process.execPath, ['--import', 'tsx', part('prepare-ours.ts'), folder]));
			if (python) theirs.push(round(python, [part('prepare-peer.py'), folder]));
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	const shape = ({ rows: sizes, width }) => `${sizes.join(' + ')} × ${width}`;
	const odd = theirs.find((each) => shape(each) !== shape(mine[0]));
	if (odd) throw new Error(`Not the same work: ${shape(mine[0])} beside ${shape(odd)}`);
	const row = (id, key, goal, unit) => {
		const [ours, peer] = [mine, theirs].map((side) => median(side.map((each) => each[key])));
		return { id, ours, peer, ratio: ours && peer ? ours / peer : null, goal, unit };
	};
	return [
		row('prepare.mixed-1m', 'seconds', 3, 's'),
		row('prepare.mixed-1m.memory', 'megabytes', 'told', 'MB'),
	];
}
