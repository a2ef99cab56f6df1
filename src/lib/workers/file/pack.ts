/**
 * Entries into a ZIP: stored, in the order given, with fixed dates and no data descriptors, so that equal entries give
 * equal bytes and plain ZIP readers can stream them. Sizes and hashes are gathered for the manifest.
 */
import { configure, ZipWriter } from '@zip.js/zip.js';
import { ENGINE_VERSION } from '../../engine/version';
import type { Entry } from './entries';
import { digestOf } from './hashing';
import { FORMAT, type Listed, type Manifest } from './layout';

configure({ useWebWorkers: false });

/** 1980-01-01 00:00 in the form ZIP keeps it; the same in every time zone. */
const FIXED_DATE = 0x00210000;
const STORED = 0;

export interface Packer {
	/** Adds one entry and returns what the manifest says of it. */
	add(entry: Entry): Promise<Listed>;
	close(): Promise<void>;
}

function streamOf(body: Entry['body']): ReadableStream<Uint8Array> {
	if (body instanceof Blob) return body.stream();
	return new ReadableStream({
		start(controller) {
			if (body.length) controller.enqueue(body);
			controller.close();
		},
	});
}

/** Packs into `writable`, all paths below `root`. `onBytes` hears of every piece written. */
export function createPacker(
	writable: WritableStream<Uint8Array<ArrayBuffer>>,
	root: string,
	{ signal, onBytes }: { signal?: AbortSignal | undefined; onBytes?: (bytes: number) => void } = {},
): Packer {
	const writer = new ZipWriter(writable, {
		rawLastModDate: FIXED_DATE,
		extendedTimestamp: false,
		dataDescriptor: false,
		keepOrder: true,
		level: 0,
		...(signal ? { signal } : {}),
	});
	return {
		async add({ path, body, digest }) {
			const { bytes, sha256, crc32 } = digest ?? (await digestOf(body, signal));
			const counted = streamOf(body).pipeThrough(
				new TransformStream<Uint8Array, Uint8Array>({
					transform(piece, controller) {
						onBytes?.(piece.length);
						controller.enqueue(piece);
					},
				}),
			);
			await writer.add(`${root}/${path}`, counted, {
				passThrough: true,
				compressionMethod: STORED,
				uncompressedSize: bytes,
				crc32,
			});
			return { path, bytes, sha256 };
		},
		close: async () => void (await writer.close()),
	};
}

/** What a manifest would list, without writing anything. */
export async function listEntries(entries: AsyncIterable<Entry>, signal?: AbortSignal): Promise<Listed[]> {
	const listed: Listed[] = [];
	for await (const { path, body, digest } of entries) {
		const { bytes, sha256 } = digest ?? (await digestOf(body, signal));
		listed.push({ path, bytes, sha256 });
	}
	return listed;
}

export const manifestOf = (entries: readonly Listed[]): Manifest => ({
	kind: 'benchtop-project',
	format: FORMAT,
	engineVersion: ENGINE_VERSION,
	entries: [...entries],
});
