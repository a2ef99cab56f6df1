/**
 * How the bytes of a text file are meant: UTF-8, UTF-16 by mark or by pattern, else windows-1252 (which contains
 * Latin-1). Tells text from binary by content. Transcodes to UTF-8 in a stream.
 */
import { abortError } from '../thread';
import type { LongCall } from '../../engine/ports';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const MAGIC: readonly (readonly [string, readonly number[]])[] = [
	['a ZIP archive or spreadsheet', [0x50, 0x4b, 0x03, 0x04]],
	['a gzip archive', [0x1f, 0x8b]],
	['a PDF document', [0x25, 0x50, 0x44, 0x46]],
	['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
	['a JPEG picture', [0xff, 0xd8, 0xff]],
	['an old spreadsheet', [0xd0, 0xcf, 0x11, 0xe0]],
	['a SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65]],
];

export const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
	magic.every((byte, i) => bytes[i] === byte);

/** What kind of binary file this head belongs to; null when it can be text. */
export function binaryKind(head: Uint8Array): string | null {
	const known = MAGIC.find(([, magic]) => startsWith(head, magic));
	if (known) return known[0];
	if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff]) || nulPattern(head)) return null;
	let odd = 0;
	for (const byte of head) {
		if (byte === 0) return 'binary data';
		if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd++;
	}
	return odd > head.length / 50 ? 'binary data' : null;
}

/** UTF-16 text in mostly Latin script has a NUL in every second byte. */
function nulPattern(head: Uint8Array): Encoding | null {
	const nul = [0, 0];
	const pairs = Math.floor(head.length / 2);
	for (let i = 0; i < pairs * 2; i++) if (head[i] === 0) nul[i % 2] = (nul[i % 2] ?? 0) + 1;
	const [even = 0, odd = 0] = nul;
	if (odd > pairs * 0.4 && even < pairs * 0.02) return 'utf-16le';
	if (even > pairs * 0.4 && odd < pairs * 0.02) return 'utf-16be';
	return null;
}

/** The encoding a file seems to have, from its first bytes. UTF-8 is a guess until all of it was read. */
export function encodingOf(head: Uint8Array): Encoding {
	if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
	if (startsWith(head, [0xfe, 0xff])) return 'utf-16be';
	const pattern = nulPattern(head);
	if (pattern) return pattern;
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
		return 'utf-8';
	} catch {
		return 'windows-1252';
	}
}

/** The same text as UTF-8, without a byte order mark. */
export async function transcode(
	file: Blob,
	from: Encoding,
	{ signal, onProgress }: LongCall = {},
): Promise<Blob> {
	let done = 0;
	const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
		transform(chunk, controller) {
			done += chunk.byteLength;
			onProgress?.({ done, total: file.size, unit: 'bytes', phase: `Converting from ${from}` });
			controller.enqueue(chunk);
		},
	});
	const text = file
		.stream()
		.pipeThrough(counted, signal ? { signal } : {})
		.pipeThrough(new TextDecoderStream(from))
		.pipeThrough(new TextEncoderStream());
	try {
		return await new Response(text).blob();
	} catch (thrown) {
		if (signal?.aborted) throw abortError();
		throw thrown;
	}
}
