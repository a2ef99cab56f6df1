/**
 * The models that are offered for a kind of data, in groups: its own first, then the reference's that fit. Apart from those
 * for tables, so that a page that trains tables alone need not fetch the rest.
 */
import type { Analysis } from '../schema/common';
import type { PresetGroup } from './preset';
import { defaultTrainer, presets } from './presets';
import { referencePresets } from './presets-reference';
import { samplePresets, type Offered } from './presets-samples';
import type { Shape } from './topology-layer';

/** What a person calls data of this kind. */
function kindName({ shapes, unsupervised }: Offered): string {
	if (unsupervised === 'forecast') return 'Forecasts';
	if (unsupervised === 'autoencoder') return 'Reconstruction';
	const axes = new Set(shapes.map(({ length }) => length));
	if (axes.size > 1) return 'Several kinds of input';
	if (axes.has(1)) return 'Tables';
	return axes.has(2) ? 'Sequences' : axes.has(3) ? 'Pictures' : 'Samples';
}

/**
 * The models for this kind of data, simplest first, and the nets of the acceptance matrix that fit it. All of them can be
 * built for the shapes given.
 * @param shapes of one sample of each input. @param more samples of all splits together, and what is learned without a label
 */
export function presetsFor(
	analysis: Analysis,
	shapes: readonly Shape[],
	more: Pick<Offered, 'rows' | 'unsupervised'>,
): PresetGroup[] {
	const data = { analysis, shapes, ...more };
	const isTable = more.unsupervised === undefined && shapes.every(({ length }) => length === 1);
	const own = isTable
		? presets(analysis).map((architecture) => ({ architecture, trainer: defaultTrainer(more.rows) }))
		: samplePresets(data);
	const reference = referencePresets(data);
	return [
		{ name: kindName(data), presets: own },
		...(reference.length > 0 ? [{ name: 'Reference nets', presets: reference }] : []),
	];
}
