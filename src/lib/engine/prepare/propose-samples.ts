/**
 * What is proposed where samples are more than a row: the input that reads sequences or pictures, beside the table that
 * labels them or without any label. From the statistics of the dataset's record; no value is read.
 */
import type { Dataset } from '../schema/dataset';
import { kindOf, samplesIn } from '../schema/dataset-shape';
import type { EncodeStep } from '../schema/encode-step';
import type { Pipeline, PipelineInput } from '../schema/pipeline';
import type { Proposal, Reason } from '../schema/proposal';
import { rangeOf } from '../table/picture';
import type { Dtype } from '../table/table';

const TEST = 0.15;
const VALIDATION = 0.15;
/** Rows of a first window. */
const WINDOW = 12;

/** Bytes are divided by 255, what is between 0 and 1 stays, everything else is standardised. */
function pixels({ columns }: Dataset): { encode: EncodeStep[]; why: string } {
	const { low, high } = rangeOf(columns);
	if (low === 0 && high === 255)
		return { encode: [{ encoder: 'Divide' }], why: 'Pixels from 0 to 255 are divided by 255.' };
	if (low === 0 && high === 1) return { encode: [], why: 'Pixels are between 0 and 1 and stay as they are.' };
	return {
		encode: [{ encoder: 'StandardScaler' }],
		why: 'Each channel is standardised over the training pictures.',
	};
}

/** The input that reads a dataset with the steps its kind needs, and why. */
export function proposeSamples(dataset: Dataset): { input: PipelineInput; reasons: Reason[] } {
	const { name, columns } = dataset;
	const say = (text: string): Reason => ({ column: null, verdict: 'info', text });
	const all = { dataset: dataset.id, columns: { exclude: [] } };
	if (kindOf(dataset) === 'image') {
		const { encode, why } = pixels(dataset);
		return { input: { ...all, impute: [], encode }, reasons: [say(`The pictures of ${name} go in. ${why}`)] };
	}
	const numbers = columns.filter(({ dtype }) => dtype !== 'string');
	const texts = columns.filter(({ dtype }) => dtype === 'string').map((column) => column.name);
	const dtypes: Dtype[] = [...new Set(numbers.map(({ dtype }) => dtype))];
	const gaps = numbers.some(({ statistics }) => statistics.missing > 0);
	const filled = gaps ? ' Gaps are filled with the median of the training rows.' : '';
	const what = kindOf(dataset) === 'sequence' ? 'The sequences' : 'The rows';
	return {
		input: {
			dataset: dataset.id,
			columns: { exclude: texts },
			impute: gaps ? [{ imputer: 'median', dtypes }] : [],
			encode: [{ encoder: 'StandardScaler', dtypes }],
		},
		reasons: [
			say(`${what} of ${name} go in, each column standardised over the training rows.${filled}`),
			...texts.map((column): Reason => ({ column, verdict: 'left-out', text: 'Left out: text.' })),
		],
	};
}

/** A pipeline without a label: the next window is forecast, or the inputs are reconstructed. */
export function proposeUnlabelled(
	dataset: Dataset,
	unsupervised: 'forecast' | 'autoencoder',
	seed: number,
): Proposal {
	const { input, reasons } = proposeSamples(dataset);
	const forecast = unsupervised === 'forecast';
	const size = Math.max(1, Math.min(WINDOW, Math.floor(samplesIn(dataset) / 10)));
	const pipeline: Pipeline = {
		kind: 'pipeline',
		name: `${forecast ? 'Forecast' : 'Reconstruct'} ${dataset.name}`.slice(0, 200).trim(),
		analysis: 'regression',
		inputs: [forecast ? { ...input, window: { size, shift: size } } : input],
		target: { dataset: dataset.id, columns: [], encode: null, unsupervised },
		split: { test: TEST, validation: VALIDATION, folds: null, bins: null, stratify: null, seed },
	};
	const learned = forecast
		? `No label: windows of ${size} forecast the window after them.`
		: 'No label: the net learns to reconstruct its inputs.';
	return { pipeline, reasons: [{ column: null, verdict: 'info', text: learned }, ...reasons] };
}
