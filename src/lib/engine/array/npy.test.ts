import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BenchtopError } from '../errors/error';
import { readNpy, writeNpy } from './npy';

const FOLDER = new URL('../../../../tests/fixtures/npy/', import.meta.url);
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`${name}.npy`, FOLDER)));
const named = (start: string) =>
	readdirSync(FOLDER)
		.filter((file) => file.startsWith(start))
		.map((file) => file.replace('.npy', ''));
const read = (name: string) => readNpy(fixture(name), name);

/** A file with this head, and so many bytes of values. */
function made(head: string, values: number, version = 1): Uint8Array {
	const start = version === 1 ? 10 : 12;
	const bytes = new Uint8Array(start + head.length + values);
	bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), version, 0, head.length & 255, head.length >> 8]);
	bytes.set(new TextEncoder().encode(head), start);
	return bytes;
}
const head = (descr: string, shape: string) =>
	`{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}}\n`;

describe('readNpy gives what NumPy wrote', () => {
	it.each(named('counted'))('%s', (name) => {
		const { shape, values } = read(name);
		expect(shape).toEqual([2, 3, 4]);
		expect([...values]).toEqual(Array.from({ length: 24 }, (_, i) => i));
	});

	it('in the narrowest type of a column', () => {
		const types = (codes: string[]) => codes.map((code) => read(`counted-${code}-big`).dtype);
		expect(types(['i1', 'u1', 'i2', 'u2', 'i4'])).toEqual(Array(5).fill('int32'));
		expect(types(['u4', 'i8', 'u8'])).toEqual(Array(3).fill('int64'));
		expect(types(['f2', 'f4', 'f8'])).toEqual(['float32', 'float32', 'float64']);
		expect(read('counted-u1-big').values).toBeInstanceOf(Uint8Array);
	});

	it('truth values, negative whole numbers, a single number, nothing', () => {
		expect(read('odd-bool')).toMatchObject({ dtype: 'bool', shape: [2, 3, 4] });
		expect([...read('odd-bool').values.slice(0, 4)]).toEqual([0, 1, 0, 1]);
		expect([...read('negative-i8').values]).toEqual([-1, -(2 ** 53) + 1, 2 ** 53 - 1, -(2 ** 32)]);
		expect(read('scalar')).toMatchObject({ shape: [], values: Float64Array.of(2.5) });
		expect(read('empty')).toMatchObject({ shape: [0, 3, 2], values: new Float64Array() });
	});

	it('what is no number, infinite, tiny and rounded', () => {
		expect([...read('special-f2').values]).toEqual([
			NaN,
			Infinity,
			-Infinity,
			2 ** -24,
			65504,
			-0.5,
			0.333251953125,
		]);
		expect([...read('special-f4').values]).toEqual(
			[NaN, Infinity, -Infinity, 1e-45, 3.4028235e38, -0.5, 1 / 3].map(Math.fround),
		);
	});

	it('from the middle of a larger buffer', () => {
		const file = fixture('counted-f8-big');
		const larger = new Uint8Array(file.length + 8);
		larger.set(file, 3);
		expect(readNpy(larger.subarray(3, 3 + file.length), 'part').values).toEqual(
			read('counted-f8-big').values,
		);
	});
});

describe('readNpy refuses', () => {
	it.each(named('refused'))('%s', (name) => {
		const code = name.includes('wide') ? 'data.npy-whole' : 'data.npy-type';
		expect(() => read(name)).toThrow(expect.objectContaining({ code }));
	});

	it('what is no array file or of a later version', () => {
		const refused = (bytes: Uint8Array, code: string) =>
			expect(() => readNpy(bytes, 'a.npy')).toThrow(expect.objectContaining({ code }));
		refused(new Uint8Array(), 'data.not-npy');
		refused(new TextEncoder().encode('a,b\n1,2\n3,4\n5,6\n'), 'data.not-npy');
		refused(made(head("'<f4'", '(1,)'), 4, 4), 'data.npy-version');
	});

	it('a file that is cut off anywhere', () => {
		const file = fixture('counted-i2-big');
		for (let length = 0; length < file.length; length++)
			expect(() => readNpy(file.subarray(0, length), 'cut.npy')).toThrow(BenchtopError);
	});

	it.each([
		['promises more than there is', head("'<f4'", '(1000000000, 1000000000, 1000000000)'), 'data.npy-length'],
		['promises less than there is', head("'<f4'", '(1,)'), 'data.npy-length'],
		['has a negative size', head("'<f4'", '(-4,)'), 'data.npy-header'],
		['has half a size', head("'<f4'", '(1.5,)'), 'data.npy-header'],
		['is no dictionary', "'<f4'", 'data.npy-header'],
		['has no shape', "{'descr': '<f4', 'fortran_order': False}", 'data.npy-header'],
		['has no type', "{'fortran_order': False, 'shape': (4,)}", 'data.npy-header'],
		['runs code', "{'descr': '<f4', 'fortran_order': exit(), 'shape': (4,)}", 'data.npy-header'],
		['is nested without end', `{'descr': ${'['.repeat(60000)}`, 'data.npy-header'],
		['goes on', `${head("'<f4'", '(4,)')}(1,)`, 'data.npy-header'],
	])('a head that %s', (_, text, code) => {
		expect(() => readNpy(made(text, 16), 'odd.npy')).toThrow(expect.objectContaining({ code }));
	});

	it('or reads, and nothing else, whatever bytes a file has', () => {
		const whole = fixture('counted-u1-fortran');
		const change = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 });
		fc.assert(
			fc.property(change, (changes) => {
				const bytes = whole.slice();
				for (const [at, byte] of changes) bytes[at] = byte;
				try {
					const { shape, values } = readNpy(bytes, 'changed.npy');
					expect(shape.reduce((all, size) => all * size, 1)).toBe(values.length);
				} catch (thrown) {
					expect(thrown).toBeInstanceOf(BenchtopError);
				}
			}),
			{ numRuns: 500 },
		);
	});
});

describe('writeNpy', () => {
	const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });

	it('gives a file that reads back as it was', () => {
		fc.assert(
			fc.property(shapes, fc.boolean(), fc.infiniteStream(fc.double()), (shape, single, numbers) => {
				const count = shape.reduce((all, size) => all * size, 1);
				const made = Float64Array.from(numbers.take(count));
				const values = single ? Float32Array.from(made) : made;
				const bytes = writeNpy(values, shape);
				expect(readNpy(bytes, 'made.npy')).toEqual({ shape, dtype: single ? 'float32' : 'float64', values });
			}),
		);
	});

	it('aligns the values to 64 bytes, as NumPy does', () => {
		const file = fixture('counted-version-2');
		expect((writeNpy(new Float64Array(24), [2, 3, 4]).length - 192) % 64).toBe(0);
		expect(file.length - 192).toBe(128);
	});

	it('does not write a shape that the values do not fill', () => {
		expect(() => writeNpy(new Float32Array(5), [2, 3])).toThrow(RangeError);
	});
});
