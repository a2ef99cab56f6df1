/**
 * Stages picture files as one dataset of images and, where sub-folders tell them apart, a table beside it that says in
 * which folder each lies. Pictures are decoded several at a time and kept as bytes until all are known to fit together.
 */
import { BenchtopError } from '../../engine/errors/error';
import type { LongCall } from '../../engine/ports';
import type { Column, StringColumn, Table } from '../../engine/table/table';
import { canonicalStrings } from '../../engine/table/select-rows';
import type { PictureFile } from '../api';
import { refuseTooMany } from './array-limit';
import { decodePicture } from './decode-picture';
import type { Database } from './database';
import { commonFormat, type PictureFormat } from './picture-format';
import { PicturePixels } from './picture-pixels';
import { type PictureSet, pictureSet } from './picture-set';
import { partsOf, stageColumns } from './stage-columns';
import type { Staging } from './staged-columns';
import { GROUP } from './types';

/** Decoded at the same time. */
const IN_FLIGHT = 8;

interface Decoded {
	readonly pixels: PicturePixels;
	readonly width: number;
	readonly height: number;
	readonly format: PictureFormat | 'mixed';
}

export interface StagedPictures {
	readonly pictures: Staging;
	/** Columns file and folder, one row per picture in the same order; null without sub-folders. */
	readonly files: Staging | null;
}

/** At least one picture; all of one size. Refuses the first that is not like the others (SPEC DS-18, DS-20). */
export async function stagePictures(
	db: Database,
	given: readonly PictureFile[],
	call: LongCall,
): Promise<StagedPictures> {
	const set = pictureSet(given.map(({ path }) => path));
	const files = set.order.map((at) => given[at] as PictureFile);
	const { pixels, width, height, format } = await decodeAll(set.name, files, call);
	const channels = pixels.channels.map((name) => ({ name, dtype: 'int32' as const }));
	const samples = files.length;
	const pictures = await stageColumns(
		db,
		{
			file: set.name,
			format,
			bytes: files.reduce((sum, { file }) => sum + file.size, 0),
			notes: [],
			rows: samples * pixels.pixels,
			columns: channels,
			shape: { kind: 'image', samples, rows: height, columns: width },
		},
		pictureParts(pixels, samples),
		call,
	);
	if (!set.folders) return { pictures, files: null };
	try {
		return { pictures, files: await stageFolders(db, set, set.folders, call) };
	} catch (thrown) {
		for (const table of pictures.tables) await db.query(`DROP TABLE IF EXISTS ${table}`);
		throw thrown;
	}
}

async function decodeAll(
	name: string,
	files: readonly PictureFile[],
	{ signal, onProgress }: LongCall,
): Promise<Decoded> {
	const formats = new Set<PictureFormat>();
	let first: { path: string; width: number; height: number } | null = null;
	let pixels: PicturePixels | null = null;
	let next = 0;
	let done = 0;
	const report = () =>
		onProgress?.({ done, total: files.length, unit: 'pictures', phase: 'Reading pictures' });
	report();
	// The first one says what the others are held against.
	for (const workers of [1, IN_FLIGHT]) {
		const end = workers === 1 ? 1 : files.length;
		const work = async () => {
			while (next < end) {
				signal?.throwIfAborted();
				const at = next++;
				const { path, file } = files[at] as PictureFile;
				const picture = await decodePicture(file);
				if (!picture) throw new BenchtopError('data.unreadable-picture', { file: path });
				const { width, height, rgba, format } = picture;
				if (!first || !pixels) {
					refuseTooMany(name, files.length * width * height);
					first = { path, width, height };
					pixels = new PicturePixels(width * height);
				} else if (width !== first.width || height !== first.height) {
					throw new BenchtopError('data.picture-sizes', {
						first: first.path,
						firstSize: `${first.width} × ${first.height}`,
						other: path,
						otherSize: `${width} × ${height}`,
					});
				}
				formats.add(format);
				pixels.set(at, rgba);
				refuseTooMany(name, files.length * width * height * pixels.channels.length);
				done++;
				report();
			}
		};
		try {
			await Promise.all(Array.from({ length: workers }, work));
		} catch (thrown) {
			next = files.length;
			throw thrown;
		}
	}
	const { width, height } = first as unknown as { width: number; height: number };
	return { pixels: pixels as unknown as PicturePixels, width, height, format: commonFormat(formats) };
}

/** Whole pictures, about a row group at a time. */
function* pictureParts(pixels: PicturePixels, samples: number): Generator<Pick<Table, 'rows' | 'columns'>> {
	const step = Math.max(1, Math.floor(GROUP / pixels.pixels));
	for (let from = 0; from < samples; from += step) {
		const end = Math.min(samples, from + step);
		const columns = pixels.channels.map((name, channel): Column => {
			return { name, dtype: 'int32', values: pixels.plane(channel, from, end) };
		});
		yield { rows: (end - from) * pixels.pixels, columns };
	}
}

/** '' is missing. */
function textColumn(name: string, texts: readonly string[]): StringColumn {
	const dictionary = [...new Set(texts)].filter((text) => text !== '');
	const code = new Map(dictionary.map((text, i) => [text, i]));
	const codes = Int32Array.from(texts, (text) => code.get(text) ?? -1);
	return canonicalStrings({ name, dtype: 'string', codes, dictionary });
}

async function stageFolders(
	db: Database,
	{ name, files }: PictureSet,
	folders: readonly string[],
	call: LongCall,
): Promise<Staging> {
	const columns = [textColumn('file', files), textColumn('folder', folders)];
	const table: Table = { rows: files.length, columns };
	const about = {
		file: `${name} files`,
		format: 'folder' as const,
		bytes: 0,
		notes: [],
		rows: files.length,
		columns,
		shape: undefined,
	};
	return stageColumns(db, about, partsOf(table), { ...(call.signal ? { signal: call.signal } : {}) });
}
