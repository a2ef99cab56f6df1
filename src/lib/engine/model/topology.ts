/**
 * An architecture with all sizes worked out: what each layer takes and gives, and every weight tensor it owns.
 * Checks that the model can be built for a pipeline; refuses by naming the model and the layer.
 * Executors, the parameter table and exports read this; nobody else computes shapes.
 */
import '../errors/engine-words';
import { BenchtopError } from '../errors/error';
import { isBaseline, type Architecture, type Layer, type Loss } from '../schema/architecture';
import type { Analysis } from '../schema/common';

export type Activation = Extract<Layer, { layer: 'dense' }>['activation'];

export type TopologyLayer =
	| {
			readonly kind: 'dense';
			readonly inputs: number;
			readonly units: number;
			readonly activation: Activation;
	  }
	| { readonly kind: 'dropout'; readonly units: number; readonly rate: number }
	| { readonly kind: 'batchNorm'; readonly units: number };

/** What a weight tensor is for. `mean` and `variance` are running statistics and not trained. */
export type TensorRole = 'kernel' | 'bias' | 'scale' | 'shift' | 'mean' | 'variance';

export interface TensorSpec {
	/** "2/kernel": layer number (1-based, in the document) and role. */
	readonly name: string;
	readonly layer: number;
	readonly role: TensorRole;
	/** Row-major; kernels are [inputs, units]. */
	readonly shape: readonly number[];
	readonly size: number;
	readonly trained: boolean;
}

export interface Topology {
	readonly inputs: number;
	/** Width of the last layer: 1 for binary and regression, otherwise the number of classes. */
	readonly outputs: number;
	readonly layers: readonly TopologyLayer[];
	readonly tensors: readonly TensorSpec[];
	/** Trained numbers. */
	readonly parameters: number;
}

/** Above this, weights, gradients, two moments and the best weights pass a gigabyte. */
const LIMIT = 50_000_000;

const LOSSES: Record<Analysis, readonly Loss[]> = {
	binary: ['binaryCrossentropy'],
	'multi-class': ['categoricalCrossentropy'],
	regression: ['meanSquaredError', 'meanAbsoluteError'],
};

/** Units of the output layer: one score for binary and regression, one per class otherwise. */
export const outputsOf = (analysis: Analysis, classes: number): number =>
	analysis === 'multi-class' ? classes : 1;

function tensorsOf(layers: readonly TopologyLayer[]): TensorSpec[] {
	const tensors: TensorSpec[] = [];
	layers.forEach((layer, index) => {
		const add = (role: TensorRole, shape: number[]) =>
			tensors.push({
				name: `${index + 1}/${role}`,
				layer: index,
				role,
				shape,
				size: shape.reduce((product, size) => product * size, 1),
				trained: role !== 'mean' && role !== 'variance',
			});
		if (layer.kind === 'dense') {
			add('kernel', [layer.inputs, layer.units]);
			add('bias', [layer.units]);
		} else if (layer.kind === 'batchNorm')
			for (const role of ['scale', 'shift', 'mean', 'variance'] as const) add(role, [layer.units]);
	});
	return tensors;
}

/**
 * Resolves a trainable architecture for tensors of `inputs` columns and `outputs` scores.
 * @throws model.no-inputs, model.loss, model.baseline-layers, model.too-large
 */
export function topologyOf(architecture: Architecture, inputs: number, outputs: number): Topology {
	const model = architecture.name;
	if (inputs < 1) throw new BenchtopError('model.no-inputs', { model });
	if (!LOSSES[architecture.analysis].includes(architecture.loss))
		throw new BenchtopError('model.loss', {
			model,
			loss: architecture.loss,
			analysis: architecture.analysis,
		});
	let width = inputs;
	const layers = architecture.layers.map((layer, index): TopologyLayer => {
		if (layer.layer === 'constant')
			throw new BenchtopError('model.baseline-layers', { model, position: index + 1 });
		if (layer.layer === 'dropout') return { kind: 'dropout', units: width, rate: layer.rate };
		if (layer.layer === 'batchNorm') return { kind: 'batchNorm', units: width };
		const units = layer.layer === 'output' ? outputs : layer.units;
		const activation = layer.layer === 'output' ? 'linear' : layer.activation;
		const dense = { kind: 'dense', inputs: width, units, activation } as const;
		width = units;
		return dense;
	});
	const tensors = tensorsOf(layers);
	const parameters = tensors.reduce((sum, { trained, size }) => sum + (trained ? size : 0), 0);
	if (parameters > LIMIT) throw new BenchtopError('model.too-large', { model, parameters, limit: LIMIT });
	return { inputs, outputs, layers, tensors, parameters };
}

/**
 * Checks an architecture against what a pipeline gives, before anything is trained.
 * @param classes number of classes; 0 for regression.
 * @throws model.analysis, model.no-classes, and what `topologyOf` refuses
 */
export function checkModel(
	architecture: Architecture,
	analysis: Analysis,
	inputs: number,
	classes: number,
): void {
	const model = architecture.name;
	if (architecture.analysis !== analysis)
		throw new BenchtopError('model.analysis', { model, model_analysis: architecture.analysis, analysis });
	if (analysis !== 'regression' && classes < 2)
		throw new BenchtopError('model.no-classes', { model, classes });
	if (isBaseline(architecture) && architecture.layers.length === 1) return;
	topologyOf(architecture, inputs, outputsOf(analysis, classes));
}
