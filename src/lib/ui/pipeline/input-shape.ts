/**
 * What an input hands to a net, from the declaration alone: the shape of one sample before and after reshaping, and the
 * first names of its columns. Exact where the widths of all steps are; vocabularies are only known once they are fitted.
 */
import { checkSamplesKept, reshapedShape } from '$lib/engine/prepare/reshape';
import type { EncodeStep } from '$lib/engine/schema/encode-step';
import { innerOf, type DatasetShape } from '$lib/engine/schema/dataset-shape';
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import type { PipelineInput } from '$lib/engine/schema/pipeline';
import { isMade } from './columns-after';
import { features, type StepTakes, type Takes } from './takes';

/** The shape of a sample with its axis of samples as 1, before the input is reshaped. */
export function plainShape(
	{ shape }: { readonly shape?: DatasetShape | undefined },
	width: number,
	{ window }: Pick<PipelineInput, 'window'>,
): number[] {
	const { inner = [] } = innerOf(shape);
	const one = inner.length > 1 ? [width, ...inner] : [...inner, width];
	return [1, ...(window ? [window.size] : []), ...one];
}

/** @throws what the engine refuses: `pipeline.reshape-*` */
export function reshapedTo(plain: readonly number[], reshape: PipelineInput['reshape']): number[] {
	if (!reshape) return [...plain];
	checkSamplesKept(reshape);
	return reshapedShape(plain, reshape);
}

/** "(samples, 28, 4)". */
export const shapeWords = (shape: readonly number[]): string =>
	`(${['samples', ...shape.slice(1)].join(', ')})`;

/** Encoders whose columns depend on the values they meet. */
const LEARNED: readonly EncodeStep['encoder'][] = [
	'OneHotEncoder',
	'LabelBinarizer',
	'MultiLabelBinarizer',
	'KBinsDiscretizer',
	'CountVectorizer',
	'TfidfVectorizer',
	'LetterEncoder',
];

/** Whether the number of columns is known before the steps are fitted. */
export const isExact = ({ encode, impute }: Takes): boolean =>
	encode.every(({ step, columns }) => columns.length === 0 || !LEARNED.includes(step.encoder)) &&
	impute.every(({ step }) => !step.indicator);

/** The first names of the columns, as many as are asked for, and how many there are in all. */
export function outputNames(takes: Takes, most: number): { names: string[]; count: number } {
	const names = [
		...takes.encode.flatMap(({ step, columns }) => columns.flatMap((column) => namesOf(step, column))),
		...takes.leftover.map(({ name }) => name),
		...takes.impute.flatMap(marksOf),
	];
	return { names: names.slice(0, most), count: features(takes) };
}

function namesOf(step: EncodeStep, column: DatasetColumn): string[] {
	const { name, statistics } = column;
	if (!LEARNED.includes(step.encoder)) return [name];
	if (step.encoder !== 'OneHotEncoder' || statistics.kind !== 'categorical' || isMade(column))
		return [`${name} …`];
	const values = statistics.top.flatMap(({ value }) => (value === null ? [] : [value])).sort();
	return values.map((value) => `${name}=${value}`);
}

const marksOf = ({ step, columns }: StepTakes<Takes['impute'][number]['step']>): string[] =>
	step.indicator
		? columns.filter(({ statistics }) => statistics.missing > 0).map(({ name }) => `${name} missing`)
		: [];
