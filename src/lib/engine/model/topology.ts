/**
 * An architecture with all sizes worked out: what each layer takes and gives, and every weight tensor it owns.
 * Checks that the model can be built for a pipeline; refuses by naming the model and the layer.
 * Executors, the parameter table and exports read this; nobody else computes shapes.
 */
import '../errors/engine-words';
import { BenchtopError } from '../errors/error';
import { isBaseline, type Architecture, type Layer, type Loss } from '../schema/architecture';
import type { Analysis } from '../schema/common';
import { resolveLayer, type Refuse } from './resolve-layer';
import { tensorsOf, type TensorSpec } from './tensors';
import { sizeOf, type Shape, type TopologyLayer } from './topology-layer';

export interface Topology {
	/** Shape of one sample of each input; their values lie one after the other in the input row. */
	readonly shapes: readonly Shape[];
	/** Values of the input row. */
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
	binary: ['binaryCrossentropy', 'focal', 'hinge', 'klDivergence'],
	'multi-class': ['categoricalCrossentropy', 'focal', 'hinge', 'klDivergence'],
	regression: ['meanSquaredError', 'meanAbsoluteError', 'huber', 'logCosh', 'poisson'],
};

/** The losses an analysis can be trained on, the usual one first. */
export const lossesFor = (analysis: Analysis): readonly Loss[] => LOSSES[analysis];

/** Units of the output layer: one score for binary and regression, one per class otherwise. */
export const outputsOf = (analysis: Analysis, classes: number): number =>
	analysis === 'multi-class' ? classes : 1;

type Declared = Exclude<Layer, { layer: 'constant' }>;

/** Where a net stands while it is resolved layer by layer. */
interface Progress {
	readonly layers: TopologyLayer[];
	/** Position of each named layer. */
	readonly named: Map<string, number>;
}

/** The positions a layer takes its values from. */
function sourcesOf(layer: Declared, { layers }: Progress, find: (name: string) => number): number[] {
	if (layer.layer === 'input') return [-1];
	const before = 'from' in layer && layer.from !== undefined ? find(layer.from) : layers.length - 1;
	return 'with' in layer ? [before, ...layer.with.map(find)] : [before];
}

/**
 * Resolves layer after layer, so that a list with a mistake shows the shapes before it.
 * @param shapes of one sample of each input. @param outputs scores the target needs.
 * @throws model.layer-shape, model.layer-setting, model.layer-name, model.baseline-layers; each names a `position` from 1
 */
export function* resolveLayers(
	{ name: model, layers: declared }: Pick<Architecture, 'name' | 'layers'>,
	shapes: readonly Shape[],
	outputs: number,
): Generator<TopologyLayer, void> {
	const progress: Progress = { layers: [], named: new Map() };
	const row: Shape =
		shapes.length === 1 ? (shapes[0] as Shape) : [shapes.reduce((sum, each) => sum + sizeOf(each), 0)];
	for (const [index, layer] of declared.entries()) {
		const position = index + 1;
		if (layer.layer === 'constant') throw new BenchtopError('model.baseline-layers', { model, position });
		const about = { model, position, layer: layer.layer };
		const find = (name: string): number => {
			const found = progress.named.get(name);
			if (found === undefined) throw new BenchtopError('model.layer-name', { ...about, name });
			return found;
		};
		const from = sourcesOf(layer, progress, find);
		const given = from.map((source) => progress.layers[source]?.shape ?? row);
		const text = given.map((shape) => `(${shape.join(', ')})`).join(' and ');
		const refuse: Refuse = {
			shape: (needs) => {
				throw new BenchtopError('model.layer-shape', { ...about, needs, given: text });
			},
			setting: (detail) => {
				throw new BenchtopError('model.layer-setting', { ...about, detail });
			},
		};
		const resolved = resolveLayer(layer, given, { outputs, inputs: shapes }, refuse);
		const placed: TopologyLayer = { ...resolved, from, given, units: sizeOf(resolved.shape) };
		if ('name' in layer && layer.name !== undefined) {
			if (progress.named.has(layer.name)) refuse.setting(`another layer is called "${layer.name}" as well`);
			progress.named.set(layer.name, index);
		}
		progress.layers.push(placed);
		yield placed;
	}
}

/**
 * Resolves a trainable architecture.
 * @param inputs shape of one sample of each input, or the columns of a table. @param outputs scores the target needs.
 * @throws model.no-inputs, model.loss, model.too-large, and what `resolveLayers` throws
 */
export function topologyOf(
	architecture: Architecture,
	inputs: number | readonly Shape[],
	outputs: number,
): Topology {
	const model = architecture.name;
	const shapes = typeof inputs === 'number' ? [[inputs]] : inputs;
	const width = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
	if (width < 1) throw new BenchtopError('model.no-inputs', { model });
	if (!LOSSES[architecture.analysis].includes(architecture.loss))
		throw new BenchtopError('model.loss', {
			model,
			loss: architecture.loss,
			analysis: architecture.analysis,
		});
	const layers = [...resolveLayers(architecture, shapes, outputs)];
	const tensors = layers.flatMap((layer, index) =>
		tensorsOf(layer, architecture.layers[index] as Layer, index),
	);
	const parameters = tensors.reduce((sum, { trained, size }) => sum + (trained ? size : 0), 0);
	if (parameters > LIMIT) throw new BenchtopError('model.too-large', { model, parameters, limit: LIMIT });
	return { shapes, inputs: width, outputs, layers, tensors, parameters };
}

/**
 * Checks an architecture against what a pipeline gives, before anything is trained.
 * @param classes number of classes; 0 for regression. @param outputs scores the target needs, several without a label.
 * @throws model.analysis, model.no-classes, and what `topologyOf` refuses
 */
export function checkModel(
	architecture: Architecture,
	analysis: Analysis,
	inputs: number | readonly Shape[],
	classes: number,
	outputs = outputsOf(analysis, classes),
): void {
	const model = architecture.name;
	if (architecture.analysis !== analysis)
		throw new BenchtopError('model.analysis', { model, model_analysis: architecture.analysis, analysis });
	if (analysis !== 'regression' && classes < 2)
		throw new BenchtopError('model.no-classes', { model, classes });
	if (isBaseline(architecture) && architecture.layers.length === 1) return;
	topologyOf(architecture, inputs, outputs);
}

export type { Activation } from '../schema/layer';
export type { TensorSpec } from './tensors';
export type { Shape, TopologyLayer } from './topology-layer';
