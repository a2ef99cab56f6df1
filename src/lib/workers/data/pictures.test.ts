import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNatural } from '../../engine/table/natural-order';
import { commonFormat, pictureFormat } from './picture-format';
import { depthOf, PicturePixels } from './picture-pixels';
import { pictureSet } from './picture-set';

const sorted = (names: readonly string[]) => [...names].sort(compareNatural);
const path = fc.stringMatching(/^[a-c0-2/. ]{1,8}$/);

describe('natural order', () => {
	it('counts digits as numbers, folder by folder (DS-18)', () => {
		expect(sorted(['img10.png', 'img2.png', 'img1.png'])).toEqual(['img1.png', 'img2.png', 'img10.png']);
		expect(sorted(['b10/1', 'b9/2', 'b9/10', 'a/99'])).toEqual(['a/99', 'b9/2', 'b9/10', 'b10/1']);
		expect(sorted(['x', '7', 'x1', 'x01', '70'])).toEqual(['7', '70', 'x', 'x01', 'x1']);
	});
	it('tells numbers apart that no float64 could', () => {
		expect(compareNatural('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
	});
	it('is a total order', () => {
		fc.assert(
			fc.property(path, path, path, (a, b, c) => {
				expect(compareNatural(a, a)).toBe(0);
				expect(Math.sign(compareNatural(a, b))).toBe(-Math.sign(compareNatural(b, a)) + 0);
				expect(compareNatural(a, b) === 0).toBe(a === b);
				if (compareNatural(a, b) <= 0 && compareNatural(b, c) <= 0)
					expect(compareNatural(a, c)).toBeLessThanOrEqual(0);
			}),
		);
	});
});

describe('a set of pictures', () => {
	it('from one folder is called like it and needs no labels', () => {
		expect(pictureSet(['pets/2.png', 'pets/10.png', 'pets/1.png'])).toEqual({
			order: [2, 0, 1],
			name: 'pets',
			files: ['1.png', '2.png', '10.png'],
			folders: null,
		});
	});
	it('from sub-folders has them as labels', () => {
		const set = pictureSet(['pets/img/dog/1.png', 'pets/img/cat/2.png', 'pets/img/cat/old/3.png']);
		expect(set.name).toBe('pets');
		expect(set.folders).toEqual(['cat', 'cat/old', 'dog']);
	});
	it('has no label for a picture beside the sub-folders', () => {
		expect(pictureSet(['pets/0.png', 'pets/cat/1.png']).folders).toEqual(['', 'cat']);
	});
	it('from two folders has these as labels; files alone have a plain name', () => {
		expect(pictureSet(['cat/1.png', 'dog/1.png'])).toMatchObject({
			name: 'Pictures',
			folders: ['cat', 'dog'],
		});
		expect(pictureSet(['a.png', 'b.png'])).toMatchObject({ name: 'Pictures', folders: null });
		expect(pictureSet(['moon.1.png'])).toMatchObject({ name: 'moon.1', folders: null });
	});
	it('holds every file once', () => {
		fc.assert(
			fc.property(fc.array(path, { minLength: 1, maxLength: 12 }), (paths) => {
				const { order, files, folders } = pictureSet(paths);
				expect([...order].sort((a, b) => a - b)).toEqual(paths.map((_, i) => i));
				expect(files).toHaveLength(paths.length);
				if (folders) expect(folders).toHaveLength(paths.length);
			}),
		);
	});
});

describe('pixels', () => {
	const gray = [7, 7, 7, 255, 0, 0, 0, 255];
	const colour = [1, 2, 3, 255, 4, 5, 6, 255];
	const faint = [9, 9, 9, 255, 1, 2, 3, 40];
	it('are gray, coloured or see-through', () => {
		expect([gray, colour, faint].map((rgba) => depthOf(Uint8Array.from(rgba)))).toEqual([1, 3, 4]);
	});
	it('of gray pictures are one channel', () => {
		const pixels = new PicturePixels(2);
		pixels.set(1, Uint8Array.from(gray));
		pixels.set(0, Uint8Array.from([5, 5, 5, 255, 6, 6, 6, 255]));
		expect(pixels.channels).toEqual(['gray']);
		expect([...pixels.plane(0, 0, 2)]).toEqual([5, 6, 7, 0]);
	});
	it('of a gray picture among others are filled up to their channels', () => {
		const pixels = new PicturePixels(2);
		[gray, colour, faint].forEach((rgba, i) => pixels.set(i, Uint8Array.from(rgba)));
		expect(pixels.channels).toEqual(['red', 'green', 'blue', 'alpha']);
		expect([...pixels.plane(1, 0, 3)]).toEqual([7, 0, 2, 5, 9, 2]);
		expect([...pixels.plane(3, 0, 3)]).toEqual([255, 255, 255, 255, 255, 40]);
	});
});

describe('a picture format', () => {
	const head = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
	it('is told by the first bytes', () => {
		expect(pictureFormat(head('\x89PNG\r\n\x1a\n....'))).toBe('png');
		expect(pictureFormat(head('\xff\xd8\xff\xe0'))).toBe('jpeg');
		expect(pictureFormat(head('GIF89a'))).toBe('gif');
		expect(pictureFormat(head('RIFF1234WEBPVP8 '))).toBe('webp');
		expect(pictureFormat(head('BM..'))).toBe('bmp');
	});
	it('is none of text, sound or nothing', () => {
		expect([head('a,b\n1,2'), head('RIFF1234WAVE'), head('')].map(pictureFormat)).toEqual([null, null, null]);
	});
	it('of several is mixed', () => {
		expect(commonFormat(new Set(['png']))).toBe('png');
		expect(commonFormat(new Set(['png', 'jpeg']))).toBe('mixed');
	});
});
