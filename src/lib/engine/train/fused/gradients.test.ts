import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { topologyOf, type Topology } from '../../model/topology';
import { initialWeights } from '../../model/weights';
import { Stream } from '../../random/stream';
import type { Architecture, Loss } from '../../schema/architecture';
import { norm, relativeError } from '../parity/errors';
import { lossOf, type LossSpec } from '../program';
import { ReferenceNet } from '../reference/net';
import { anyNet } from './any-net';
import { fusedExecutor, fusedTakes, type FusedExecutor } from './executor';

let executor: FusedExecutor;
beforeAll(async () => {
	executor = await fusedExecutor('test');
});

/** Weights with biases, shifts and statistics moved off what training begins with. */
function movedWeights(topology: Topology): Float32Array[] {
	const stream = new Stream(9, 'moved');
	return initialWeights(topology, 3).map((values, i) =>
		topology.tensors[i]?.decays ? values : values.map((value) => value + 0.2 * stream.uniform()),
	);
}

it('is that of the float64 reference for any net, and so are predictions', async () => {
	await fc.assert(
		fc.asyncProperty(anyNet, async ({ program: { topology, loss }, samples, batch }) => {
			expect(fusedTakes(topology, loss)).toBe(true);
			const weights = movedWeights(topology);
			const reference = new ReferenceNet(topology, weights);
			const { gradients, margin } = reference.pass(loss, batch);
			fc.pre(margin > 2e-6);
			const expected = gradients.filter((part) => part !== null);
			const found = await executor.gradients(topology, loss, weights, batch);
			const whole = norm(expected.map(norm));
			// A tensor whose gradient cancels to almost nothing is measured by the whole.
			expected.forEach((part, i) => {
				const error = norm(part.map((g, k) => g - (found[i]?.[k] ?? NaN)));
				expect(error).toBeLessThanOrEqual(1e-5 * Math.max(norm(part), 0.1 * whole, 1e-6));
			});
			const outputs = await executor.predict(topology, weights, samples.x, samples.rows);
			expect(relativeError(outputs, reference.outputs(samples.x, samples.rows), 1)).toBeLessThan(5e-6);
		}),
		{ numRuns: 200, seed: 4 },
	);
}, 60_000);

/** A net of one product, whose outputs are three times ± 300. */
async function farError(loss: Loss, outputs: number, settings: Partial<LossSpec>): Promise<number> {
	const analysis = outputs === 1 ? 'binary' : 'multi-class';
	const architecture: Architecture = {
		...{ kind: 'architecture', name: 'Far net', analysis, loss, layers: [{ layer: 'output' }] },
		optimizer: { optimizer: 'sgd', learningRate: 0.1, weightDecay: 0 },
	};
	const topology = topologyOf(architecture, 1, outputs);
	const weights = [new Float32Array(outputs).map((_, k) => (k % 2 ? 300 : -300)), new Float32Array(outputs)];
	const x = Float32Array.of(1, -1, 0.5, 0.1, -0.02);
	const y = Float32Array.of(0, 1, 1, 0, 1);
	const batch = { rows: 5, x, y, weights: null, step: 0, share: 1, masks: [null] };
	const spec = { ...lossOf({ loss }), ...settings };
	const expected = new ReferenceNet(topology, weights).pass(spec, batch).gradients;
	const found = await executor.gradients(topology, spec, weights, batch);
	return Math.max(...found.map((part, i) => relativeError(part, expected[i] ?? [])));
}

describe('stays right far from zero, where exponentials overflow', () => {
	it.each([
		['binaryCrossentropy', 1, {}],
		['categoricalCrossentropy', 4, {}],
		['categoricalCrossentropy', 35, { smoothing: 0.2 }],
		['focal', 1, { gamma: 2 }],
		['focal', 1, { gamma: 0.5 }],
		['focal', 3, { gamma: 2 }],
		['focal', 35, { gamma: 0.5 }],
		['hinge', 1, {}],
		['hinge', 3, {}],
	] as const)('%s of %i outputs %j', async (loss, outputs, settings) => {
		expect(await farError(loss, outputs, settings)).toBeLessThan(1e-5);
	});
});
