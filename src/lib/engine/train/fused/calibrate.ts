/**
 * Which of the kernel's two ways with zeros is faster in this runtime: to multiply by them or to leave them out. Both give
 * the same bits; some compilers spill what the second keeps in registers. Takes a few dozen milliseconds, once.
 */
import { topologyOf } from '../../model/topology';
import { Stream } from '../../random/stream';
import type { Architecture } from '../../schema/architecture';
import { programOf, type Program } from '../program';
import type { Machine } from './machine';
import { FusedNet } from './net';

const [INPUTS, UNITS, CLASSES, ROWS, BATCH] = [32, 128, 10, 256, 64];
const ROUNDS = 5;

function problem(): { program: Program; samples: { rows: number; x: Float32Array; y: Float32Array } } {
	const hidden = { layer: 'dense', units: UNITS, activation: 'relu' } as const;
	const architecture: Architecture = {
		kind: 'architecture',
		name: 'Calibration',
		analysis: 'multi-class',
		layers: [hidden, hidden, hidden, { layer: 'output' }],
		loss: 'categoricalCrossentropy',
		optimizer: { optimizer: 'adam', learningRate: 0.001, weightDecay: 0 },
	};
	const topology = topologyOf(architecture, INPUTS, CLASSES);
	const stream = new Stream(1, 'calibration');
	const x = new Float32Array(ROWS * INPUTS).map(() => stream.normal());
	const y = new Float32Array(ROWS).map(() => stream.below(CLASSES));
	const settings = { epochs: 1, batchSize: BATCH, patience: null };
	const program = programOf(architecture, topology, settings, 1);
	return { program, samples: { rows: ROWS, x, y } };
}

/** @param elapsed monotonic milliseconds. */
export async function listsPay(machine: Machine, elapsed: () => number): Promise<boolean> {
	const { program, samples } = problem();
	const quickest = [Infinity, Infinity];
	for (let round = 0; round < 2 * ROUNDS; round++) {
		machine.lists = round % 2 === 1;
		const net = new FusedNet(machine, program, { train: samples, validation: samples });
		// The first epochs warm up what the compiler does late; the quickest counts, since others disturb.
		for (let epoch = 1; epoch <= 3; epoch++) {
			const start = elapsed();
			await net.epoch(epoch, program.learningRate, async () => {});
			quickest[round % 2] = Math.min(quickest[round % 2] as number, elapsed() - start);
		}
	}
	return (quickest[1] as number) <= (quickest[0] as number);
}
