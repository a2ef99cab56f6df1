/**
 * A few samples of an input and the changed copies training would see beside them: prepared and augmented by the engine
 * itself, then turned back into what can be drawn. Steps that learn learn from these few samples alone.
 */
import type { Id } from '$lib/engine/canonical';
import { augmentTensor } from '$lib/engine/prepare/augment/augment-tensor';
import { fitPipeline } from '$lib/engine/prepare/fit-pipeline';
import { inputTensor } from '$lib/engine/prepare/input-tensor';
import { partsOf } from '$lib/engine/prepare/parts';
import { numbersOf, stagePipeline } from '$lib/engine/prepare/stage';
import { cellsPerSample } from '$lib/engine/prepare/tensor';
import { splitStage } from '$lib/engine/split/split-stage';
import { encoderOf } from '$lib/engine/prepare/steps';
import type { FittedInput } from '$lib/engine/prepare/fitted';
import type { Dataset } from '$lib/engine/schema/dataset';
import { innerOf } from '$lib/engine/schema/dataset-shape';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import { drawPicture, rangeOf, type Rgba } from '$lib/engine/table/picture';
import { isString, rowsPerSample, type Column, type Table } from '$lib/engine/table/table';
import { DRAWN } from '$lib/ui/data/samples-place.svelte';
import { sequencePath } from '$lib/ui/data/sequence-path';

/** Longest edge of a drawn picture, in pixels. */
const EDGE = 128;
export const BOX = { width: 120, height: 60 } as const;
/** Copies drawn of each sample. */
const COPIES = 4;
/** Samples drawn, and values worked on at most, so that the page stays quick. */
const SAMPLES = 4;
const VALUES = 1_500_000;

/** One sample, as it is or changed. */
export type Drawing = { readonly picture: Rgba } | { readonly lines: readonly string[] };
export interface SampleCopies {
	readonly original: Drawing;
	readonly copies: readonly Drawing[];
}

/** How much is read for a preview: samples, or for windows the rows of the first few. */
export function extentOf(dataset: Dataset, document: Pipeline, index: number) {
	const input = document.inputs[index];
	const copies = Math.min(COPIES, input?.augment?.copies ?? 1);
	const window = input?.window;
	const cells = rowsPerSample(innerOf(dataset.shape)) * (window?.size ?? 1) * dataset.columns.length;
	const samples = Math.max(1, Math.min(SAMPLES, Math.floor(VALUES / (cells * (1 + copies)))));
	return { samples, copies, read: window ? window.size + (samples - 1) * window.shift : samples };
}

/** The samples of `table`, the dataset's first. @throws what the engine refuses of them */
export function previewOf(dataset: Dataset, document: Pipeline, index: number, table: Table): SampleCopies[] {
	const input = document.inputs[index];
	if (!input?.augment) return [];
	const { copies } = extentOf(dataset, document, index);
	const alone: Pipeline = {
		kind: 'pipeline',
		name: document.name,
		analysis: 'regression',
		...(document.transform && document.target.dataset === dataset.id
			? { transform: document.transform }
			: {}),
		inputs: [input],
		target: { dataset: dataset.id, columns: [], encode: null, unsupervised: 'autoencoder' },
		split: {
			test: null,
			validation: null,
			folds: null,
			bins: null,
			stratify: null,
			seed: document.split.seed,
		},
	};
	const stage = stagePipeline(new Map<Id, Table>([[dataset.id, table]]), alone);
	const none = new Uint32Array();
	const parts = partsOf(stage, { train: splitStage(stage).train, validation: none, test: none });
	const own = fitPipeline(parts, dataset.id).inputs[0];
	const { train } = parts;
	const staged = train.stage.inputs[0];
	if (!own || !staged) return [];
	const tensor = inputTensor(staged, own, input, train.samples).x;
	const { x } = augmentTensor(tensor, input.augment.steps, {
		copies,
		seed: document.split.seed,
		samples: numbersOf(train.stage, train.samples),
		kind: dataset.shape?.kind === 'image' ? 'image' : 'sequence',
	});
	const [count = 0] = tensor.shape;
	const width = cellsPerSample(tensor);
	const sample = (row: number) => x.subarray(row * width, (row + 1) * width);
	return Array.from({ length: count }, (_, i) => {
		const rows = Array.from({ length: copies }, (_, copy) => sample((copy + 1) * count + i));
		const draw =
			dataset.shape?.kind === 'image' ? pictures(dataset, own, table) : lines(own, [sample(i), ...rows]);
		return { original: draw(sample(i)), copies: rows.map(draw) };
	});
}

/** Draws encoded channels in the colours they came from. */
function pictures(
	dataset: Dataset,
	fitted: FittedInput,
	{ inner = [] }: Table,
): (x: Float32Array) => Drawing {
	const [rows = 1, columns = 1] = inner;
	const taken = dataset.columns.filter(({ name }) => fitted.columns.includes(name));
	const range = rangeOf(taken);
	return (x) => {
		const planes = decoded(fitted, x, rows * columns);
		const channels = [1, 3, 4].includes(planes.length) ? planes : planes.slice(0, 1);
		return { picture: drawPicture(channels, rows, columns, EDGE, range) };
	};
}

/** Encoded values of one picture back in the unit of the data, channel by channel; as they are where no way leads back. */
function decoded(fitted: FittedInput, x: Float32Array, cells: number): Float64Array[] {
	const planes = new Map(
		fitted.features.map((name, channel): [string, Column] => [
			name,
			{
				name,
				dtype: 'float64',
				values: Float64Array.from(x.subarray(channel * cells, (channel + 1) * cells)),
			},
		]),
	);
	for (const { step, columns, names, state } of fitted.encode) {
		const block = names.flatMap((name) => planes.get(name) ?? []);
		const kinds = columns.map((name) => ({ name, dtype: 'float64' as const }));
		for (const column of encoderOf(step).bind(state).invert?.(block, kinds) ?? [])
			planes.set(column.name, column);
	}
	return fitted.columns.flatMap((name) => {
		const plane = planes.get(name);
		return plane && !isString(plane) ? [plane.values] : [];
	});
}

/** Draws the first columns of sequences as lines, all of them on the scale of these. */
function lines({ features }: FittedInput, all: readonly Float32Array[]): (x: Float32Array) => Drawing {
	const width = features.length;
	const column = (x: Float32Array, c: number) => x.filter((_, i) => i % width === c);
	const drawn = Array.from({ length: Math.min(DRAWN, width) }, (_, c) => {
		const values = all.flatMap((x) => [...column(x, c)]);
		return {
			low: values.reduce((a, b) => Math.min(a, b), Infinity),
			high: values.reduce((a, b) => Math.max(a, b), -Infinity),
		};
	});
	return (x) => ({ lines: drawn.map((range, c) => sequencePath(column(x, c), { ...BOX, ...range })) });
}
