/** A model as a table for people: each layer with the shape it gives and how many numbers it learns. */
import { isBaseline, type Architecture, type Layer } from '../schema/architecture';
import { topologyOf } from './topology';

export interface LayerRow {
	/** "Dense 64 · relu". */
	readonly layer: string;
	/** Shape of one sample after the layer, channels first: [64]. */
	readonly shape: readonly number[];
	/** Numbers the layer learns. */
	readonly parameters: number;
}

function title(layer: Layer): string {
	if (layer.layer === 'dense') return `Dense ${layer.units} · ${layer.activation}`;
	if (layer.layer === 'dropout') return `Dropout ${layer.rate}`;
	if (layer.layer === 'batchNorm') return 'Batch norm';
	return layer.layer === 'constant' ? 'Constant' : 'Output';
}

/**
 * One row for the input and one per layer.
 * @param inputs columns of the input tensor. @param outputs scores the target needs (`outputsOf`).
 * @throws what `topologyOf` refuses
 */
export function describeModel(architecture: Architecture, inputs: number, outputs: number): LayerRow[] {
	const input = { layer: 'Input', shape: [inputs], parameters: 0 };
	if (isBaseline(architecture) && architecture.layers.length === 1)
		return [input, { layer: 'Constant', shape: [outputs], parameters: outputs }];
	const topology = topologyOf(architecture, inputs, outputs);
	const rows = architecture.layers.map((layer, index) => ({
		layer: title(layer),
		shape: [topology.layers[index]?.units ?? outputs],
		parameters: topology.tensors.reduce(
			(sum, tensor) => sum + (tensor.layer === index && tensor.trained ? tensor.size : 0),
			0,
		),
	}));
	return [input, ...rows];
}
