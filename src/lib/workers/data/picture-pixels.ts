/**
 * Pixels of pictures as they are read: gray while every pixel of every picture is gray and opaque, then red, green and
 * blue, and opacity once a picture has any (SPEC §2.2). Each picture is kept in as few bytes as it needs itself.
 */

export type Channels =
	readonly ['gray'] | readonly ['red', 'green', 'blue'] | readonly ['red', 'green', 'blue', 'alpha'];

const CHANNELS = { 1: ['gray'], 3: ['red', 'green', 'blue'], 4: ['red', 'green', 'blue', 'alpha'] } as const;
type Depth = keyof typeof CHANNELS;

/** Bytes a pixel of this RGBA picture needs: 1 for gray, 3 for colour, 4 where some pixel is not opaque. */
export function depthOf(rgba: Uint8Array | Uint8ClampedArray): Depth {
	let depth: Depth = 1;
	for (let i = 0; i < rgba.length; i += 4) {
		if (rgba[i + 3] !== 255) return 4;
		if (rgba[i] !== rgba[i + 1] || rgba[i] !== rgba[i + 2]) depth = 3;
	}
	return depth;
}

interface Kept {
	readonly depth: Depth;
	/** Pixel after pixel, `depth` bytes each. */
	readonly bytes: Uint8Array;
}

export class PicturePixels {
	readonly #pictures: Kept[] = [];
	#depth: Depth = 1;

	/** All pictures have this many pixels. */
	constructor(readonly pixels: number) {}

	/** Names of the channels, by the pictures so far. */
	get channels(): Channels {
		return CHANNELS[this.#depth];
	}

	/** Places a picture given as RGBA bytes at its position. */
	set(position: number, rgba: Uint8Array | Uint8ClampedArray): void {
		const depth = depthOf(rgba);
		const bytes = new Uint8Array(this.pixels * depth);
		for (let pixel = 0; pixel < this.pixels; pixel++)
			for (let c = 0; c < depth; c++) bytes[pixel * depth + c] = rgba[pixel * 4 + c] as number;
		this.#pictures[position] = { depth, bytes };
		if (depth > this.#depth) this.#depth = depth;
	}

	/** One channel of the pictures [from, to), pixel after pixel, picture after picture; 0 … 255. */
	plane(channel: number, from: number, to: number): Float64Array {
		const plane = new Float64Array((to - from) * this.pixels);
		this.#pictures.slice(from, to).forEach(({ depth, bytes }, i) => {
			const target = plane.subarray(i * this.pixels, (i + 1) * this.pixels);
			// What a picture lacks: opacity of an opaque one is full, colours of a gray one are its gray.
			if (channel === 3 && depth < 4) target.fill(255);
			else {
				const place = depth === 1 ? 0 : channel;
				for (let pixel = 0; pixel < this.pixels; pixel++)
					target[pixel] = bytes[pixel * depth + place] as number;
			}
		});
		return plane;
	}
}
