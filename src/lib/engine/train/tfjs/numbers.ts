/** The way between tensors and loops on backends whose memory is at hand, without a copy where there need be none. */
import * as tf from '@tensorflow/tfjs-core';

/** What tfjs' wasm backend has beside its kernels: a view of a tensor where it lies. */
interface HeapBackend {
	typedArrayFromHeap?(tensor: tf.Tensor): Float32Array;
}

/** To be read at once: the next tensor that is made may move what this looks at. */
export function numbers(tensor: tf.Tensor): Float32Array {
	if (tf.getBackend() !== 'wasm') return tensor.dataSync<'float32'>();
	const view = (tf.backend() as HeapBackend).typedArrayFromHeap?.(tensor);
	return view ?? tensor.dataSync<'float32'>();
}

let scratch = new Float32Array();

/** Room for a result that becomes a tensor at once: wasm copies what it is given, so there it is the same every time. */
export function room(length: number): Float32Array {
	if (tf.getBackend() !== 'wasm') return new Float32Array(length);
	if (scratch.length < length) scratch = new Float32Array(length);
	return scratch.subarray(0, length);
}
