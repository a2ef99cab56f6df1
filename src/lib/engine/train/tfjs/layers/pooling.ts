/** Pooling, by windows and over the whole sample: the largest, or the mean, of each channel. */
import type { LayerOfKind } from '../../../model/topology-layer';
import { plain, type Matrix, type PassOf } from '../pass';
import { perLayer } from '../tables';
import { average, largest } from '../windowed';
import { extentsOf, slidingWindows, wholeWindow } from '../windows';

const pooling = { max: largest, average };

const slidingOf = perLayer((layer: LayerOfKind<'pool'>) =>
	slidingWindows(extentsOf(layer.given[0] ?? []), extentsOf(layer.shape), layer),
);
const wholeOf = perLayer((layer: LayerOfKind<'globalPool'>) => wholeWindow(extentsOf(layer.given[0] ?? [])));

export const pool: PassOf<'pool'> = (layer, _, [x], __, tables) => {
	const windows = slidingOf(layer);
	const { y, back } = pooling[layer.mode](x as Matrix, layer.units / windows.places, windows, tables);
	return plain(y, back);
};

export const globalPool: PassOf<'globalPool'> = (layer, _, [x], __, tables) => {
	const { y, back } = pooling[layer.mode](x as Matrix, layer.units, wholeOf(layer), tables);
	return plain(y, back);
};
