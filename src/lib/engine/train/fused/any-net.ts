/** Any small net with a batch, for property tests of the kernel: every layer, activation and loss it has, in any width. */
import fc from 'fast-check';
import { lossesFor, topologyOf } from '../../model/topology';
import { Stream } from '../../random/stream';
import { ACTIVATIONS } from '../../schema/layer';
import { type Architecture, type Layer, type Loss } from '../../schema/architecture';
import { ANALYSES } from '../../schema/common';
import { batchesOf } from '../batches';
import { comparesEach } from '../loss';
import { programOf, type Batch, type Program, type Samples } from '../program';

/** Around 4 and 32, where lanes and panels end, and anything else. */
const width = fc.oneof(fc.constantFrom(1, 3, 4, 5, 31, 32, 33), fc.integer({ min: 1, max: 70 }));
const activation = fc.constantFrom(...ACTIVATIONS);
const penalty = fc.constantFrom(0, 0.01);

const layer: fc.Arbitrary<Layer> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			...{ layer: fc.constant('dense' as const), units: width, activation, bias: fc.boolean() },
			...{ l1: penalty, l2: penalty },
		}),
	},
	{ weight: 1, arbitrary: fc.record({ layer: fc.constant('activation' as const), activation }) },
	{
		weight: 1,
		arbitrary: fc.record({
			layer: fc.constant('dropout' as const),
			rate: fc.double({ min: 0, max: 0.8, noNaN: true }),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ layer: fc.constantFrom('batchNorm' as const, 'flatten' as const) }) },
);

const loss = fc.constantFrom(
	...ANALYSES.flatMap((analysis) => lossesFor(analysis).map((name) => ({ analysis, name }))),
);

/** Settings of losses; what a loss has not means nothing. */
const settings = fc.record({
	labelSmoothing: fc.constantFrom(0, 0.2),
	gamma: fc.constantFrom(0, 0.5, 2, 5),
	delta: fc.constantFrom(0.3, 1),
});

/** Samples that any loss takes: normal inputs; whole, class or normal labels; weights of rows or none. */
export function samplesFor(
	name: Loss,
	inputs: number,
	outputs: number,
	rows: number,
	weighted: boolean,
): Samples {
	const stream = new Stream(rows, 'any net');
	const each = comparesEach(name);
	const x = new Float32Array(rows * inputs).map(() => stream.normal());
	const y = new Float32Array(each ? rows * outputs : rows).map(() => {
		if (name === 'poisson') return stream.below(4);
		return each ? stream.normal() : stream.below(Math.max(2, outputs));
	});
	const weights = new Float32Array(rows).map(() => 0.5 + stream.uniform());
	return weighted ? { rows, x, y, weights } : { rows, x, y };
}

export interface AnyNet {
	readonly program: Program;
	readonly samples: Samples;
	readonly batch: Batch;
}

export const anyNet: fc.Arbitrary<AnyNet> = fc
	.record({
		...{ layers: fc.array(layer, { maxLength: 4 }), loss, settings },
		...{ inputs: width, classes: fc.integer({ min: 2, max: 70 }), rows: fc.integer({ min: 8, max: 24 }) },
		weighted: fc.boolean(),
	})
	.map(({ layers, loss: { analysis, name }, settings: chosen, inputs, classes, rows, weighted }) => {
		const outputs = analysis === 'binary' ? 1 : classes;
		const architecture: Architecture = {
			...{ kind: 'architecture', name: 'Any net', analysis, loss: name, ...chosen },
			layers: [...layers, { layer: 'output' }],
			optimizer: { optimizer: 'adam', learningRate: 0.01, weightDecay: 0 },
		};
		const topology = topologyOf(architecture, inputs, outputs);
		const program = programOf(architecture, topology, { epochs: 1, batchSize: rows, patience: null }, 3);
		const samples = samplesFor(name, inputs, outputs, rows, weighted);
		const [batch] = batchesOf(program, samples)(1) as Iterable<Batch>;
		return { program, samples, batch: batch as Batch };
	});
