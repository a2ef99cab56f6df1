/**
 * An archive nobody trusts: found through its central directory only, every path, size and hash checked against the
 * manifest while it is read. An entry that the manifest does not list refuses the file.
 */
import { configure, ZipReader, BlobReader, type FileEntry } from '@zip.js/zip.js';
import * as v from 'valibot';
import { BenchtopError } from '../../engine/errors/error';
import type { LongCall } from '../../engine/ports';
import { issueText } from '../../storage/records';
import { parseExactJson } from './exact-json';
import { createDigester } from './hashing';
import {
	FORMAT,
	LIMITS,
	MANIFEST,
	manifestSchema,
	pathFault,
	type Listed,
	type Manifest,
	type Refuse,
} from './layout';

configure({ useWebWorkers: false });

const CHECKS = { checkSignature: true, checkOverlappingEntry: true } as const;
const PIECE = 4 * 2 ** 20;

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
function detailOf(thrown: unknown): string {
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	return WORDS.find(([pattern]) => pattern.test(message))?.[1] ?? message;
}

type Files = Map<string, FileEntry>;

/** The files of the archive by path below the root folder. */
async function readDirectory(file: Blob, refuse: Refuse): Promise<Files> {
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
async function unpack(
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

/** Gathers pieces into one array, or into a Blob that need not be in memory. */
function gathering() {
	const blobs: Blob[] = [];
	let pieces: Uint8Array<ArrayBuffer>[] = [];
	let held = 0;
	const settle = () => {
		if (held) blobs.push(new Blob(pieces));
		pieces = [];
		held = 0;
	};
	return {
		take(piece: Uint8Array<ArrayBuffer>) {
			pieces.push(piece);
			if ((held += piece.length) >= PIECE) settle();
		},
		blob(type: string): Blob {
			settle();
			return new Blob(blobs, { type });
		},
	};
}

export interface Archive {
	readonly manifest: Manifest;
	/** Listed paths nobody has read yet. */
	readonly unread: ReadonlySet<string>;
	has(path: string): boolean;
	/** Size and hash as listed; undefined for a path that is not there. */
	listed(path: string): Listed | undefined;
	/** A small entry, checked. */
	bytes(path: string): Promise<Uint8Array>;
	/** A large entry, checked, not in memory. */
	blob(path: string): Promise<Blob>;
	/** The value in a JSON entry. */
	json(path: string): Promise<unknown>;
	/** The values of a JSON Lines entry. */
	lines(path: string): Promise<unknown[]>;
}

async function readManifest(files: Files, refuse: Refuse, signal?: AbortSignal): Promise<Manifest> {
	const entry = files.get(MANIFEST);
	if (!entry) throw refuse('no-manifest');
	if (entry.uncompressedSize > LIMITS.inMemory)
		throw refuse('too-large', { detail: 'its manifest is too large' });
	const parts = gathering();
	await unpack(MANIFEST, entry, (piece) => parts.take(piece), refuse, signal);
	let value: unknown;
	try {
		value = JSON.parse(await parts.blob('').text());
	} catch (thrown) {
		throw refuse('invalid', { entry: MANIFEST, detail: 'it is not JSON' }, thrown);
	}
	const peek = v.safeParse(v.object({ kind: v.literal('benchtop-project'), format: v.number() }), value);
	if (peek.success && peek.output.format > FORMAT)
		throw refuse('newer', { format: peek.output.format, newest: FORMAT });
	const manifest = v.safeParse(manifestSchema, value);
	if (!manifest.success) throw refuse('invalid', { entry: MANIFEST, detail: issueText(manifest.issues) });
	return manifest.output;
}

/** Every file is listed once and every listed file is there, with its size. */
function compare(files: Files, { entries }: Manifest, refuse: Refuse): Map<string, Listed> {
	const listed = new Map(entries.map((each) => [each.path, each]));
	if (listed.size !== entries.length)
		throw refuse('inconsistent', { detail: 'its manifest lists an entry twice' });
	for (const { path, bytes } of entries) {
		const size = files.get(path)?.uncompressedSize;
		if (size === undefined || path === MANIFEST)
			throw refuse('damaged', { entry: path, detail: 'it is missing' });
		if (size !== bytes) throw refuse('damaged', { entry: path, detail: `${size} bytes instead of ${bytes}` });
	}
	for (const path of files.keys()) {
		if (path !== MANIFEST && !listed.has(path))
			throw refuse('damaged', { entry: path, detail: 'it is not listed' });
	}
	return listed;
}

/** Opens a project file as far as its manifest; `onProgress` counts unpacked bytes. */
export async function openArchive(
	file: Blob,
	refuse: Refuse,
	{ signal, onProgress }: LongCall = {},
): Promise<Archive> {
	let files: Files;
	try {
		files = await readDirectory(file, refuse);
	} catch (thrown) {
		if (thrown instanceof BenchtopError) throw thrown;
		const unsafe = thrown instanceof Error && /unsafe filename/i.test(thrown.message);
		if (unsafe) throw refuse('unsafe-path', { path: '…', detail: 'leaves its folder' }, thrown);
		throw refuse('not-a-file', { detail: detailOf(thrown) }, thrown);
	}
	signal?.throwIfAborted();
	const manifest = await readManifest(files, refuse, signal);
	const listed = compare(files, manifest, refuse);
	const unread = new Set(listed.keys());
	const total = manifest.entries.reduce((sum, { bytes }) => sum + bytes, 0);
	let done = 0;

	async function checked(path: string, each: (piece: Uint8Array<ArrayBuffer>) => void): Promise<void> {
		const expected = listed.get(path);
		const entry = files.get(path);
		if (!expected || !entry) throw refuse('damaged', { entry: path, detail: 'it is missing' });
		const counted = (piece: Uint8Array<ArrayBuffer>) => {
			done += piece.length;
			onProgress?.({ done: Math.min(done, total), total, unit: 'bytes', phase: 'Checking the project file' });
			each(piece);
		};
		const found = await unpack(path, entry, counted, refuse, signal);
		if (found.sha256 !== expected.sha256)
			throw refuse('damaged', { entry: path, detail: 'its hash differs' });
		unread.delete(path);
	}

	async function blob(path: string): Promise<Blob> {
		const parts = gathering();
		await checked(path, (piece) => parts.take(piece));
		return parts.blob('application/vnd.apache.parquet');
	}

	async function bytes(path: string): Promise<Uint8Array> {
		const size = listed.get(path)?.bytes ?? 0;
		if (size > LIMITS.inMemory) throw refuse('too-large', { detail: `${path} is too large` });
		const all = new Uint8Array(size);
		let at = 0;
		await checked(path, (piece) => {
			all.set(piece, at);
			at += piece.length;
		});
		return all;
	}

	async function text(path: string): Promise<string> {
		try {
			return new TextDecoder('utf-8', { fatal: true }).decode(await bytes(path));
		} catch (thrown) {
			if (!(thrown instanceof TypeError)) throw thrown;
			throw refuse('invalid', { entry: path, detail: 'it is not UTF-8 text' }, thrown);
		}
	}

	function parse(path: string, source: string): unknown {
		try {
			return parseExactJson(source);
		} catch (thrown) {
			throw refuse('invalid', { entry: path, detail: 'it is not JSON' }, thrown);
		}
	}

	return {
		manifest,
		unread,
		has: (path) => listed.has(path),
		listed: (path) => listed.get(path),
		bytes,
		blob,
		json: async (path) => parse(path, await text(path)),
		async lines(path) {
			const rows = (await text(path)).split('\n').filter((row) => row !== '');
			return rows.map((row) => parse(path, row));
		},
	};
}
