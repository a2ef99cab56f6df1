/** A confusion matrix with shares per true class, as CSV rows and as a picture for saving. */
import type { ChartTheme } from './chart-theme';
import type { CsvTable } from './csv';
import type { SplitName } from '../../engine/schema/common';
import { percent } from '../parts/format';

export interface ConfusionCell {
	readonly count: number;
	/** Of the rows of the true class; null when there are none. */
	readonly share: number | null;
}

/** Counts with their share of the row. Rows true, columns predicted. */
export const withShares = (counts: readonly (readonly number[])[]): ConfusionCell[][] =>
	counts.map((row) => {
		const total = row.reduce((sum, count) => sum + count, 0);
		return row.map((count) => ({ count, share: total ? count / total : null }));
	});

/** One row per split and pair of classes. */
export const confusionCsv = (
	matrices: readonly { split: SplitName; counts: readonly (readonly number[])[] }[],
	classes: readonly string[],
	name: string,
): CsvTable => ({
	name: `${name}-confusion`,
	header: ['split', 'actual', 'predicted', 'rows', 'share of actual'],
	rows: matrices.flatMap(({ split, counts }) =>
		withShares(counts).flatMap((row, actual) =>
			row.map(({ count, share }, predicted) => [split, classes[actual], classes[predicted], count, share]),
		),
	),
});

/** How strongly a cell is filled, in percent of its hue: nothing for nothing, at most 36. */
export const fill = ({ share }: ConfusionCell): number => Math.round((share ?? 0) * 36);

const CELL = { width: 92, height: 64 };
const EDGE = 110;

/** Draws the matrix at twice its size on the theme's surface. */
export async function confusionPng(
	counts: readonly (readonly number[])[],
	classes: readonly string[],
	title: string,
	theme: ChartTheme,
): Promise<Blob | null> {
	const size = classes.length;
	const canvas = document.createElement('canvas');
	const width = EDGE + size * CELL.width + 16;
	const height = 64 + size * CELL.height + 16;
	const scale = Math.min(2, 8000 / Math.max(width, height));
	canvas.width = width * scale;
	canvas.height = height * scale;
	const pen = canvas.getContext('2d');
	if (!pen) return null;
	pen.scale(scale, scale);
	pen.fillStyle = theme.surface;
	pen.fillRect(0, 0, width, height);
	const write = (
		text: string,
		x: number,
		y: number,
		font: string,
		colour: string,
		align: CanvasTextAlign,
	) => {
		pen.font = `${font} ${theme.font}`;
		pen.fillStyle = colour;
		pen.textAlign = align;
		pen.fillText(text, x, y, align === 'center' ? CELL.width - 8 : EDGE - 16);
	};
	pen.textBaseline = 'middle';
	pen.font = `600 13px ${theme.font}`;
	pen.fillStyle = theme.text;
	pen.fillText(title, 12, 20);
	withShares(counts).forEach((row, actual) => {
		const y = 64 + actual * CELL.height;
		write(`was ${classes[actual]}`, EDGE - 8, y + CELL.height / 2, '11.5px', theme.text2, 'right');
		row.forEach((cell, predicted) => {
			const x = EDGE + predicted * CELL.width;
			if (actual === 0)
				write(`said ${classes[predicted]}`, x + CELL.width / 2, 52, '11.5px', theme.text2, 'center');
			pen.globalAlpha = fill(cell) / 100;
			pen.fillStyle = theme.runs[0] ?? theme.accent;
			pen.fillRect(x + 2, y + 2, CELL.width - 4, CELL.height - 4);
			pen.globalAlpha = 1;
			pen.strokeStyle = theme.lineStrong;
			pen.strokeRect(x + 2, y + 2, CELL.width - 4, CELL.height - 4);
			write(
				String(cell.count),
				x + CELL.width / 2,
				y + CELL.height / 2 - 8,
				'600 18px',
				theme.text,
				'center',
			);
			if (cell.share !== null)
				write(
					percent(cell.share),
					x + CELL.width / 2,
					y + CELL.height / 2 + 12,
					'11.5px',
					theme.text2,
					'center',
				);
		});
	});
	return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
