/** Which nets the fused kernel has: chains over flat samples that are not too wide for one workgroup. */
import type { Topology, TopologyLayer } from '../../model/topology';
import { hasRoom } from './records';
import { stagesOf } from './stages';

/** Above this one workgroup would take too long over a single step, and the rest of the device would idle. */
const MOST = 4_194_304;

function takesLayer(layer: TopologyLayer, topology: Topology): boolean {
	const flat = layer.shape.length === 1;
	switch (layer.kind) {
		case 'dense':
			return layer.steps === 1 && (layer.activation !== 'softmax' || flat);
		case 'activation':
			return layer.activation !== 'softmax' || flat;
		case 'batchNorm':
			return flat;
		case 'input':
			return layer.offset === 0 && layer.units === topology.inputs;
		case 'dropout':
		case 'reshape':
			return true;
		default:
			return false;
	}
}

/** Whether the kernel has all that a topology asks for; it has every loss. */
export const webgpuTakes = (topology: Topology): boolean =>
	topology.parameters <= MOST &&
	hasRoom(
		stagesOf(topology, () => true),
		topology,
	) &&
	stagesOf(topology, () => true).at(-1)?.points.length === 0 &&
	topology.layers.every(
		(layer, index) =>
			layer.from.length === 1 &&
			layer.from[0] === (layer.kind === 'input' ? -1 : index - 1) &&
			(layer.kind !== 'input' || index === 0) &&
			takesLayer(layer, topology),
	);
