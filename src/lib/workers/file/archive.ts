/**
 * An archive nobody trusts: found through its central directory only, every path, size and hash checked against the
 * manifest while it is read. An entry that the manifest does not list refuses the file.
 */
import * as v from 'valibot';
import { BenchtopError } from '../../engine/errors/error';
import type { LongCall } from '../../engine/ports';
import { issueText } from '../../storage/record';
import { parseExactJson } from './exact-json';
import { detailOf, readDirectory, unpack, type Files } from './directory';
import { FORMAT, LIMITS, MANIFEST, manifestSchema, type Listed, type Manifest, type Refuse } from './layout';

const PIECE = 4 * 2 ** 20;

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
