// Training steps per second of one thread, ours beside tfjs' `model.fit` (WASM), PyTorch's CPU loop and scikit-learn's
// MLPClassifier: same nets, batches and Adam, every round a process of each in turn, medians over rounds. Counted in
// processor time of each process, so that what else the machine does weighs on all alike. `.loop` rows add what our
// training does beside: both splits evaluated after every epoch. BENCH_PYTHON names a Python with torch and sklearn.
// WebGPU rows come from Chromium: a sweep of many models on our kernel beside `fit` of tfjs-webgpu, on the same adapter.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { webgpuRounds } from './parts/train-webgpu.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const MILLISECONDS = process.env.BENCH_MILLISECONDS ?? '400';
const PYTHONS = [process.env.BENCH_PYTHON, '/usr/bin/python3', 'python3'].filter(Boolean);
const THREADS = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
const part = (name) => fileURLToPath(new URL(`./parts/${name}`, import.meta.url));

/** What ours has to be times the peer (issue 4); null is told only. */
const GOALS = {
	'tfjs-wasm-fit': {
		'iris-b5': 500,
		'iris-b16': 250,
		'medium-b32': 22,
		'medium-b256': null,
		'large-b256': 13,
	},
	pytorch: { 'iris-b5': 100, 'iris-b16': 50, 'medium-b32': 3.5, 'medium-b256': 1.2, 'large-b256': 0.65 },
	sklearn: { 'iris-b5': 50, 'iris-b16': null, 'medium-b32': null, 'medium-b256': null, 'large-b256': null },
};

const WEBGPU_GOALS = {
	'iris-b5': 300,
	'iris-b16': 300,
	'medium-b32': 10,
	'medium-b256': 10,
	'large-b256': null,
};

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;

/** The JSON a child prints last. */
function child(command, words) {
	const { status, stdout, stderr } = spawnSync(command, [...words, MILLISECONDS], {
		encoding: 'utf8',
		env: { ...process.env, ...THREADS },
	});
	if (status !== 0) throw new Error(`${words.join(' ')} failed:\n${stderr}`);
	return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** Peers that can run here, by name; the others are named as left out. */
function peers() {
	const found = { 'tfjs-wasm-fit': () => child(process.execPath, [part('train-tfjs.mjs')]) };
	for (const [name, module, title] of [
		['pytorch', 'torch', 'PyTorch (python3-torch is not installed)'],
		['sklearn', 'sklearn', 'scikit-learn (python3-sklearn is not installed)'],
	]) {
		const python = PYTHONS.find((each) => spawnSync(each, ['-c', `import ${module}`]).status === 0);
		if (python) found[name] = () => child(python, [part('train-peer.py'), module]);
		else console.error(`Left out: ${title}`);
	}
	return found;
}

/** What is printed of one comparison. */
const row = (id, mine, peer, goal) => ({
	id,
	ours: mine,
	peer,
	ratio: peer === null ? null : mine / peer,
	goal: goal === null ? 'told' : `≥ ${goal} ×`,
	unit: 'steps/s',
});

async function webgpuRows() {
	const rounds = await webgpuRounds(ROUNDS, Number(MILLISECONDS));
	const of = (wanted, name) =>
		median(rounds.flatMap((each) => (each.side === wanted && each.name === name ? [each.steps] : [])));
	return Object.entries(WEBGPU_GOALS).flatMap(([name, goal]) => {
		const [fused, loop, fit] = ['fused', 'loop', 'fit'].map((side) => of(side, name));
		return [
			row(`train.${name}.fused-webgpu.tfjs-webgpu-fit`, fused, fit, goal),
			row(`train.${name}.fused-webgpu.loop`, loop, fused, null),
		];
	});
}

export async function rows() {
	const ours = () => child(process.execPath, ['--import', 'tsx', part('train-fused.ts')]);
	const others = peers();
	const rounds = [];
	for (let i = 0; i < ROUNDS; i++) {
		const round = { ours: ours() };
		for (const [name, run] of Object.entries(others)) round[name] = run();
		rounds.push(round);
	}
	const of = (side, name, key = 'steps') => median(rounds.map((round) => round[side][name][key]));
	const wasm = Object.keys(GOALS.pytorch).flatMap((name) => [
		...Object.keys(others).map((peer) =>
			row(`train.${name}.fused-wasm.${peer}`, of('ours', name), of(peer, name), GOALS[peer][name]),
		),
		row(`train.${name}.fused-wasm.loop`, of('ours', name, 'loop'), of('ours', name), null),
	]);
	return [...wasm, ...(await webgpuRows())];
}
