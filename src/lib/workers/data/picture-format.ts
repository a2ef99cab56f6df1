/** Which picture format bytes are in, by their first ones; names are not asked. */

export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp';

/** First bytes of each; null for those that tell nothing. */
const MAGIC: readonly (readonly [PictureFormat, readonly (number | null)[]])[] = [
	['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
	['jpeg', [0xff, 0xd8, 0xff]],
	['gif', [0x47, 0x49, 0x46, 0x38]],
	['webp', [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50]],
	['bmp', [0x42, 0x4d]],
];
/** Bytes needed to tell. */
export const HEAD = 12;

/** The format, or null when it is none we read. */
export function pictureFormat(head: Uint8Array): PictureFormat | null {
	return MAGIC.find(([, magic]) => magic.every((byte, i) => byte === null || byte === head[i]))?.[0] ?? null;
}

/** One name for the formats of many pictures (SPEC §2.2). */
export function commonFormat(formats: ReadonlySet<PictureFormat>): PictureFormat | 'mixed' {
	const [first = 'mixed'] = formats;
	return formats.size === 1 ? first : 'mixed';
}
