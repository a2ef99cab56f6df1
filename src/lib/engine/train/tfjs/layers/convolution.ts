/**
 * Convolutions of any rank as a product on the patches of all windows (im2col), and their way back by adding patches where
 * they came from. tfjs' own forward kernel is no faster on wasm (3 against 4 ms for a batch of 16 × 15 × 15 × 32 to 64 filters)
 * and 1.5 times as fast on WebGPU, but gives no patches, from which the way back takes the kernel's gradient up to 6 times
 * as fast; its ways back are missing on wasm, and with dilation everywhere. A large batch goes through in parts, so that patches stay within a budget.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerOfKind } from '../../../model/topology-layer';
import { activate, deactivate } from '../activation';
import { CHUNK } from '../chunk';
import { asRows, columnSums, type Matrix, type PassOf } from '../pass';
import { transposedTimes } from '../product';
import { perLayer } from '../tables';
import { gather, spreadProduct } from '../windowed';
import { extentsOf, slidingWindows } from '../windows';

type Conv = LayerOfKind<'conv'>;

const windowsOf = perLayer((layer: Conv) =>
	slidingWindows(extentsOf(layer.given[0] ?? []), extentsOf(layer.shape), layer),
);

/** Rows [from, from + count) of each part of a batch. */
function partsOf(layer: Conv, rows: number): { from: number; count: number }[] {
	const patch = windowsOf(layer).cells.length * layer.channels;
	const per = Math.max(1, Math.floor(CHUNK / patch));
	return Array.from({ length: Math.ceil(rows / per) }, (_, part) => ({
		from: part * per,
		count: Math.min(per, rows - part * per),
	}));
}

const joined = (parts: Matrix[]): Matrix =>
	parts.length === 1 ? (parts[0] as Matrix) : tf.concat2d(parts, 0);

export const conv: PassOf<'conv'> = (layer, tensors, [given], mode, tables) => {
	const { channels, filters, activation, units } = layer;
	const windows = windowsOf(layer);
	const { places } = windows;
	const x = given as Matrix;
	const [full, bias] = tensors as [tf.Tensor, tf.Tensor?];
	const kernel = asRows(full, filters);
	const parts = partsOf(layer, x.shape[0]);
	const fused = activation === 'relu' ? 'relu' : 'linear';
	const cut = (values: Matrix, from: number, count: number): Matrix =>
		parts.length === 1 ? values : tf.slice2d(values, [from, 0], [count, values.shape[1]]);
	const patchesOf = (from: number, count: number): Matrix =>
		gather(cut(x, from, count), channels, windows, tables);

	// Patches of all are kept for the way back, those of a part are fetched again.
	const kept = mode && parts.length === 1 ? patchesOf(0, x.shape[0]) : null;
	const z = joined(
		parts.map(({ from, count }) =>
			tf.tidy(() => {
				const a = kept ?? patchesOf(from, count);
				return tf.fused.matMul({ a, b: kernel, ...(bias ? { bias } : {}), activation: fused }) as Matrix;
			}),
		),
	);
	const y = fused === 'relu' ? z : activate(activation, z);

	return {
		y: asRows(y, units),
		running: [],
		back(dy, [wanted]) {
			const dz = deactivate(activation, asRows(dy, filters), y, z);
			const dxs: Matrix[] = [];
			let dKernel: Matrix | null = null;
			for (const { from, count } of parts) {
				const before: Matrix | null = dKernel;
				const [sum, dx] = tf.tidy((): tf.Tensor[] => {
					const d = cut(dz, from * places, count * places);
					const part = transposedTimes(kept ?? patchesOf(from, count), d);
					const own = before ? tf.add(before, part) : part;
					if (!wanted) return [own];
					return [own, spreadProduct(d, kernel, count, channels, windows, tables)];
				}) as [Matrix, Matrix?];
				before?.dispose();
				dKernel = sum;
				if (dx) dxs.push(dx);
			}
			const gradients = [dKernel as tf.Tensor, ...(bias ? [columnSums(dz)] : [])];
			return { dxs: [wanted ? joined(dxs) : null], gradients };
		},
	};
};
