import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { topologyOf, type Topology, type TopologyLayer } from '../../model/topology';
import { architectureSchema, type OptimizerSpec } from '../../schema/architecture';
import * as v from 'valibot';
import { meanLoss } from '../loss';
import { lossOf, type Batch, type LossSpec } from '../program';
import { pass } from './forward';
import { lossGradient } from './loss';
import { ReferenceNet } from './net';
import { Optimizer } from './optimizer';

/** Written by PyTorch as tests/fixtures/torch/make.py says. */
interface Fixture {
	readonly rows: number;
	readonly layers: readonly {
		readonly name: string;
		readonly shape: readonly number[];
		readonly layers: readonly unknown[];
		readonly training: boolean;
		readonly weights: readonly (readonly number[])[];
		readonly x: readonly number[];
		readonly y: readonly number[];
	}[];
	readonly losses: readonly {
		readonly loss: LossSpec['loss'];
		readonly settings: { labelSmoothing?: number; delta?: number; gamma?: number };
		readonly outputs: number;
		readonly z: readonly number[];
		readonly y: readonly number[];
		readonly weights: readonly number[] | null;
		readonly value: number;
		readonly gradient: readonly number[];
	}[];
	readonly optimizers: {
		readonly start: readonly number[];
		readonly slopes: readonly (readonly number[])[];
		readonly cases: readonly {
			readonly optimizer: OptimizerSpec['optimizer'];
			readonly clip: 'value' | 'norm' | null;
			readonly rate: number;
			readonly momentum: number;
			readonly weightDecay: number;
			readonly path: readonly (readonly number[])[];
		}[];
	};
}

const url = new URL('../../../../../tests/fixtures/torch/torch.json', import.meta.url);
const { rows, layers, losses, optimizers } = JSON.parse(readFileSync(url, 'utf8')) as Fixture;

function expectClose(found: ArrayLike<number>, expected: readonly number[], digits = 10): void {
	expect(found.length).toBe(expected.length);
	expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, digits));
}

/** The layers of a fixture alone, without the output layer a document ends with. */
function topologyFor(shape: readonly number[], declared: readonly unknown[]): Topology {
	const architecture = v.parse(architectureSchema, {
		...{ kind: 'architecture', name: 'PyTorch', analysis: 'regression', loss: 'meanSquaredError' },
		layers: [...declared, { layer: 'output' }],
		optimizer: { optimizer: 'sgd', learningRate: 1 },
	});
	const whole = topologyOf(architecture, [shape], 1);
	return {
		...whole,
		layers: whole.layers.slice(0, -1),
		tensors: whole.tensors.filter(({ layer }) => layer < declared.length),
	};
}

describe('a layer gives what PyTorch’s does', () => {
	it.each(layers)('$name', ({ shape, layers: declared, weights, training, x, y }) => {
		const topology = topologyFor(shape, declared);
		expect(weights.map(({ length }) => length)).toEqual(topology.tensors.map(({ size }) => size));
		if (!training) return expectClose(new ReferenceNet(topology, weights).outputs(x, rows), y);
		const [layer] = topology.layers as [TopologyLayer];
		const arrays = [...weights, x].map((values) => Float64Array.from(values));
		const mode = { mask: null, share: 1 };
		expectClose(pass(layer, arrays.slice(0, -1), arrays.slice(-1), rows, mode).y, y);
	});
});

describe('a loss and its gradient are PyTorch’s', () => {
	it.each(losses)(
		'$loss, $outputs outputs, $settings',
		({ loss, settings, outputs, weights, ...numbers }) => {
			const spec = lossOf({ loss, ...settings });
			const z = Float64Array.from(numbers.z);
			const y = Float64Array.from(numbers.y);
			const each = weights && Float64Array.from(weights);
			expect(meanLoss(spec, z, y, outputs, each)).toBeCloseTo(numbers.value, 10);
			const batch: Batch = {
				...{ rows: z.length / outputs, x: new Float32Array(), step: 0, share: 1, masks: [] },
				y: Float32Array.from(y),
				weights: each && Float32Array.from(each),
			};
			// Targets and weights of a batch are float32.
			expectClose(lossGradient(spec, z, batch, outputs), numbers.gradient, 6);
		},
	);
});

describe('an optimizer takes the steps of PyTorch’s', () => {
	const shape = [optimizers.start.length];
	const tensor = {
		...({ name: '1/kernel', layer: 0, role: 'kernel', shape, size: optimizers.start.length } as const),
		...({
			trained: true,
			decays: true,
			l1: 0,
			l2: 0,
			initial: { how: 'zeros', fanIn: 1, fanOut: 1 },
		} as const),
	};
	it.each(optimizers.cases)('$optimizer, clipped by $clip', ({ clip, rate, path, ...settings }) => {
		const clipping = {
			clipValue: clip === 'value' ? 0.3 : Infinity,
			clipNorm: clip === 'norm' ? 0.5 : Infinity,
		};
		const optimizer = new Optimizer({ ...settings, ...clipping }, [tensor]);
		const weights = Float64Array.from(optimizers.start);
		optimizers.slopes.forEach((slopes, step) => {
			optimizer.step([tensor], [weights], [Float64Array.from(slopes)], rate, step + 1);
			// Adamax' divisor has an epsilon of 1e-7 that PyTorch has elsewhere.
			expectClose(weights, path[step] ?? [], settings.optimizer === 'adamax' ? 6 : 10);
		});
	});
});
