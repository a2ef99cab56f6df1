/** Gradients by central differences in float64, of a plain forward: what judges every way back there is. For tests alone. */
import type { Batch, LossSpec } from '../program';
import type { ReferenceNet } from '../reference/net';

/**
 * One array per trained tensor, in the topology's order, of the training loss of a batch. Errors are near `step`² of the
 * third derivative, and 1e-16 ÷ `step` of the loss.
 */
export function numericGradient(
	net: ReferenceNet,
	loss: LossSpec,
	batch: Batch,
	step = 1e-5,
): Float64Array[] {
	return net.topology.tensors.flatMap(({ trained }, tensor) => {
		if (!trained) return [];
		const values = net.weights[tensor] as Float64Array;
		const lossWith = (i: number, value: number): number => {
			values[i] = value;
			return net.trainingLoss(loss, batch);
		};
		const gradient = Float64Array.from(values, (held, i) => {
			const slope = (lossWith(i, held + step) - lossWith(i, held - step)) / (2 * step);
			values[i] = held;
			return slope;
		});
		return [gradient];
	});
}
