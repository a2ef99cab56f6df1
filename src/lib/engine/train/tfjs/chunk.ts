/** How much is held at once. */
import type { Topology } from '../../model/topology';
import { sizeOf, type TopologyLayer } from '../../model/topology-layer';

/** Numbers of one intermediate of an evaluation, or of a convolution's patches: 16 MB. */
export const CHUNK = 4_194_304;

/** Rows of one evaluation: more are beyond what a graphics device counts along one axis. */
const MOST_ROWS = 32_768;

/** Numbers of one sample in the widest thing a layer makes. Convolutions see to their patches themselves. */
function widthOf(layer: TopologyLayer): number {
	const [given = []] = layer.given;
	if (layer.kind === 'convTranspose')
		return (sizeOf(layer.kernel) * sizeOf(given) * layer.filters) / layer.channels;
	if (layer.kind === 'depthwise' || layer.kind === 'pool') return sizeOf(layer.kernel) * layer.units;
	if (layer.kind !== 'separable') return layer.units;
	const { kernel, channels, multiplier, units, filters } = layer;
	return Math.max(units, (sizeOf(kernel) * units * channels * multiplier) / filters);
}

/** Rows of an evaluation at a time. */
export function rowsAtOnce({ inputs, layers }: Topology): number {
	const widest = layers.reduce((most, layer) => Math.max(most, widthOf(layer)), inputs);
	return Math.min(MOST_ROWS, Math.max(1, Math.floor(CHUNK / widest)));
}
