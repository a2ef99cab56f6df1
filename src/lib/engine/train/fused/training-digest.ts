/**
 * A hash of trained weights, to hold runtimes against each other: the kernel gives the same bytes in Node and in every
 * browser. The losses beside them are float64 of the host, whose exponential may differ in its last bit. For tests.
 */
import { contentId } from '../../canonical';
import { lossesFor, topologyOf } from '../../model/topology';
import { Stream } from '../../random/stream';
import { LOSSES, OPTIMIZERS, type Architecture } from '../../schema/architecture';
import { ANALYSES, type Analysis } from '../../schema/common';
import { ACTIVATIONS } from '../../schema/layer';
import type { Executor } from '../executor';
import { comparesEach } from '../loss';
import { programOf, type Program, type Samples } from '../program';

/** Last letters of the hash that Node and Chromium gave for the strict build. */
export const TRAINING_DIGEST = '9d80371b77567d9e';

const [INPUTS, BATCH] = [5, 8];
/** Every activation twice, every loss and optimizer at least twice. */
const NETS = 24;

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** Nets that hold every activation, loss and optimizer at least once, in widths beyond a panel. */
function netOf(i: number): { program: Program; outputs: number } {
	const loss = pick(LOSSES, i);
	const analysis = pick(
		ANALYSES.filter((one) => lossesFor(one).includes(loss)),
		Math.floor(i / LOSSES.length),
	) as Analysis;
	const outputs = analysis === 'binary' ? 1 : analysis === 'multi-class' ? 35 : 2;
	const architecture: Architecture = {
		...{ kind: 'architecture', name: `Net ${i}`, analysis, loss, labelSmoothing: i % 3 === 1 ? 0.1 : 0 },
		layers: [
			{ layer: 'dense', units: 34, activation: pick(ACTIVATIONS, i), l2: i % 4 === 2 ? 0.01 : 0 },
			{ layer: 'dropout', rate: 0.2 },
			{ layer: 'dense', units: 7, activation: 'linear', bias: i % 2 === 0 },
			{ layer: 'batchNorm' },
			{ layer: 'activation', activation: pick(ACTIVATIONS, i + 5) },
			{ layer: 'output' },
		],
		optimizer: {
			...{ optimizer: pick(OPTIMIZERS, i), learningRate: 0.01, weightDecay: 0.01 },
			...(i % 4 === 0 ? { clipNorm: 0.5 } : {}),
			...(i % 4 === 1 ? { clipValue: 0.1 } : {}),
		},
	};
	const trainer = { epochs: 3, batchSize: BATCH, patience: null, keep: 'last' } as const;
	const schedule = { schedule: 'exponential', factor: 0.9 } as const;
	const topology = topologyOf(architecture, INPUTS, outputs);
	return { program: programOf(architecture, topology, { ...trainer, schedule }, 11), outputs };
}

function samplesOf({ loss: { loss } }: Program, rows: number, outputs: number, weighted: boolean): Samples {
	const stream = new Stream(4, 'digest');
	const x = new Float32Array(rows * INPUTS).map(() => stream.normal());
	const each = comparesEach(loss);
	const y = new Float32Array(each ? rows * outputs : rows).map(() =>
		each && loss !== 'poisson' ? stream.normal() : stream.below(Math.max(2, each ? 4 : outputs)),
	);
	const weights = new Float32Array(rows).map(() => 0.5 + stream.uniform());
	return weighted ? { rows, x, y, weights } : { rows, x, y };
}

/** Trains two dozen nets and hashes their weights. */
export async function trainingDigest(executor: Executor): Promise<string> {
	const results: number[][][] = [];
	for (let i = 0; i < NETS; i++) {
		const { program, outputs } = netOf(i);
		const data = samplesOf(program, 30, outputs, i % 5 === 0);
		const { weights } = await executor.train(program, { train: data, validation: data });
		results.push(weights.map((values) => [...new Uint32Array(values.buffer)]));
	}
	return (await contentId(results)).slice(-16);
}
