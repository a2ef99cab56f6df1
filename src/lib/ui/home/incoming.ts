/**
 * What comes in by drop or choice, sorted by where it goes: projects to be imported, pictures to become one dataset,
 * tables and arrays to be read one by one. Folders are walked; hidden files and what is neither stay out.
 */
import type { PictureFile } from '$lib/workers/api';

export interface Incoming {
	readonly projects: readonly File[];
	readonly pictures: readonly PictureFile[];
	/** Everything else: what cannot be read says so when it is tried. */
	readonly tables: readonly File[];
}

const PROJECT = /\.(benchtop|eln|zip)$/i;
const PICTURE = /\.(png|jpe?g|gif|webp|bmp)$/i;
const TABLE = /\.(csv|tsv|tab|txt|parquet|pq|npy)$/i;

const isHidden = (path: string): boolean =>
	path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');

/** Sorts files by name. In a folder only pictures and tables are looked for; a file alone is always tried. */
export function sortIncoming(files: readonly PictureFile[]): Incoming {
	const inFolder = ({ path }: PictureFile) => path.includes('/');
	const seen = files.filter((each) => !inFolder(each) || !isHidden(each.path));
	const pictures = seen.filter(({ path }) => PICTURE.test(path));
	const rest = seen.filter((each) => !pictures.includes(each));
	const projects = rest.filter((each) => !inFolder(each) && PROJECT.test(each.path));
	const tables = rest.filter((each) => (inFolder(each) ? TABLE.test(each.path) : !projects.includes(each)));
	const fileOf = ({ file }: PictureFile) => file;
	return { projects: projects.map(fileOf), pictures, tables: tables.map(fileOf) };
}

/** A chosen file with the folders it was found in, when it was chosen with its folder. */
export const withPath = (file: File): PictureFile => ({ path: file.webkitRelativePath || file.name, file });

/** All files under dropped entries, each with the folders from the dropped one on. Links and the like stay out. */
export async function walk(entries: readonly FileSystemEntry[]): Promise<PictureFile[]> {
	const found: PictureFile[] = [];
	for (const entry of entries) {
		const path = entry.fullPath.replace(/^\//, '');
		if (entry.isFile) found.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
		else if (entry.isDirectory)
			found.push(...(await walk(await entriesOf(entry as FileSystemDirectoryEntry))));
	}
	return found;
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
	new Promise((resolve, reject) => entry.file(resolve, reject));

/** A folder gives its entries in portions, and none when there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
	const reader = folder.createReader();
	const all: FileSystemEntry[] = [];
	for (;;) {
		const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
			reader.readEntries(resolve, reject),
		);
		if (!portion.length) return all;
		all.push(...portion);
	}
}
