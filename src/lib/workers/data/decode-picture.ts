/**
 * A picture file as RGBA bytes, decoded by the browser: values as stored, without colour management. A canvas keeps
 * colours multiplied with their opacity, which loses digits, so see-through pictures are read through WebGL.
 */
import { HEAD, pictureFormat, type PictureFormat } from './picture-format';

export interface Picture {
	readonly format: PictureFormat;
	readonly width: number;
	readonly height: number;
	/** Row after row from the top, four bytes a pixel, colours not multiplied with opacity. */
	readonly rgba: Uint8Array | Uint8ClampedArray;
}

/** Decodes the first frame; null when the file is no picture or is damaged. */
export async function decodePicture(file: Blob): Promise<Picture | null> {
	const format = pictureFormat(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
	if (!format) return null;
	const bitmap = await createImageBitmap(file, {
		premultiplyAlpha: 'none',
		colorSpaceConversion: 'none',
	}).catch(() => null);
	if (!bitmap) return null;
	try {
		const { width, height } = bitmap;
		const drawn = canvasPixels(bitmap);
		return { format, width, height, rgba: isOpaque(drawn) ? drawn : (exactPixels(bitmap) ?? drawn) };
	} finally {
		bitmap.close();
	}
}

function isOpaque(rgba: Uint8ClampedArray): boolean {
	for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return false;
	return true;
}

let canvas: OffscreenCanvas | null = null;

function canvasPixels(bitmap: ImageBitmap): Uint8ClampedArray {
	const { width, height } = bitmap;
	canvas ??= new OffscreenCanvas(width, height);
	if (canvas.width !== width) canvas.width = width;
	if (canvas.height !== height) canvas.height = height;
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (!context) throw new Error('This browser cannot read pictures in a worker');
	context.clearRect(0, 0, width, height);
	context.drawImage(bitmap, 0, 0);
	return context.getImageData(0, 0, width, height).data;
}

let gl: WebGLRenderingContext | null | undefined;

/** The pixels as a texture holds them; null where there is no WebGL or the picture is too large for it. */
function exactPixels(bitmap: ImageBitmap): Uint8Array | null {
	const { width, height } = bitmap;
	gl ??= new OffscreenCanvas(1, 1).getContext('webgl');
	if (!gl || gl.isContextLost()) return null;
	const texture = gl.createTexture();
	const frame = gl.createFramebuffer();
	try {
		gl.bindTexture(gl.TEXTURE_2D, texture);
		gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
		gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
		gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
		if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE) return null;
		const pixels = new Uint8Array(width * height * 4);
		gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
		return gl.getError() === gl.NO_ERROR ? pixels : null;
	} finally {
		gl.deleteFramebuffer(frame);
		gl.deleteTexture(texture);
	}
}
