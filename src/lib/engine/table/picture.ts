/**
 * A picture of the engine's table as colours to look at (SPEC DS-22): one channel is gray, three are red, green and
 * blue, a fourth is opacity; no others have agreed colours. Large pictures are averaged down; a missing pixel is
 * see-through. Values are only mapped to 0 … 255, never changed for training.
 */
import { BenchtopError } from '../errors/error';
import type { DatasetColumn } from '../schema/dataset';

/** Which values are drawn as black and as white. */
export interface ValueRange {
	readonly low: number;
	readonly high: number;
}

/** Pixels in RGBA bytes, row after row. */
export interface Rgba {
	readonly width: number;
	readonly height: number;
	readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** The size of a picture whose longest edge is at most `edge`; never larger than it is. */
export function sizeWithin(rows: number, columns: number, edge: number): { width: number; height: number } {
	const scale = Math.min(1, edge / Math.max(rows, columns));
	return { width: Math.max(1, Math.round(columns * scale)), height: Math.max(1, Math.round(rows * scale)) };
}

/** 0 … 255 of whole numbers that fit there, 0 … 1 of numbers that fit there, otherwise from least to greatest. */
export function rangeOf(columns: readonly DatasetColumn[]): ValueRange {
	let [low, high] = [Infinity, -Infinity];
	let whole = true;
	for (const { dtype, statistics } of columns) {
		if (dtype === 'bool') [low, high] = [Math.min(low, 0), Math.max(high, 1)];
		else whole &&= dtype.startsWith('int');
		if (statistics.kind !== 'numeric') continue;
		low = Math.min(low, statistics.min ?? Infinity);
		high = Math.max(high, statistics.max ?? -Infinity);
	}
	if (whole && low >= 0 && high <= 255 && columns.some(({ dtype }) => dtype !== 'bool'))
		return { low: 0, high: 255 };
	if (low >= 0 && high <= 1) return { low: 0, high: 1 };
	return low < high ? { low, high } : { low: Math.min(0, low), high: low + 1 };
}

/**
 * Draws one picture given as channels of rows × columns values.
 * @throws BenchtopError data.channels when their number has no agreed colours
 */
export function drawPicture(
	channels: readonly Float64Array[],
	rows: number,
	columns: number,
	edge: number,
	{ low, high }: ValueRange,
): Rgba {
	const depth = channels.length;
	if (depth !== 1 && depth !== 3 && depth !== 4)
		throw new BenchtopError('data.channels', { channels: depth });
	const { width, height } = sizeWithin(rows, columns, edge);
	const pixels = new Uint8ClampedArray(width * height * 4);
	const factor = 255 / (high - low);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const at = (y * width + x) * 4;
			const box = {
				top: Math.floor((y * rows) / height),
				bottom: Math.floor(((y + 1) * rows) / height),
				left: Math.floor((x * columns) / width),
				right: Math.floor(((x + 1) * columns) / width),
			};
			const colour = channels.map((plane) => (average(plane, columns, box) - low) * factor);
			const seen = colour.every((value) => !Number.isNaN(value));
			for (let c = 0; c < 3; c++) pixels[at + c] = colour[depth === 1 ? 0 : c] as number;
			pixels[at + 3] = seen ? (depth === 4 ? (colour[3] as number) : 255) : 0;
		}
	}
	return { width, height, pixels };
}

interface Box {
	readonly top: number;
	readonly bottom: number;
	readonly left: number;
	readonly right: number;
}

/** Mean of the values that are there; NaN when none is. */
function average(plane: Float64Array, columns: number, { top, bottom, left, right }: Box): number {
	let sum = 0;
	let count = 0;
	for (let row = top; row < bottom; row++) {
		for (let column = left; column < right; column++) {
			const value = plane[row * columns + column] as number;
			if (Number.isNaN(value)) continue;
			sum += value;
			count++;
		}
	}
	return count ? sum / count : NaN;
}
