/**
 * The order of values between layers. Samples of three axes and more have their channels first in the topology; layers that
 * work on channels want them last here, where a product can take them. A chain of such layers hands them on as they are.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Topology } from '../../model/topology';
import { sizeOf, type Shape, type TopologyLayer } from '../../model/topology-layer';
import { asRows, type Matrix } from './pass';

const ON_CHANNELS: readonly TopologyLayer['kind'][] = [
	'conv',
	'convTranspose',
	'depthwise',
	'separable',
	'pool',
	'globalPool',
	'upSampling',
	'padding',
	'batchNorm',
	'layerNorm',
	'concatenate',
];
const AS_GIVEN: readonly TopologyLayer['kind'][] = ['activation', 'dropout', 'add'];

export interface Layout {
	/** Per layer whether it takes channels last. */
	readonly takes: readonly boolean[];
	/** Per layer whether it gives channels last. */
	readonly gives: readonly boolean[];
}

const wantsLast = (layer: TopologyLayer): boolean =>
	ON_CHANNELS.includes(layer.kind) || (layer.kind === 'activation' && layer.activation === 'softmax');

/** Up to two axes both orders are one. */
const differs = (shape: Shape | undefined): boolean => (shape?.length ?? 0) > 2;

export function layoutOf({ layers }: Topology): Layout {
	const takes: boolean[] = [];
	const gives: boolean[] = [];
	for (const layer of layers) {
		const handed = AS_GIVEN.includes(layer.kind) && layer.from.some((source) => gives[source]);
		const last = wantsLast(layer) || handed;
		takes.push(last && layer.given.some(differs));
		gives.push(last && differs(layer.shape));
	}
	return { takes, gives };
}

/** Values of samples of a shape, from one order to the other. */
export function ordered(values: Matrix, shape: Shape, from: boolean, to: boolean): Matrix {
	const [channels = 1] = shape;
	const positions = sizeOf(shape) / channels;
	if (from === to || !differs(shape) || channels === 1 || positions === 1) return values;
	const axes = to ? [channels, positions] : [positions, channels];
	return asRows(tf.transpose(tf.reshape(values, [-1, ...axes]), [0, 2, 1]), channels * positions);
}
