/**
 * Initial weights, each tensor from a stream of its own ("weights/2/kernel"), so that adding a layer never changes
 * the draws of another. He (He et al. 2015), Glorot (Glorot & Bengio 2010), LeCun (1998), orthogonal (Saxe et al. 2014).
 */
import { Stream } from '../random/stream';
import type { Initial, TensorSpec } from './tensors';
import type { Topology } from './topology';

/** Numerator and denominator of the variance of a draw. */
function variance({ how, fanIn, fanOut }: Initial): readonly [number, number] {
	if (how.startsWith('he')) return [2, fanIn];
	if (how.startsWith('lecun')) return [1, fanIn];
	return [2, fanIn + fanOut];
}

/** Rows (or columns, where there are fewer) at right angles and of length 1, by Gram–Schmidt over normal draws. */
function orthogonal(values: Float32Array, rows: number, columns: number, stream: Stream): void {
	const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
	const basis: Float64Array[] = [];
	while (basis.length < count) {
		const vector = new Float64Array(length).map(() => stream.normal());
		// Twice, since once leaves what rounding left over.
		for (let pass = 0; pass < 2; pass++)
			for (const other of basis) {
				let along = 0;
				for (let i = 0; i < length; i++) along += (vector[i] as number) * (other[i] as number);
				for (let i = 0; i < length; i++) vector[i] = (vector[i] as number) - along * (other[i] as number);
			}
		const norm = Math.hypot(...vector);
		if (norm > 1e-6) basis.push(vector.map((value) => value / norm));
	}
	for (let r = 0; r < rows; r++)
		for (let c = 0; c < columns; c++)
			values[r * columns + c] = (rows <= columns ? basis[r]?.[c] : basis[c]?.[r]) as number;
}

function initial({ size, shape, name, initial: begin }: TensorSpec, seed: number): Float32Array {
	const values = new Float32Array(size);
	const { how } = begin;
	if (how === 'zeros') return values;
	if (how === 'ones') return values.fill(1);
	// Gates stand side by side; the second is the one that forgets.
	if (how === 'forget') return values.fill(1, size / 4, size / 2);
	const stream = new Stream(seed, `weights/${name}`);
	const [over, under] = variance(begin);
	if (how === 'orthogonal') {
		const columns = shape.at(-1) as number;
		orthogonal(values, size / columns, columns, stream);
	} else if (how.endsWith('Normal')) {
		const deviation = Math.sqrt(over / under);
		for (let i = 0; i < size; i++) values[i] = deviation * stream.normal();
	} else {
		const limit = how === 'small' ? 0.05 : Math.sqrt((3 * over) / under);
		for (let i = 0; i < size; i++) values[i] = limit * (2 * stream.uniform() - 1);
	}
	return values;
}

/** One array per tensor of the topology, in its order. */
export function initialWeights(topology: Topology, seed: number): Float32Array[] {
	return topology.tensors.map((tensor) => initial(tensor, seed));
}
