/** Weights come back bit by bit, and a file that lies about them is refused. */
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from './safetensors';

const tensors = [
	{ name: '10/kernel', shape: [2, 2], values: Float32Array.of(0.1, -0, NaN, 3e38) },
	{ name: '2', shape: [1], values: Float32Array.of(1e-45) },
	{ name: '__proto__x', shape: [0, 3], values: new Float32Array(0) },
	{ name: 'scalar', shape: [], values: Float32Array.of(7) },
];

function withHeader(header: string, data = 0): Uint8Array {
	const text = new TextEncoder().encode(header);
	const bytes = new Uint8Array(8 + text.length + data);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
	bytes.set(text, 8);
	return bytes;
}

describe('safetensors', () => {
	it('keep names, order, shapes and every bit', () => {
		const read = readSafetensors(writeSafetensors(tensors));
		expect(read.map(({ name, shape }) => ({ name, shape }))).toEqual(
			tensors.map(({ name, shape }) => ({ name, shape })),
		);
		read.forEach(({ values }, i) =>
			expect(new Uint8Array(values.buffer)).toEqual(
				new Uint8Array(tensors[i]?.values.buffer ?? new ArrayBuffer(0)),
			),
		);
		expect(readSafetensors(writeSafetensors([]))).toEqual([]);
	});

	it('are aligned to eight bytes', () => {
		expect(Number(new DataView(writeSafetensors(tensors).buffer).getBigUint64(0, true)) % 8).toBe(0);
	});

	it('are refused when cut at any byte', () => {
		const whole = writeSafetensors(tensors);
		for (let length = 0; length < whole.length; length++)
			expect(() => readSafetensors(whole.slice(0, length))).toThrow();
	});

	it.each([
		[
			'an oversized header',
			(() => {
				const bytes = withHeader('{}');
				new DataView(bytes.buffer).setBigUint64(0, 2n ** 60n, true);
				return bytes;
			})(),
			/too large/,
		],
		['bytes of no tensor', withHeader('{}', 4), /no tensor/],
		[
			'a shape that does not fit',
			withHeader('{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}', 8),
			/where its shape says/,
		],
		[
			'overlapping tensors',
			withHeader(
				'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
				4,
			),
			/where its shape says/,
		],
		['another type', withHeader('{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}', 8), /F32/],
		['a header that is no object', withHeader('[1]'), /./],
	])('are refused with %s', (_what, bytes, message) => {
		expect(() => readSafetensors(bytes)).toThrow(message);
	});
});
