/** Writes small PNG files for tests, without a canvas, so that every byte of a pixel is what the test says. */

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
	let c = n;
	for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
	return c;
});

function crc(bytes: Uint8Array): number {
	let c = ~0;
	for (const byte of bytes) c = (CRC[(c ^ byte) & 255] as number) ^ (c >>> 8);
	return ~c >>> 0;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
	const out = new Uint8Array(12 + data.length);
	const view = new DataView(out.buffer);
	view.setUint32(0, data.length);
	out.set(new TextEncoder().encode(type), 4);
	out.set(data, 8);
	view.setUint32(8 + data.length, crc(out.subarray(4, 8 + data.length)));
	return out;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
	const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A PNG of RGBA bytes, row after row. */
export async function png(
	width: number,
	height: number,
	rgba: ArrayLike<number>,
): Promise<Uint8Array<ArrayBuffer>> {
	const head = new Uint8Array(13);
	new DataView(head.buffer).setUint32(0, width);
	new DataView(head.buffer).setUint32(4, height);
	head.set([8, 6], 8);
	const lines = new Uint8Array(height * (1 + 4 * width));
	for (let y = 0; y < height; y++)
		for (let i = 0; i < 4 * width; i++)
			lines[y * (1 + 4 * width) + 1 + i] = rgba[y * 4 * width + i] as number;
	const parts = [
		Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
		chunk('IHDR', head),
		chunk('IDAT', await deflate(lines)),
		chunk('IEND', new Uint8Array()),
	];
	const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		file.set(part, at);
		at += part.length;
	}
	return file;
}
