/**
 * Inputs added, removed and given another dataset. A new input comes with the steps its columns need: gaps filled and
 * numbers scaled, text one-hot encoded, pixels brought to 0 … 1.
 */
import { proposeSamples } from '$lib/engine/prepare/propose-samples';
import type { Dataset } from '$lib/engine/schema/dataset';
import { samplesIn } from '$lib/engine/schema/dataset-shape';
import type { Pipeline, PipelineInput } from '$lib/engine/schema/pipeline';
import type { Dtype } from '$lib/engine/table/table';
import { columnsAfter } from './columns-after';

/** Datasets with a sample for every sample of the target's, which an input may read. */
export function inputDatasets({ target }: Pipeline, datasets: readonly Dataset[]): Dataset[] {
	const main = datasets.find(({ id }) => id === target.dataset);
	return main ? datasets.filter((dataset) => samplesIn(dataset) === samplesIn(main)) : [];
}

/** An input of this dataset with the steps its columns need. */
export function freshInput(document: Pipeline, dataset: Dataset): PipelineInput {
	const { target } = document;
	const input = { dataset: dataset.id, columns: { exclude: [] } };
	if (dataset.shape?.kind === 'image') return proposeSamples(dataset).input;
	const labels = dataset.id === target.dataset ? target.columns : [];
	const columns = columnsAfter(document, dataset).filter(({ name }) => !labels.includes(name));
	const numbers: Dtype[] = [
		...new Set(columns.filter(({ dtype }) => dtype !== 'string').map(({ dtype }) => dtype)),
	];
	const texts: Dtype[] = columns.some(({ dtype }) => dtype === 'string') ? ['string'] : [];
	return {
		...input,
		impute: [
			...(numbers.length ? [{ imputer: 'median', dtypes: numbers } as const] : []),
			...(texts.length ? [{ imputer: 'mostFrequent', dtypes: texts } as const] : []),
		],
		encode: [
			...(numbers.length ? [{ encoder: 'StandardScaler', dtypes: numbers } as const] : []),
			...(texts.length
				? [{ encoder: 'OneHotEncoder', handleUnknown: 'ignore', vocabulary: 'all', dtypes: texts } as const]
				: []),
		],
	};
}

/** One more input, behind those there are. */
export const addInput = (document: Pipeline, dataset: Dataset): Pipeline => ({
	...document,
	inputs: [...document.inputs, freshInput(document, dataset)],
});

export const removeInput = (document: Pipeline, index: number): Pipeline => ({
	...document,
	inputs: document.inputs.filter((_, i) => i !== index),
});

/** The input reads another dataset; its steps are proposed anew, since its columns are others. */
export const setInputDataset = (document: Pipeline, index: number, dataset: Dataset): Pipeline => ({
	...document,
	inputs: document.inputs.map((input, i) => (i === index ? freshInput(document, dataset) : input)),
});
