/**
 * What a resolved layer costs: products in a forward pass, and what training a net holds in memory. Counts for people, to
 * tell a small net from a large one before it is trained; no executor is asked and none is promised to need as much.
 */
import type { OptimizerSpec } from '../schema/architecture';
import { sizeOf, type TopologyLayer } from './topology-layer';

const GATES = { lstm: 4, gru: 3, simpleRnn: 1 } as const;

/** Multiply-adds of one sample forward; element-wise work, pooling and look-ups count nothing. */
export function multiplyAdds(layer: TopologyLayer): number {
	const { units } = layer;
	switch (layer.kind) {
		case 'dense':
			return layer.inputs * units;
		case 'conv':
			return sizeOf(layer.kernel) * layer.channels * units;
		case 'convTranspose':
			return sizeOf(layer.kernel) * layer.filters * sizeOf(layer.given[0] ?? []);
		case 'depthwise':
			return sizeOf(layer.kernel) * units;
		case 'separable': {
			const middle = layer.channels * layer.multiplier;
			return (units / layer.filters) * (sizeOf(layer.kernel) * middle + middle * layer.filters);
		}
		case 'recurrent': {
			const { inputs, width, steps, bidirectional } = layer;
			return (bidirectional ? 2 : 1) * steps * (inputs + width) * GATES[layer.cell] * width;
		}
		default:
			return 0;
	}
}

/** Numbers an optimizer remembers for each weight. */
const REMEMBERED: Record<OptimizerSpec['optimizer'], number> = {
	sgd: 0,
	momentum: 1,
	nesterov: 1,
	rmsprop: 1,
	adagrad: 1,
	adadelta: 2,
	adam: 2,
	adamW: 2,
	adamax: 2,
};

/**
 * Bytes one model holds while it trains, roughly: its weights, their gradient, the best so far and what the optimizer
 * remembers, and what every layer gives for a batch, forward and back.
 * @param values numbers of one sample over all layers, the inputs too
 */
export const trainingBytes = (
	{ parameters, values }: { readonly parameters: number; readonly values: number },
	optimizer: OptimizerSpec['optimizer'],
	batchSize: number,
): number => 4 * ((3 + REMEMBERED[optimizer]) * parameters + 2 * batchSize * values);
