/** Where the largest stands, in operations that every backend has right. */
import * as tf from '@tensorflow/tfjs-core';

/** 1 at the first of the largest values along axis 1, 0 elsewhere. @param most the largest, with axis 1 of extent 1. */
export function winners<T extends tf.Tensor>(values: T, most: T): T {
	const extent = values.shape[1] as number;
	const number = tf.reshape(
		tf.range(0, extent),
		values.shape.map((_, axis) => (axis === 1 ? extent : 1)),
	);
	const behind = tf.mul(tf.step(tf.sub(most, values)), extent);
	const first = tf.min(tf.add(behind, number), 1, true);
	return tf.relu(tf.sub(1, tf.abs(tf.sub(number, first)))) as T;
}
