/** Pictures of an open dataset, small enough to be looked at: read a few at a time and drawn by the engine. */
import { BenchtopError } from '../../engine/errors/error';
import { drawPicture, sizeWithin } from '../../engine/table/picture';
import { rowsPerSample, samplesOf } from '../../engine/table/table';
import type { Pictures, PictureView } from '../api';
import type { DatasetTable } from './dataset-table';

/** Table rows read at a time. */
const READ = 1 << 18;

/** The pictures [from, from + count), as many as there are, one after the other. */
export async function drawPictures(dataset: DatasetTable, view: PictureView): Promise<Pictures> {
	const { inner = [] } = dataset.shape;
	const [rows, columns] = inner;
	if (rows === undefined || columns === undefined) throw new BenchtopError('data.not-pictures', {});
	const per = rowsPerSample(dataset.shape);
	const from = Math.max(0, Math.floor(view.from));
	const end = Math.min(dataset.rows / per, from + Math.max(0, Math.floor(view.count)));
	const { width, height } = sizeWithin(rows, columns, view.edge);
	const pixels = new Uint8ClampedArray(Math.max(0, end - from) * width * height * 4);
	const step = Math.max(1, Math.floor(READ / per));
	let at = 0;
	for (let start = from; start < end; start += step) {
		const table = await dataset.samples(start, Math.min(step, end - start));
		for (let i = 0; i < samplesOf(table); i++) {
			const channels = table.columns.map((column) =>
				'codes' in column ? new Float64Array() : column.values.subarray(i * per, (i + 1) * per),
			);
			const drawn = drawPicture(channels, rows, columns, view.edge, view);
			pixels.set(drawn.pixels, at);
			at += drawn.pixels.length;
		}
	}
	return { width, height, pixels };
}
