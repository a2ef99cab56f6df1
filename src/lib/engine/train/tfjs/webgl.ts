/**
 * What tfjs' WebGL backend has wrong and how it is kept from it. It packs 2 × 2 numbers into a texel; where an extent is odd
 * the last texel reaches over the edge, its element-wise operations leave numbers there (a sigmoid 0.5), and its products
 * add them up: a kernel's gradient from an odd number of rows was off by 6 %. Unpacked operations leave zeros.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Takes effect for every operation from now on; does nothing on other backends. */
export function keepEdgesClean(): void {
	if (tf.getBackend() !== 'webgl') return;
	tf.env().set('WEBGL_PACK_BINARY_OPERATIONS', false);
	tf.env().set('WEBGL_PACK_UNARY_OPERATIONS', false);
}
