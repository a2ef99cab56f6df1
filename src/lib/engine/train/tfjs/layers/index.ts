/** Every kind of layer and what carries it out. */
import type { TopologyLayer } from '../../../model/topology-layer';
import { embedding } from '../embedding';
import type { PassOf } from '../pass';
import { recurrent } from '../recurrent';
import { conv } from './convolution';
import { activation, dense, dropout } from './dense';
import { depthwise, separable } from './depthwise';
import { add, concatenate, input } from './join';
import { batchNorm, layerNorm } from './norm';
import { globalPool, pool } from './pooling';
import { padding, permute, reshape, upSampling } from './shapes';
import { convTranspose } from './transposed';

const PASSES: { [K in TopologyLayer['kind']]: PassOf<K> } = {
	input,
	dense,
	activation,
	dropout,
	batchNorm,
	layerNorm,
	embedding,
	reshape,
	permute,
	conv,
	convTranspose,
	depthwise,
	separable,
	pool,
	globalPool,
	upSampling,
	padding,
	recurrent,
	add,
	concatenate,
};

/** Passes values through one layer of any kind. */
export const pass: PassOf<TopologyLayer['kind']> = (layer, ...rest) =>
	(PASSES[layer.kind] as PassOf<TopologyLayer['kind']>)(layer, ...rest);
