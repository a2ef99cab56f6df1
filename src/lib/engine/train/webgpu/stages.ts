/**
 * A chain of layers as stages: what mixes the numbers of a sample or of a batch (dense, batch norm, softmax), each
 * followed by what looks at single numbers (activations, dropout) and is done before a result is stored. Says what has
 * to be remembered for the way back. Nothing is placed in memory here.
 */
import type { Topology, TopologyLayer } from '../../model/topology';
import type { Activation } from '../../schema/layer';

export type Elementwise = Exclude<Activation, 'softmax' | 'linear'>;

/** One function of single numbers. */
export type Point =
	| { readonly kind: 'activation'; readonly activation: Elementwise }
	/** @property slot number among the layers that may drop. */
	| { readonly kind: 'dropout'; readonly slot: number; readonly layer: number };

export interface Stage {
	readonly kind: 'input' | 'dense' | 'norm' | 'softmax';
	/** Numbers of one sample it takes and gives. */
	readonly inputs: number;
	readonly units: number;
	/** Layer whose tensors it has; −1 for those that have none. */
	readonly layer: number;
	/** Tensor that penalties are of; −1 for none. */
	readonly penalised: number;
	readonly points: readonly Point[];
}

interface Open extends Stage {
	readonly points: Point[];
}

/** @param acts whether a dropout layer may drop anything, for any of the models that share the kernel. */
export function stagesOf(topology: Topology, acts: (layer: number) => boolean): Stage[] {
	const { inputs } = topology;
	const stages: Open[] = [{ kind: 'input', inputs, units: inputs, layer: -1, penalised: -1, points: [] }];
	let slots = 0;
	const begin = (kind: Stage['kind'], layer: number, units: number, given: number) =>
		stages.push({
			...{ kind, inputs: given, units, layer, points: [] },
			penalised: topology.tensors.findIndex((tensor) => tensor.layer === layer && tensor.decays),
		});
	const activate = (activation: Activation, { units }: TopologyLayer) => {
		if (activation === 'softmax') begin('softmax', -1, units, units);
		else if (activation !== 'linear') (stages.at(-1) as Open).points.push({ kind: 'activation', activation });
	};
	topology.layers.forEach((layer, index) => {
		if (layer.kind === 'dense') {
			begin('dense', index, layer.units, layer.inputs);
			activate(layer.activation, layer);
		} else if (layer.kind === 'activation') activate(layer.activation, layer);
		else if (layer.kind === 'batchNorm') begin('norm', index, layer.units, layer.units);
		else if (layer.kind === 'dropout' && acts(index))
			(stages.at(-1) as Open).points.push({ kind: 'dropout', slot: slots++, layer: index });
	});
	return stages;
}

/** The first stage that learns; what is before it needs no way back. */
export const firstLearning = (stages: readonly Stage[]): number =>
	stages.findIndex(({ kind }) => kind === 'dense' || kind === 'norm');
