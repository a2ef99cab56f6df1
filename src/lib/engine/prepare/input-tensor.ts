/**
 * A fitted input turned into the tensor a net takes: rows become samples (windows, sequences, images), counted by the
 * shape the pipeline asks for. Arrays are channels-first.
 */
import { BenchtopError } from '../errors/error';
import type { PipelineInput } from '../schema/pipeline';
import { applyInput } from './apply-input';
import type { FittedInput } from './fitted';
import { checkSamplesKept, reshapedShape } from './reshape';
import { rowsOfSamples } from '../table/table';
import { rowsOf, type StagedInput } from './stage';
import { assemble, windowed, type Tensor } from './tensor';
import { rowsCovered } from './window';

/** Two gigabytes of 32-bit numbers. */
const CELL_LIMIT = 2 ** 29;

/**
 * Shape of one sample, the axis of samples left out.
 * @throws `pipeline.reshape-*` where the values cannot be counted as asked for
 */
export function sampleShape(
	{ table: { inner = [] }, windows }: StagedInput,
	features: number,
	{ reshape }: PipelineInput,
): number[] {
	const plain = inner.length > 1 ? [features, ...inner] : [...inner, features];
	const shape = [1, ...(windows ? [windows.size] : []), ...plain];
	if (reshape) checkSamplesKept(reshape);
	return (reshape ? reshapedShape(shape, reshape) : shape).slice(1);
}

export interface InputSamples {
	readonly x: Tensor;
	/** The windows that follow each window, where the stage records them. */
	readonly next: Tensor | null;
}

/** The input tensor of these samples, in the order given. @throws what `applyInput` refuses */
export function inputTensor(
	staged: StagedInput,
	fitted: FittedInput,
	input: PipelineInput,
	samples: Uint32Array,
): InputSamples {
	const { table, windows } = staged;
	const shape = [samples.length, ...sampleShape(staged, fitted.features.length, input)];
	const cells = shape.reduce((product, size) => product * size, 1);
	if (cells > CELL_LIMIT)
		throw new BenchtopError('pipeline.too-large', { rows: samples.length, features: cells / samples.length });
	const counted = (tensor: Tensor): Tensor => ({ ...tensor, shape });
	if (!windows) {
		const { x } = applyInput(fitted, table, rowsOf(staged, samples));
		return { x: counted(assemble(x, fitted.features, table.inner)), next: null };
	}
	const chosen = (starts: Uint32Array) => samples.map((sample) => starts[sample] as number);
	const [starts, shifted] = [chosen(windows.starts), windows.shifted && chosen(windows.shifted)];
	// Rows between windows are left alone: what they hold, or lack, is nothing to these samples.
	const inside = rowsCovered(windows, samples);
	const { x } = applyInput(fitted, table, rowsOfSamples(table, inside));
	const whole = assemble(x, fitted.features, table.inner);
	const place = new Uint32Array((inside[inside.length - 1] ?? -1) + 1);
	inside.forEach((row, i) => (place[row] = i));
	const cut = (begins: Uint32Array) => {
		const at = begins.map((begin) => place[begin] as number);
		return counted(windowed(whole, at, windows.size));
	};
	return { x: cut(starts), next: shifted && cut(shifted) };
}
