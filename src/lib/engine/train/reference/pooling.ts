/** Maximum and average over windows, or over all positions of a channel. What is padded counts for neither. */
import type { LayerOfKind, Shape } from '../../model/topology-layer';
import { add, at, lanesOf, remembered, type Pass, type Passed } from './passed';
import { extentsOf, meetings } from './window';

/** One number of the result is made from several of a sample; the first of equal ones counts as the maximum. */
function pooled(
	mode: 'max' | 'average',
	x: Float64Array,
	rows: number,
	groups: readonly (readonly number[])[],
): Passed {
	const size = x.length / rows;
	const units = groups.length;
	const y = new Float64Array(rows * units);
	/** Of each number of the result, where the maximum stood. */
	const top = new Int32Array(y.length);
	let margin = Infinity;
	const eachGroup = (visit: (i: number, members: number[]) => void) => {
		for (let row = 0; row < rows; row++)
			groups.forEach((group, unit) =>
				visit(
					row * units + unit,
					group.map((member) => row * size + member),
				),
			);
	};
	eachGroup((i, members) => {
		if (mode === 'average') y[i] = members.reduce((sum, from) => sum + at(x, from), 0) / members.length;
		else {
			const first = members.reduce((best, from) => (at(x, from) > at(x, best) ? from : best));
			for (const from of members) if (from !== first) margin = Math.min(margin, at(x, first) - at(x, from));
			y[i] = at(x, first);
			top[i] = first;
		}
	});
	return {
		y,
		margin,
		back(dy) {
			const dx = new Float64Array(x.length);
			eachGroup((i, members) => {
				if (mode === 'max') add(dx, at(top, i), at(dy, i));
				else for (const from of members) add(dx, from, at(dy, i) / members.length);
			});
			return { dxs: [dx], gradients: [] };
		},
	};
}

const windowsOf = remembered((layer: LayerOfKind<'pool'>) => {
	const given = layer.given[0] as Shape;
	const [from, to] = [lanesOf(given), lanesOf(layer.shape)];
	const groups = Array.from({ length: layer.units }, (): number[] => []);
	for (const met of meetings(layer, extentsOf(given), extentsOf(layer.shape)))
		for (let c = 0; c < from.channels; c++) groups[to.place(met.to, c)]?.push(from.place(met.from, c));
	return groups;
});

export const pool: Pass<'pool'> = (layer, _, [x], rows) =>
	pooled(layer.mode, x as Float64Array, rows, windowsOf(layer));

export const globalPool: Pass<'globalPool'> = (layer, _, [x], rows) => {
	const { channels, positions, place } = lanesOf(layer.given[0] as Shape);
	const groups = Array.from({ length: channels }, (_, channel) =>
		Array.from({ length: positions }, (_, position) => place(position, channel)),
	);
	return pooled(layer.mode, x as Float64Array, rows, groups);
};
