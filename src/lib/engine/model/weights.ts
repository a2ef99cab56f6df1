/**
 * Initial weights, each tensor from a stream of its own ("weights/2/kernel"), so that adding a layer never changes
 * the draws of another. He normal (He et al. 2015) before rectifiers, Glorot uniform (Glorot & Bengio 2010) elsewhere.
 */
import { Stream } from '../random/stream';
import type { Topology, TensorSpec, TopologyLayer } from './topology';

function kernel(
	values: Float32Array,
	layer: Extract<TopologyLayer, { kind: 'dense' }>,
	stream: Stream,
): void {
	const rectified = layer.activation === 'relu' || layer.activation === 'elu' || layer.activation === 'gelu';
	const deviation = Math.sqrt(2 / layer.inputs);
	const limit = Math.sqrt(6 / (layer.inputs + layer.units));
	for (let i = 0; i < values.length; i++)
		values[i] = rectified ? deviation * stream.normal() : limit * (2 * stream.uniform() - 1);
}

function initial(tensor: TensorSpec, layer: TopologyLayer | undefined, seed: number): Float32Array {
	const values = new Float32Array(tensor.size);
	if (tensor.role === 'scale' || tensor.role === 'variance') values.fill(1);
	if (tensor.role === 'kernel' && layer?.kind === 'dense')
		kernel(values, layer, new Stream(seed, `weights/${tensor.name}`));
	return values;
}

/** One array per tensor of the topology, in its order. */
export function initialWeights(topology: Topology, seed: number): Float32Array[] {
	return topology.tensors.map((tensor) => initial(tensor, topology.layers[tensor.layer], seed));
}
