/**
 * The lower half of reading an archive: its directory with every path and size judged before anything is unpacked, and
 * one entry unpacked piece by piece, never beyond what it declared. What the entries mean is left to archive.ts.
 */
import { BlobReader, configure, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { BenchtopError } from '../../engine/errors/error';
import { createDigester } from './hashing';
import { LIMITS, pathFault, type Listed, type Refuse } from './layout';

configure({ useWebWorkers: false });

const CHECKS = { checkSignature: true, checkOverlappingEntry: true } as const;

/** What zip.js says, as a detail for people. */
const WORDS: readonly (readonly [RegExp, string])[] = [
	[/not recognized|end of central directory not found/i, 'it is not a whole ZIP archive'],
	[/ambiguous|central directory/i, 'its directory contradicts itself'],
	[/overlapping/i, 'it overlaps another entry'],
	[/crc32|signature/i, 'its checksum is wrong'],
	[/size|out of bounds/i, 'its size is not what was declared'],
	[/compressed data|compression/i, 'it cannot be unpacked'],
	[/encrypt/i, 'it is encrypted'],
];
export function detailOf(thrown: unknown): string {
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	return WORDS.find(([pattern]) => pattern.test(message))?.[1] ?? message;
}

export type Files = Map<string, FileEntry>;

/** The files of the archive by path below the root folder. */
export async function readDirectory(file: Blob, refuse: Refuse): Promise<Files> {
	if (file.size === 0) throw refuse('not-a-file', { detail: 'it is empty' });
	const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
	if (head[0] !== 0x50 || head[1] !== 0x4b) throw refuse('not-a-file', { detail: 'it is not a ZIP archive' });
	const files: Files = new Map();
	const roots = new Set<string>();
	let total = 0;
	let count = 0;
	for await (const entry of new ZipReader(new BlobReader(file), CHECKS).getEntriesGenerator()) {
		if (++count > LIMITS.entries)
			throw refuse('too-large', { detail: `it has more than ${LIMITS.entries} entries` });
		const path = entry.directory ? entry.filename.replace(/\/$/, '/.folder') : entry.filename;
		const fault = pathFault(entry.directory ? path : entry.filename);
		if (fault) throw refuse('unsafe-path', { path: entry.filename, detail: fault });
		const [root = '', ...rest] = path.split('/');
		roots.add(root);
		if (roots.size > 1)
			throw refuse('unsafe-path', { path: entry.filename, detail: 'is in a second root folder' });
		if (entry.directory) continue;
		if (entry.encrypted) throw refuse('damaged', { entry: entry.filename, detail: 'it is encrypted' });
		const name = rest.join('/');
		if (files.has(name)) throw refuse('unsafe-path', { path: entry.filename, detail: 'is there twice' });
		total += entry.uncompressedSize;
		if (total > LIMITS.bytes)
			throw refuse('too-large', { detail: `it would unpack to more than ${LIMITS.bytes / 2 ** 30} GB` });
		if (
			entry.uncompressedSize > 2 ** 20 &&
			entry.uncompressedSize > LIMITS.ratio * Math.max(1, entry.compressedSize)
		) {
			throw refuse('too-large', { detail: `${name} unpacks to more than ${LIMITS.ratio} times its size` });
		}
		files.set(name, entry);
	}
	return files;
}

/** Unpacks one entry piece by piece, never more than it declared. Returns size and hash. */
export async function unpack(
	name: string,
	entry: FileEntry,
	each: (piece: Uint8Array<ArrayBuffer>) => void,
	refuse: Refuse,
	signal?: AbortSignal,
): Promise<Listed> {
	const digester = await createDigester();
	let bytes = 0;
	const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
		write(piece) {
			signal?.throwIfAborted();
			bytes += piece.length;
			if (bytes > entry.uncompressedSize)
				throw refuse('damaged', { entry: name, detail: 'its size is not what was declared' });
			digester.update(piece);
			each(piece);
		},
	});
	try {
		await entry.getData(sink, { ...CHECKS, ...(signal ? { signal } : {}) });
	} catch (thrown) {
		signal?.throwIfAborted();
		if (thrown instanceof BenchtopError) throw thrown;
		throw refuse('damaged', { entry: name, detail: detailOf(thrown) }, thrown);
	}
	const { sha256 } = digester.digest();
	return { path: name, bytes, sha256 };
}
