/**
 * An image seen through an affine map: each new pixel is read at a place of the old image, between pixels bilinearly.
 * Whole places give the old values exactly.
 */
import type { ImageShape } from './augmentation';

/** Place in the old image: row = row[0]·r + row[1]·c + row[2], column likewise, of the new row r and column c. */
export interface AffineMap {
	readonly row: readonly [number, number, number];
	readonly column: readonly [number, number, number];
}

/** What stands outside the old image: its nearest edge, or a value. */
export interface Fill {
	readonly fill?: 'edge' | 'constant' | undefined;
	readonly value?: number | undefined;
}

/** A rectangle of pixels; nothing outside it is read. */
export interface Frame {
	readonly top: number;
	readonly left: number;
	readonly rows: number;
	readonly columns: number;
}

/** @param frame the part of the old image that is there; all of it when not given */
export function resample(
	sample: Float32Array,
	[channels, rows, columns]: ImageShape,
	map: AffineMap,
	{ fill = 'edge', value = 0 }: Fill = {},
	frame: Frame = { top: 0, left: 0, rows, columns },
): Float32Array {
	const result = new Float32Array(sample.length);
	const area = rows * columns;
	const [bottom, right] = [frame.top + frame.rows - 1, frame.left + frame.columns - 1];
	const edge = fill === 'edge';
	const pixel = (base: number, row: number, column: number): number =>
		row < frame.top || row > bottom || column < frame.left || column > right
			? value
			: (sample[base + row * columns + column] as number);
	for (let r = 0, to = 0; r < rows; r++)
		for (let c = 0; c < columns; c++, to++) {
			let row = map.row[0] * r + map.row[1] * c + map.row[2];
			let column = map.column[0] * r + map.column[1] * c + map.column[2];
			if (edge) {
				row = Math.min(bottom, Math.max(frame.top, row));
				column = Math.min(right, Math.max(frame.left, column));
			}
			const r0 = Math.floor(row);
			const c0 = Math.floor(column);
			const down = row - r0;
			const across = column - c0;
			for (let channel = 0, base = 0; channel < channels; channel++, base += area) {
				let mixed = pixel(base, r0, c0);
				if (across > 0) mixed += across * (pixel(base, r0, c0 + 1) - mixed);
				if (down > 0) {
					let below = pixel(base, r0 + 1, c0);
					if (across > 0) below += across * (pixel(base, r0 + 1, c0 + 1) - below);
					mixed += down * (below - mixed);
				}
				result[base + to] = mixed;
			}
		}
	return result;
}
