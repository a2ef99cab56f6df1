/** What a run is made of, as label and value, in the order one asks. */
import { digits, type RunRow } from './row';
import { shortId } from '../../engine/canonical';
import type { FittedPipeline } from '../../engine/prepare/fitted';
import type { ProjectContents } from '../../engine/ports';
import type { Layer, OptimizerSpec } from '../../engine/schema/architecture';
import { LOSS_NAME } from '../train/model-edit';
import { clock, count, datetime, plural, seconds, short } from '../parts/format';

export interface Fact {
	readonly label: string;
	readonly value: string;
	readonly mono?: boolean;
}

const OPTIMIZER_NAME: Record<OptimizerSpec['optimizer'], string> = {
	sgd: 'SGD',
	momentum: 'SGD with momentum',
	nesterov: 'Nesterov momentum',
	rmsprop: 'RMSprop',
	adagrad: 'Adagrad',
	adadelta: 'Adadelta',
	adam: 'Adam',
	adamW: 'AdamW',
	adamax: 'Adamax',
};

/** "64 relu · dropout .2 · 64 relu · output". */
function layersText(layers: readonly Layer[]): string {
	const text = (layer: Layer): string => {
		if (layer.layer === 'dense') return `${layer.units} ${layer.activation}`;
		if (layer.layer === 'dropout') return `dropout ${short(layer.rate)}`;
		if (layer.layer === 'batchNorm') return 'batch norm';
		return layer.layer;
	};
	return layers.map(text).join(' · ');
}

/** The facts about a run; those whose document is missing are left out. */
export function facts(row: RunRow, contents: ProjectContents): Fact[] {
	const { run } = row;
	const pipeline = contents.pipelines.find(({ id }) => id === run.pipeline)?.document;
	const architecture = contents.architectures.find(({ id }) => id === run.architecture)?.document;
	const experiment = contents.experiments.find(({ id }) => id === run.experiment)?.document;
	const epochs = run.history.validation['loss']?.length ?? 0;
	const list: (Fact | null)[] = [
		{ label: 'Data', value: row.data },
		{ label: 'Target', value: row.target },
		{ label: 'Analysis', value: run.analysis },
		{
			label: 'Pipeline',
			value: pipeline ? `${pipeline.name} · ${shortId(run.pipeline)}` : shortId(run.pipeline),
		},
		{ label: 'Net', value: row.net },
		architecture ? { label: 'Layers', value: layersText(architecture.layers) } : null,
		{ label: 'Weights', value: count(run.parameters) },
		architecture && !row.baseline ? { label: 'Loss', value: LOSS_NAME[architecture.loss] } : null,
		architecture && !row.baseline
			? {
					label: 'Optimizer',
					value: `${OPTIMIZER_NAME[architecture.optimizer.optimizer]}, rate ${short(architecture.optimizer.learningRate)}`,
				}
			: null,
		experiment && !row.baseline ? { label: 'Batch', value: count(experiment.trainer.batchSize) } : null,
		row.baseline
			? null
			: {
					label: 'Epochs',
					value: `${count(epochs)}${experiment ? ` of ${count(experiment.trainer.epochs)}` : ''}, kept ${count(run.bestEpoch)}`,
				},
		{ label: 'Ended', value: run.ended },
		row.fold === null ? null : { label: 'Fold', value: row.fold },
		{ label: 'Seed, repeat', value: `${run.seed}, ${run.repeat + 1}` },
		row.overrides.length ? { label: 'Checks overridden', value: row.overrides.join(', ') } : null,
		{ label: 'Started', value: datetime(run.startedAt) },
		{ label: 'Finished', value: clock(run.startedAt + run.seconds * 1000) },
		{ label: 'Took', value: seconds(run.seconds) },
		{ label: 'Backend', value: run.environment.executor },
		{ label: 'Engine version', value: run.environment.engineVersion },
		{ label: 'Run id', value: digits(run.id).slice(0, 16), mono: true },
	];
	return list.filter((fact) => fact !== null);
}

export interface RunDocument {
	readonly title: string;
	readonly id: string;
	readonly text: string;
}

/** Pipeline, architecture and experiment as JSON text, those that are there. */
export function documents({ run }: RunRow, contents: ProjectContents): RunDocument[] {
	const find = (
		title: string,
		list: readonly { id: string; document: unknown }[],
		id: string,
	): RunDocument[] => {
		const found = list.find((each) => each.id === id);
		return found ? [{ title, id, text: JSON.stringify(found.document, null, 2) }] : [];
	};
	return [
		...find('Pipeline', contents.pipelines, run.pipeline),
		...find('Architecture', contents.architectures, run.architecture),
		...find('Experiment', contents.experiments, run.experiment),
	];
}

/** "12 features from 5 columns". */
export function fittedText({ inputs }: FittedPipeline): string {
	const total = (count: (input: FittedPipeline['inputs'][number]) => number) =>
		inputs.reduce((sum, input) => sum + count(input), 0);
	const features = total((input) => input.features.length);
	return `${plural(features, 'feature')} from ${plural(
		total((input) => input.columns.length),
		'column',
	)}`;
}
