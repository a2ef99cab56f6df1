import { beforeAll, expect, it } from 'vitest';
import { topologyOf } from '../../model/topology';
import { ACTIVATIONS, type Activation } from '../../schema/layer';
import { ReferenceNet } from '../reference/net';
import { fusedExecutor, type FusedExecutor } from './executor';

let executor: FusedExecutor;
beforeAll(async () => {
	executor = await fusedExecutor('test');
});

/** A net that gives back its one input, after the activation. */
function passing(activation: Activation) {
	const topology = topologyOf(
		{
			...{ kind: 'architecture', name: 'Passing', analysis: 'regression', loss: 'meanSquaredError' },
			layers: [{ layer: 'activation', activation }, { layer: 'output' }],
			optimizer: { optimizer: 'sgd', learningRate: 0.1, weightDecay: 0 },
		},
		1,
		1,
	);
	return { topology, weights: [Float32Array.of(1), Float32Array.of(0)] };
}

const COUNT = 40_000;
const INPUTS = new Float32Array(COUNT).map((_, i) => 40 * ((2 * i) / COUNT - 1) ** 3);

/** Largest error of a result, as a share of it or of what it is at least measured by. */
async function worstError(activation: Activation, least: number): Promise<number> {
	const { topology, weights } = passing(activation);
	const found = await executor.predict(topology, weights, INPUTS, COUNT);
	const expected = new ReferenceNet(topology, weights).outputs(INPUTS, COUNT);
	let worst = 0;
	expected.forEach((value, i) => {
		const error = Math.abs((found[i] ?? NaN) - value) / Math.max(least, Math.abs(value));
		worst = Number.isNaN(error) ? Infinity : Math.max(worst, error);
	});
	return worst;
}

it.each(ACTIVATIONS)('is exact to 3e-7 from −40 to 40: %s', async (activation) => {
	expect(await worstError(activation, 1)).toBeLessThan(3e-7);
});

it.each(['sigmoid', 'softplus', 'swish', 'elu', 'selu', 'tanh'] as const)(
	'is exact to 3e-7 of a small result too: %s',
	async (activation) => {
		expect(await worstError(activation, 1e-20)).toBeLessThan(3e-7);
	},
);

it.each(ACTIVATIONS)('lets NaN through: %s', async (activation) => {
	const { topology, weights } = passing(activation);
	const outputs = await executor.predict(topology, weights, Float32Array.of(1, NaN, -1), 3);
	expect([...outputs].map(Number.isNaN)).toEqual([false, true, false]);
});
