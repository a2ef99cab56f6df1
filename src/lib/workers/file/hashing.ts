/** SHA-256 and CRC-32 of bytes or Blobs in one pass, a piece at a time. */
import { createCRC32, createSHA256 } from 'hash-wasm';

export interface Digest {
	readonly bytes: number;
	readonly sha256: string;
	readonly crc32: number;
}

export interface Digester {
	update(piece: Uint8Array): void;
	digest(): Digest;
}

export async function createDigester(): Promise<Digester> {
	const [sha256, crc32] = await Promise.all([createSHA256(), createCRC32()]);
	let bytes = 0;
	return {
		update(piece) {
			bytes += piece.length;
			sha256.update(piece);
			crc32.update(piece);
		},
		digest: () => ({ bytes, sha256: sha256.digest('hex'), crc32: parseInt(crc32.digest('hex'), 16) }),
	};
}

/** Calls `each` for the pieces of a body, in order. */
async function eachPiece(
	body: Blob | Uint8Array<ArrayBuffer>,
	each: (piece: Uint8Array<ArrayBuffer>) => void | Promise<void>,
	signal?: AbortSignal,
): Promise<void> {
	signal?.throwIfAborted();
	if (body instanceof Uint8Array) return each(body);
	const reader = body.stream().getReader();
	try {
		for (;;) {
			signal?.throwIfAborted();
			const { done, value } = await reader.read();
			if (done) return;
			await each(value);
		}
	} finally {
		reader.cancel().catch(() => undefined);
	}
}

export async function digestOf(body: Blob | Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<Digest> {
	const digester = await createDigester();
	await eachPiece(body, (piece) => digester.update(piece), signal);
	return digester.digest();
}
