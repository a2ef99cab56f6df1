/** The nets "Train baseline" trains for a pipeline, with the trainer that suits them. */
import { defaultTrainer, presets } from '../engine/model/presets';
import type { Architecture } from '../engine/schema/architecture';
import { kindOf, samplesIn } from '../engine/schema/dataset-shape';
import type { Trainer } from '../engine/schema/experiment';
import type { Pipeline } from '../engine/schema/pipeline';
import { checkedPipeline } from './check';
import { datasetOf } from './dataset-access';
import type { World } from './world';

export interface Offered {
	readonly architectures: readonly Architecture[];
	readonly trainer: Trainer;
}

/** The nets of a table, or those that suit its sequences, pictures and windows, whose shape the check has worked out. */
export async function offeredFor(world: World, document: Pipeline): Promise<Offered> {
	const { analysis, inputs, target } = document;
	const rows = samplesIn(await datasetOf(world, target.dataset));
	const plain = { architectures: presets(analysis), trainer: defaultTrainer(rows) };
	const datasets = await Promise.all(inputs.map(({ dataset }) => datasetOf(world, dataset)));
	const isPlain =
		inputs.every(({ window, reshape }) => !window && !reshape) && target.unsupervised === undefined;
	if (isPlain && datasets.every((dataset) => kindOf(dataset) === 'tabular')) return plain;
	const check = await checkedPipeline(world, document);
	if (!check.inputs) return plain;
	const shapes = check.inputs.map(({ shape }) => shape);
	const { presetsFor } = await import('../engine/model/presets-for');
	const own = presetsFor(analysis, shapes, { rows: check.samples, unsupervised: target.unsupervised })[0]
		?.presets;
	const trainer = own?.[0]?.trainer;
	return own && trainer ? { architectures: own.map(({ architecture }) => architecture), trainer } : plain;
}
