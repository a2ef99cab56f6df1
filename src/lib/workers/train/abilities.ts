/** Which backends have all that a model asks for, and in a word what a kernel of our own lacks. */
import type { Topology, TopologyLayer } from '../../engine/model/topology';
import type { Architecture } from '../../engine/schema/architecture';
import { fusedTakes } from '../../engine/train/fused/executor';
import { lossOf } from '../../engine/train/program';
import { webgpuTakes } from '../../engine/train/webgpu/takes';
import type { Backend } from '../api';

const NAMES: Partial<Record<TopologyLayer['kind'], string>> = {
	conv: 'a convolution',
	convTranspose: 'a transposed convolution',
	depthwise: 'a depthwise convolution',
	separable: 'a separable convolution',
	recurrent: 'a recurrent layer',
	embedding: 'an embedding',
	pool: 'pooling',
	globalPool: 'pooling',
	upSampling: 'up-sampling',
	layerNorm: 'a layer norm',
	add: 'branches',
	concatenate: 'branches',
};

export interface Abilities {
	readonly takes: (backend: Backend) => boolean;
	/** What only tfjs has: "a convolution"; null where a kernel of our own has all. */
	readonly needs: string | null;
	/** Whether it walks through sequences step by step, which no dense net's pace tells anything of. */
	readonly recurrent: boolean;
}

export function abilitiesFor(architecture: Architecture, topology: Topology): Abilities {
	const fused = fusedTakes(topology, lossOf(architecture));
	const webgpu = webgpuTakes(topology);
	const named = topology.layers.flatMap(({ kind }) => NAMES[kind] ?? []);
	return {
		takes: (backend) => (backend === 'fused' ? fused : backend === 'fused-webgpu' ? webgpu : true),
		recurrent: topology.layers.some(({ kind }) => kind === 'recurrent'),
		needs: fused || webgpu ? null : (named[0] ?? 'what only tfjs has'),
	};
}
