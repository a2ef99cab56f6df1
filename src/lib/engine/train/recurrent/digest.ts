/**
 * A hash of what every cell gives and of its gradients, to hold runtimes against each other: the compiled kernel gives
 * the same bytes in Node and in every browser. For tests.
 */
import { contentId } from '../../canonical';
import { pass } from './layer';
import { draws, KINDS, weightsFor } from './testing';

/** Last letters of the hash that Node and Chromium gave. */
export const WALK_DIGEST = '9a9c0f82e289d7ad';

/** Widths within and beyond a panel, odd rows, both ways. */
export async function walkDigest(): Promise<string> {
	const results = KINDS.flatMap((kind, i) => {
		const layer = { ...kind, width: 3 + 4 * i, steps: 7 };
		const rows = 4 + i;
		const weights = weightsFor(layer).map((values) => values.map((value) => value / 2));
		const { y, back } = pass(layer, weights, draws('x', rows * layer.steps * layer.inputs), rows);
		const { dx, gradients } = back(y, true);
		return [y, dx ?? y, ...gradients].map((values) => [...new Uint32Array(values.buffer)]);
	});
	return (await contentId(results)).slice(-16);
}
