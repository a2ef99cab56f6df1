/**
 * A topology as the chain of what the kernel does one after the other: layers that change nothing are left out, and an
 * activation behind a linear dense layer becomes part of it. Says which nets are such chains.
 */
import { BenchtopError } from '../../errors/error';
import { channelAxis } from '../../model/topology-layer';
import type { Activation, Topology, TopologyLayer } from '../../model/topology';
import type { Loss } from '../../schema/architecture';
import { dropLimit } from '../dropout';
import type { LossSpec } from '../program';
import type { Code } from './codes';

export const ACTIVATION: Readonly<Record<Activation, Code>> = {
	linear: 'LINEAR',
	relu: 'RELU',
	leakyRelu: 'LEAKY_RELU',
	elu: 'ELU',
	selu: 'SELU',
	gelu: 'GELU',
	tanh: 'TANH',
	sigmoid: 'SIGMOID',
	hardSigmoid: 'HARD_SIGMOID',
	softplus: 'SOFTPLUS',
	swish: 'SWISH',
	softmax: 'SOFTMAX',
};

interface Placed {
	/** The layer whose tensors or draws it uses. */
	readonly index: number;
	/** Numbers of one sample it gives. */
	readonly units: number;
}

export type Link = Placed &
	(
		| {
				readonly kind: 'dense';
				readonly inputs: number;
				readonly bias: boolean;
				readonly activation: Activation;
		  }
		| { readonly kind: 'activation'; readonly activation: Activation }
		| { readonly kind: 'dropout'; readonly rate: number }
		| { readonly kind: 'batchNorm' }
	);

/** Whether the channels of a layer are all of its numbers. */
const isFlat = ({ shape, units }: TopologyLayer): boolean => shape[channelAxis(shape)] === units;

/** Whether the kernel has a layer that follows the one before it. */
function has(layer: TopologyLayer, inputs: number): boolean {
	switch (layer.kind) {
		case 'dense':
			return layer.steps === 1;
		case 'activation':
			return layer.activation !== 'softmax' || isFlat(layer);
		case 'batchNorm':
			return layer.channels === layer.units;
		case 'input':
			return layer.offset === 0 && layer.units === inputs;
		default:
			return layer.kind === 'dropout' || layer.kind === 'reshape';
	}
}

const LOSSES: Readonly<Record<Loss, true>> = {
	binaryCrossentropy: true,
	categoricalCrossentropy: true,
	focal: true,
	hinge: true,
	klDivergence: true,
	meanSquaredError: true,
	meanAbsoluteError: true,
	huber: true,
	logCosh: true,
	poisson: true,
};

const isChain = ({ layers, inputs, parameters }: Topology): boolean =>
	parameters > 0 &&
	layers.every(
		(layer, index) => layer.from.length === 1 && layer.from[0] === index - 1 && has(layer, inputs),
	);

/** Whether the kernel has all that a net asks for: a chain of dense layers and what goes between them. */
export const fusedTakes = (topology: Topology, { loss }: LossSpec): boolean =>
	loss in LOSSES && isChain(topology);

/** A layer as a link, or nothing where it changes nothing. */
function linkOf(layer: TopologyLayer, index: number): Link | null {
	const { units } = layer;
	if (layer.kind === 'dense') {
		const { kind, inputs, bias, activation } = layer;
		return { kind, index, units, inputs, bias, activation };
	}
	if (layer.kind === 'activation') {
		const { kind, activation } = layer;
		return activation === 'linear' ? null : { kind, index, units, activation };
	}
	if (layer.kind === 'dropout') {
		const { kind, rate } = layer;
		return dropLimit(rate) === 0 ? null : { kind, index, units, rate };
	}
	return layer.kind === 'batchNorm' ? { kind: layer.kind, index, units } : null;
}

/** The links of a net. @throws train.backend-off when the kernel does not take it */
export function chainOf(topology: Topology): Link[] {
	if (!isChain(topology)) {
		const detail = 'it has not all that this net asks for';
		throw new BenchtopError('train.backend-off', { backend: 'Fused WASM', detail });
	}
	const chain: Link[] = [];
	topology.layers.forEach((layer, index) => {
		const link = linkOf(layer, index);
		const before = chain.at(-1);
		if (link?.kind === 'activation' && before?.kind === 'dense' && before.activation === 'linear')
			chain[chain.length - 1] = { ...before, activation: link.activation };
		else if (link) chain.push(link);
	});
	return chain;
}
