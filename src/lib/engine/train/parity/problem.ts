/**
 * A case as a program with data and weights, drawn anew until nothing stands near a kink or a tie, where a gradient in
 * float32 may rightly differ from one in float64. For tests and nothing else.
 */
import { lossesFor, topologyOf, type Topology } from '../../model/topology';
import { sizeOf } from '../../model/topology-layer';
import { initialWeights } from '../../model/weights';
import { Stream } from '../../random/stream';
import type { Architecture } from '../../schema/architecture';
import { ANALYSES, type Analysis } from '../../schema/common';
import { batchesOf } from '../batches';
import { comparesEach } from '../loss';
import { programOf, type Batch, type LossSpec, type Program, type Samples } from '../program';
import { ReferenceNet } from '../reference/net';
import type { Case } from './case';

export interface Problem {
	readonly program: Program;
	readonly samples: Samples;
	/** All rows, in the order of the first epoch. */
	readonly batch: Batch;
	/** Biases, shifts and statistics are not what training begins with, so that none of them could be left out. */
	readonly weights: Float32Array[];
}

/** Nothing may stand nearer to a kink or a tie. */
const MARGIN = 1e-3;

/** The document of a case; only the loss tells the analysis. */
export function architectureOf({ name, layers, loss, settings, optimizer }: Case): Architecture {
	const analysis = ANALYSES.filter((one) => lossesFor(one).includes(loss)) as [Analysis, ...Analysis[]];
	return {
		...{ kind: 'architecture', name, analysis: analysis[0], loss, ...settings },
		layers: [...layers, { layer: 'output' }],
		optimizer: { optimizer: 'adam', learningRate: 0.05, weightDecay: 0, ...optimizer },
	};
}

const topologies = new Map<Case, Topology>();

/** The topology of a case. */
export function topologyFor(one: Case): Topology {
	const known = topologies.get(one);
	if (known) return known;
	const topology = topologyOf(architectureOf(one), one.inputs, one.outputs);
	topologies.set(one, topology);
	return topology;
}

/** Rows for a case from a seed: normal or whole inputs, labels as its loss takes them. */
export function samplesOf(
	{ loss, outputs, inputs, whole, weighted }: Case,
	rows: number,
	seed: number,
): Samples {
	const stream = new Stream(seed, 'parity/samples');
	const width = typeof inputs === 'number' ? inputs : inputs.reduce((sum, shape) => sum + sizeOf(shape), 0);
	const x = new Float32Array(rows * width).map(() => (whole ? stream.below(whole) : stream.normal()));
	const y = new Float32Array(comparesEach(loss) ? rows * outputs : rows).map(() => {
		if (loss === 'poisson') return stream.below(4);
		return comparesEach(loss) ? stream.normal() : stream.below(Math.max(2, outputs));
	});
	if (!weighted) return { rows, x, y };
	return { rows, x, y, weights: new Float32Array(rows).map(() => 0.25 + 1.5 * stream.uniform()) };
}

/** Weights as training begins with them, and then everything that is alike made different. */
function weightsFor(topology: Topology, seed: number): Float32Array[] {
	const stream = new Stream(seed, 'parity/weights');
	return initialWeights(topology, seed).map((values, i) => {
		const { role = 'kernel', decays = true } = topology.tensors[i] ?? {};
		if (decays) return values;
		return values.map((value) => value + 0.5 * (role === 'variance' ? stream.uniform() : stream.normal()));
	});
}

/** How near the loss of a batch is to a kink or tie of its own. */
function lossMargin({ loss }: LossSpec, outputs: Float64Array, { y }: Batch, width: number): number {
	if (loss === 'meanAbsoluteError') return Math.min(...outputs.map((z, i) => Math.abs(z - (y[i] as number))));
	if (loss !== 'hinge') return Infinity;
	const rows = Array.from(y, (label, row) => {
		const z = Array.from(outputs.subarray(row * width, (row + 1) * width));
		if (width === 1) return Math.abs(1 - (2 * label - 1) * (z[0] as number));
		const [first = 0, second = -Infinity] = z.filter((_, k) => k !== label).toSorted((a, b) => b - a);
		return Math.min(first - second, Math.abs(1 + first - (z[label] as number)));
	});
	return Math.min(...rows);
}

/** A case with the first seed that keeps it away from kinks; null when none of some does. */
export function awayFromKinks(one: Case, seeds = 20): Problem | null {
	const topology = topologyFor(one);
	for (let seed = 1; seed <= seeds; seed++) {
		const trainer = { epochs: 1, batchSize: one.rows, patience: null };
		const program = programOf(architectureOf(one), topology, trainer, seed);
		const samples = samplesOf(one, one.rows, seed);
		const [batch] = batchesOf(program, samples)(1) as Iterable<Batch>;
		if (!batch) continue;
		const weights = weightsFor(topology, seed);
		const { outputs, margin } = new ReferenceNet(topology, weights).pass(program.loss, batch);
		if (Math.min(margin, lossMargin(program.loss, outputs, batch, topology.outputs)) >= MARGIN)
			return { program, samples, batch, weights };
	}
	return null;
}

/** @throws when no seed keeps a case away from kinks */
export function problemOf(one: Case): Problem {
	const problem = awayFromKinks(one, 200);
	if (!problem) throw new Error(`No seed keeps "${one.name}" away from kinks`);
	return problem;
}
