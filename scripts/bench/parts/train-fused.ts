/**
 * Steps per second of the fused kernel, in processor time of this process, for every case: whole epochs with their
 * shuffling, as `model.fit` has them; then with the loop around them that evaluates both splits after each epoch.
 * Prints { case: { steps, loop } } as its last line. Words: milliseconds for each, and "relaxed" for that build, which
 * Node 20 runs with --experimental-wasm-relaxed-simd.
 */
import { readFileSync } from 'node:fs';
import { topologyOf } from '../../../src/lib/engine/model/topology';
import { Stream } from '../../../src/lib/engine/random/stream';
import type { Architecture } from '../../../src/lib/engine/schema/architecture';
import { listsPay } from '../../../src/lib/engine/train/fused/calibrate';
import { fusedExecutor } from '../../../src/lib/engine/train/fused/executor';
import { Machine, type Build } from '../../../src/lib/engine/train/fused/machine';
import { FusedNet } from '../../../src/lib/engine/train/fused/net';
import { programOf, type Program, type TrainingData } from '../../../src/lib/engine/train/program';

interface Shape {
	readonly inputs: number;
	readonly hidden: readonly number[];
	readonly classes: number;
	readonly batch: number;
	readonly rows: number;
}
const CASES = JSON.parse(readFileSync(new URL('train-cases.json', import.meta.url), 'utf8')) as Record<
	string,
	Shape
>;
const MILLISECONDS = Number(process.argv[2] ?? 400);
const BUILD: Build = process.argv[3] === 'relaxed' ? 'relaxed' : 'strict';

/** Milliseconds this process has computed. */
const spent = (): number => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};

function problem({ inputs, hidden, classes, batch, rows }: Shape): { program: Program; data: TrainingData } {
	const optimizer = { optimizer: 'adam', learningRate: 0.001, weightDecay: 0 } as const;
	const loss = 'categoricalCrossentropy';
	const architecture: Architecture = {
		kind: 'architecture',
		name: 'Bench',
		analysis: 'multi-class',
		layers: [
			...hidden.map((units) => ({ layer: 'dense' as const, units, activation: 'relu' as const })),
			{ layer: 'output' },
		],
		loss,
		optimizer,
	};
	const topology = topologyOf(architecture, inputs, classes);
	const stream = new Stream(1, 'bench');
	const samples = {
		rows,
		x: new Float32Array(rows * inputs).map(() => stream.normal()),
		y: new Float32Array(rows).map(() => stream.below(classes)),
	};
	const trainer = { epochs: 1_000_000, batchSize: batch, patience: null };
	return {
		program: programOf(architecture, topology, trainer, 1),
		data: {
			train: samples,
			validation: { rows: 1, x: samples.x.slice(0, inputs), y: samples.y.slice(0, 1) },
		},
	};
}

const lists = await listsPay(await Machine.create(BUILD), spent);
const results: Record<string, { steps: number; loop: number }> = {};
for (const [name, shape] of Object.entries(CASES)) {
	const { program, data } = problem(shape);
	const perEpoch = Math.ceil(shape.rows / shape.batch);
	const machine = await Machine.create(BUILD);
	machine.lists = lists;
	const net = new FusedNet(machine, program, data);
	let epoch = 1;
	const epochs = async (milliseconds: number): Promise<number> => {
		const start = spent();
		let count = 0;
		do for (let i = 0; i < 4; i++, count++) await net.epoch(epoch++, program.learningRate, async () => {});
		while (spent() - start < milliseconds);
		return (count * perEpoch * 1000) / (spent() - start);
	};
	await epochs(MILLISECONDS / 2);
	const steps = await epochs(MILLISECONDS);
	const executor = await fusedExecutor('bench', spent, 2 ** 28, BUILD);
	const stop = new AbortController();
	const start = spent();
	let count = 0;
	const onEpoch = () => void (++count % 4 === 0 && spent() - start > MILLISECONDS && stop.abort());
	await executor.train(program, data, { signal: stop.signal, onEpoch }).catch((thrown: unknown) => {
		if (!stop.signal.aborted) throw thrown;
	});
	results[name] = { steps, loop: (count * perEpoch * 1000) / (spent() - start) };
}
console.log(JSON.stringify(results));
