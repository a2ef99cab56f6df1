/**
 * The files of an acceptance document as tables, in a browser: text is parsed here, pictures are decoded as the
 * application decodes them. Whatever is not as the document says is refused: a figure measured on other data says nothing.
 */
import { columnOf, isString, type Column, type Table } from '../../src/lib/engine/table/table';
import { Stream } from '../../src/lib/engine/random/stream';
import { decodePicture } from '../../src/lib/workers/data/decode-picture';
import { PicturePixels } from '../../src/lib/workers/data/picture-pixels';
import { separatorOf, tableOfText } from './delimited-text';
import type { Gaps, Source } from './document';

/** The bytes of a file by its path in the folder of data. */
export type Open = (path: string) => Promise<Blob>;

type SourceAs<K extends Source['as']> = Extract<Source, { as: K }>;

function named(table: Table, name: string): Column {
	const column = columnOf(table, name);
	if (!column) throw new Error(`no column is called ${name}`);
	return column;
}

/** Empties a share of each column. */
function withGaps(table: Table, gaps: Gaps | undefined): Table {
	if (!gaps) return table;
	const columns = table.columns.map((column): Column => {
		if (!gaps.columns.includes(column.name) || isString(column)) return column;
		const order = new Stream(gaps.seed, `gaps/${column.name}`).permutation(table.rows);
		const values = column.values.slice();
		for (const row of order.subarray(0, Math.round(gaps.share * table.rows))) values[row] = NaN;
		return { ...column, values };
	});
	return { ...table, columns };
}

async function readText(open: Open, file: string, dtypes?: SourceAs<'table'>['columns']): Promise<Table> {
	return tableOfText(await (await open(file)).text(), separatorOf(file), dtypes);
}

async function readTable(open: Open, source: SourceAs<'table'>): Promise<Table> {
	const whole = await readText(open, source.file, source.columns);
	const columns = Object.keys(source.columns).map((name) => named(whole, name));
	return withGaps({ rows: whole.rows, columns }, source.gaps);
}

/** The readings of a sample lie side by side in its row; here they are rows one below the other. */
async function readSequence(open: Open, source: SourceAs<'sequence'>): Promise<Table> {
	const { from, to, steps, columns } = source;
	const whole = await readText(open, source.file);
	const names = whole.columns.map(({ name }) => name);
	const readings = whole.columns.slice(names.indexOf(from), names.indexOf(to) + 1);
	const values = new Float64Array(whole.rows * steps);
	if (readings.length !== steps) throw new Error(`${readings.length} readings, not ${steps}`);
	readings.forEach((column, step) => {
		if (isString(column)) throw new Error(`column ${column.name} holds text`);
		column.values.forEach((value, row) => (values[row * steps + step] = value));
	});
	const [[name, dtype] = ['reading', 'float64']] = Object.entries(columns);
	if (dtype === 'string') throw new Error('readings are numbers');
	return withGaps({ rows: values.length, inner: [steps], columns: [{ name, dtype, values }] }, source.gaps);
}

async function readPictures(open: Open, source: SourceAs<'pictures'>): Promise<Table> {
	const { rows, width, columns } = source;
	const list = named(await readText(open, source.file), source.listed);
	if (!isString(list)) throw new Error(`column ${list.name} lists no files`);
	const files = Array.from(list.codes, (code) => list.dictionary[code]?.split('/').at(-1) ?? '');
	const pixels = new PicturePixels(rows * width);
	await Promise.all(
		files.map(async (file, position) => {
			const picture = await decodePicture(await open(`${source.folder}/${file}`));
			if (picture?.width !== width || picture.height !== rows)
				throw new Error(`${file} is no picture of ${width} × ${rows} pixels`);
			pixels.set(position, picture.rgba);
		}),
	);
	const channels = pixels.channels;
	if (channels.join() !== Object.keys(columns).join()) throw new Error(`channels are ${channels.join()}`);
	return {
		rows: files.length * pixels.pixels,
		inner: [rows, width],
		columns: channels.map((name, channel) => {
			const dtype = columns[name] === 'int32' ? 'int32' : 'float64';
			return { name, dtype, values: pixels.plane(channel, 0, files.length) };
		}),
	};
}

/** @throws where the files are not as the document says */
export async function readSource(open: Open, source: Source): Promise<Table> {
	const table =
		source.as === 'table'
			? await readTable(open, source)
			: source.as === 'sequence'
				? await readSequence(open, source)
				: await readPictures(open, source);
	const samples = table.rows / (table.inner ?? []).reduce((product, size) => product * size, 1);
	if (samples !== source.samples)
		throw new Error(`${source.file} holds ${samples} samples, not ${source.samples}`);
	return table;
}
