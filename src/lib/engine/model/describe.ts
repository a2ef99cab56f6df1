/**
 * A model as a table for people: the shape each layer gives, how many numbers it learns, how much it computes. A net with
 * a mistake is described up to the layer that fails, and the refusal says which one that is.
 */
import { BenchtopError } from '../errors/error';
import { isBaseline, type Architecture } from '../schema/architecture';
import { multiplyAdds } from './cost';
import { tensorsOf } from './tensors';
import { resolveLayers, topologyOf } from './topology';
import { sizeOf, type Shape } from './topology-layer';

export interface LayerRow {
	/** Shape of one sample after the layer, channels first in pictures: [16, 78, 58]. */
	readonly shape: Shape;
	/** Numbers the layer learns. */
	readonly parameters: number;
	/** Multiply-adds of one sample forward. */
	readonly multiplyAdds: number;
}

export interface ModelTable {
	/** Shape of one sample of each input. */
	readonly inputs: readonly Shape[];
	/** One per layer of the document; null for the one that is refused and those after it. */
	readonly layers: readonly (LayerRow | null)[];
	/** Why the net cannot be built; `position` is the 0-based layer meant, null when it is the net as a whole. */
	readonly refusal: { readonly position: number | null; readonly error: BenchtopError } | null;
	/** Sums over the rows that are there. */
	readonly parameters: number;
	readonly multiplyAdds: number;
	/** Numbers of one sample over the inputs and all layers. */
	readonly values: number;
}

/** Runs what may refuse; anything but a refusal is thrown on. */
function refusalOf(work: () => void): BenchtopError | null {
	try {
		work();
		return null;
	} catch (thrown) {
		if (thrown instanceof BenchtopError) return thrown;
		throw thrown;
	}
}

function rowsOf(architecture: Architecture, shapes: readonly Shape[], outputs: number) {
	const rows: LayerRow[] = [];
	const error = refusalOf(() => {
		for (const layer of resolveLayers(architecture, shapes, outputs)) {
			const declared = architecture.layers[rows.length];
			const tensors = declared ? tensorsOf(layer, declared, rows.length) : [];
			rows.push({
				shape: layer.shape,
				parameters: tensors.reduce((sum, { trained, size }) => sum + (trained ? size : 0), 0),
				multiplyAdds: multiplyAdds(layer),
			});
		}
	});
	return { rows, error };
}

/**
 * @param shapes of one sample of each input. @param outputs scores the target needs (`outputsOf`).
 * Never throws a refusal: it is in the table.
 */
export function describeModel(
	architecture: Architecture,
	shapes: readonly Shape[],
	outputs: number,
): ModelTable {
	const width = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
	const constant = isBaseline(architecture) && architecture.layers.length === 1;
	const { rows, error } = constant
		? { rows: [{ shape: [outputs], parameters: outputs, multiplyAdds: 0 }], error: null }
		: width < 1
			? { rows: [], error: null }
			: rowsOf(architecture, shapes, outputs);
	const whole = error ?? (constant ? null : refusalOf(() => void topologyOf(architecture, shapes, outputs)));
	const sum = (of: (row: LayerRow) => number) => rows.reduce((all, row) => all + of(row), 0);
	return {
		inputs: shapes,
		layers: architecture.layers.map((_, index) => rows[index] ?? null),
		refusal: whole && { position: error ? positionOf(error, rows.length) : null, error: whole },
		parameters: sum(({ parameters }) => parameters),
		multiplyAdds: sum((row) => row.multiplyAdds),
		values: width + sum(({ shape }) => sizeOf(shape)),
	};
}

/** The operand counts from 1. */
const positionOf = ({ operands }: BenchtopError, next: number): number =>
	typeof operands.position === 'number' ? operands.position - 1 : next;
