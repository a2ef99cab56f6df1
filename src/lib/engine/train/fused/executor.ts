/**
 * Training by the compiled kernel: one model at a time, whole stretches of steps per call, forward, backward and
 * optimizer without leaving WebAssembly. The strict build gives identical bytes wherever it runs; initial weights and
 * losses are the host's. One call at a time. Memory is reused by all models; only an exceptionally large one is let go.
 */
import type { Topology } from '../../model/topology';
import type { Inputs } from '../inputs';
import type { Executor } from '../executor';
import { breathe, runEpochs } from '../loop';
import { Arena } from './arena';
import { listsPay } from './calibrate';
import { evaluationOf } from './evaluation';
import { Feed } from './feed';
import { gradientsOf } from './gradients';
import { Tensors } from './lower';
import { Machine, type Build } from './machine';
import { FusedNet } from './net';
import { placesOf, writeTensors } from './places';

/** Bytes that are kept for the next model. */
const KEPT = 268_435_456;

/** Samples that are predicted at once. */
const PREDICTED = 64;

async function predict(
	machine: Machine,
	topology: Topology,
	weights: readonly Float32Array[],
	x: Inputs,
	rows: number,
): Promise<Float32Array> {
	const arena = new Arena(machine.base);
	const at = new Tensors(topology, placesOf(topology, arena));
	const feed = new Feed(
		machine,
		{ rows, x, y: new Float32Array(rows) },
		topology.inputs,
		1,
		PREDICTED,
		arena,
	);
	const evaluation = evaluationOf(machine, at, feed, arena);
	machine.reserve('The net', arena.end);
	evaluation.write();
	feed.write();
	writeTensors(topology, at.places, weights, machine.floats(at.places.at, at.places.size));
	return evaluation.outputs(async () => {});
}

export { fusedTakes } from './chain';

export interface FusedExecutor extends Executor {
	/** Bytes of WebAssembly memory held. */
	readonly bytes: number;
}

/**
 * @param fingerprint build (`buildName`) and runtime. @param elapsed monotonic milliseconds, to find out which of two ways that give
 * the same bits is faster here. @param kept  bytes of memory that are kept for the next model.
 * @param build relaxed is faster on some processors and gives other last bits, on each its own.
 * @throws CompileError where there is no SIMD, train.no-relaxed-simd
 */
export async function fusedExecutor(
	fingerprint: string,
	elapsed: (() => number) | null = null,
	kept = KEPT,
	build: Build = 'strict',
): Promise<FusedExecutor> {
	let machine = await Machine.create(build);
	const lists = elapsed === null || (await listsPay(machine, elapsed));
	machine.lists = lists;
	/** Lets memory go that was grown for one very large model. */
	const tidy = async () => {
		if (machine.bytes <= kept) return;
		machine = await Machine.create(build);
		machine.lists = lists;
	};
	return {
		id: 'fused-wasm',
		fingerprint,
		get bytes() {
			return machine.bytes;
		},
		async train(program, data, call = {}) {
			try {
				const net = new FusedNet(machine, program, data);
				const between = () => breathe(call);
				return await runEpochs(
					program,
					data,
					{
						epoch: (epoch, rate) => net.epoch(epoch, rate, between),
						outputs: (split) => net.outputs(split, between),
						keep: () => net.keep(),
						best: () => Promise.resolve(net.best()),
						save: () => Promise.resolve(net.save()),
						restore: (state) => net.restore(state),
						check: () => {},
						dispose: () => {},
					},
					call,
				);
			} finally {
				await tidy();
			}
		},
		async predict(topology, weights, x, rows) {
			try {
				return await predict(machine, topology, weights, x, rows);
			} finally {
				await tidy();
			}
		},
		gradients: async (topology, loss, weights, batch) =>
			gradientsOf(machine, { topology, loss }, weights, batch),
		dispose: () => {},
	};
}
