/** Which function of the reference passes a batch through which kind of layer. */
import type { TopologyLayer } from '../../model/topology-layer';
import { conv, convTranspose, depthwise, separable } from './convolution';
import { activation, dense, dropout } from './dense';
import { embedding } from './embedding';
import { batchNorm, layerNorm } from './norm';
import type { Mode, Pass, Passed } from './passed';
import { globalPool, pool } from './pooling';
import { recurrent } from './recurrent';
import { add, concatenate, input, padding, permute, reshape, upSampling } from './shapes';

const PASSES: { readonly [K in TopologyLayer['kind']]: Pass<K> } = {
	...{ input, dense, activation, dropout, batchNorm, layerNorm, embedding },
	...{ conv, convTranspose, depthwise, separable, pool, globalPool, recurrent },
	...{ reshape, permute, padding, upSampling, add, concatenate },
};

/** @param weights the layer's tensors in the topology's order. @param xs rows × numbers of each layer it takes. */
export const pass = <K extends TopologyLayer['kind']>(
	layer: Extract<TopologyLayer, { readonly kind: K }>,
	weights: readonly Float64Array[],
	xs: readonly Float64Array[],
	rows: number,
	mode: Mode,
): Passed => (PASSES[layer.kind as K] as Pass<K>)(layer, weights, xs, rows, mode);
