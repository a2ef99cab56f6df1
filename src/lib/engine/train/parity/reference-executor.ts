/** The float64 reference behind the interface of executors, so that its own ways back are judged as theirs. For tests alone. */
import { initialWeights } from '../../model/weights';
import type { Executor } from '../executor';
import { runEpochs, stepByStep } from '../loop';
import { ReferenceNet } from '../reference/net';

export const referenceExecutor: Executor = {
	id: 'reference',
	fingerprint: 'float64',
	async train(program, data, call = {}) {
		const { topology, seed } = program;
		const net = new ReferenceNet(topology, initialWeights(topology, seed));
		const weights = () => net.weights.map((values) => Float32Array.from(values));
		let kept = weights();
		return runEpochs(
			program,
			data,
			{
				epoch: stepByStep(program, data.train, (batch, rate) => net.step(program, batch, rate)),
				outputs: async (split) =>
					Float32Array.from(net.outputs(data[split].x as Float32Array, data[split].rows)),
				keep: () => (kept = weights()),
				best: async () => kept,
				check: () => {},
				dispose: () => {},
			},
			call,
		);
	},
	predict: async (topology, weights, x, rows) =>
		Float32Array.from(new ReferenceNet(topology, weights).outputs(x as Float32Array, rows)),
	gradients: async (topology, loss, weights, batch) =>
		new ReferenceNet(topology, weights)
			.pass(loss, batch)
			.gradients.flatMap((values) => (values ? [Float32Array.from(values)] : [])),
	dispose: () => {},
};
