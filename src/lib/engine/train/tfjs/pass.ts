/**
 * What a layer is to the tfjs executor: a function from values to values and the way back. Values are matrices rows × units.
 * A layer that works on channels takes and gives them last within a sample (rows × positions × channels), whatever the
 * topology's order is; `layout.ts` says which do. All tensors belong to the caller's tidy scope.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerOfKind, TopologyLayer } from '../../model/topology-layer';
import type { Tables } from './tables';

export type Matrix = tf.Tensor2D;

export interface Passed {
	readonly y: Matrix;
	/** Running statistics after this batch, for layers that have them. */
	readonly running: tf.Tensor[];
	/** @param wanted which of what the layer was given needs a gradient. */
	back(dy: Matrix, wanted: readonly boolean[]): Gradients;
}

export interface Gradients {
	/** One per value given; null where not wanted. */
	readonly dxs: (Matrix | null)[];
	/** In the order of the layer's trained tensors, shaped as they are or flat. */
	readonly gradients: tf.Tensor[];
}

/** What a training batch is to a layer; evaluation has none. */
export interface TrainMode {
	readonly mask: Matrix | null;
	/** How much the batch counts for running statistics. */
	readonly share: number;
}

/** @param tensors the layer's, in the topology's order. @param mode null is evaluation. */
export type PassOf<K extends TopologyLayer['kind']> = (
	layer: LayerOfKind<K>,
	tensors: tf.Tensor[],
	xs: Matrix[],
	mode: TrainMode | null,
	tables: Tables,
) => Passed;

/** The same numbers, row-major, as rows of another width. */
export const asRows = (values: tf.Tensor, width: number): Matrix => tf.reshape(values, [-1, width]);

/** Sums of the columns, 1 × columns, by a product, which is exact where tfjs' `sum` is not. */
export const columnSums = (values: Matrix): Matrix =>
	tf.matMul(tf.ones([1, values.shape[0]]) as Matrix, values);

/** Means of the columns, 1 × columns. */
export const columnMeans = (values: Matrix): Matrix =>
	tf.matMul(tf.fill([1, values.shape[0]], 1 / values.shape[0]) as Matrix, values);

/** For layers without weights and statistics that take one value. */
export const plain = (y: Matrix, back: (dy: Matrix) => Matrix): Passed => ({
	y,
	running: [],
	back: (dy, [wanted]) => ({ dxs: [wanted ? back(dy) : null], gradients: [] }),
});
