import type { Topology } from '../../model/topology';
import { fusedExecutor } from '../fused/executor';
import type { Case } from './case';
import { parity } from './suite';

const KINDS = ['dense', 'dropout', 'batchNorm'];
const ACTIVATIONS = ['linear', 'relu', 'tanh', 'sigmoid', 'elu', 'gelu'];
const LOSSES = ['binaryCrossentropy', 'categoricalCrossentropy', 'meanSquaredError', 'meanAbsoluteError'];

/** What stands so far. */
const takes = ({ layers }: Topology): boolean =>
	layers.every(
		(layer) =>
			KINDS.includes(layer.kind) &&
			layer.shape.length === 1 &&
			(layer.kind !== 'dense' || (layer.bias && ACTIVATIONS.includes(layer.activation))),
	);
const only = ({ name, loss, weighted, settings }: Case): boolean =>
	LOSSES.includes(loss) && !weighted && !settings && name !== 'penalties';

parity('the fused kernel', () => fusedExecutor('test'), takes, { only });
