/**
 * Weights as safetensors: eight bytes of header length, a JSON header, raw little-endian float32. Order of the
 * tensors is the order of their bytes. Reading trusts nothing: lengths, offsets and shapes must fit to the byte.
 * Format: https://github.com/huggingface/safetensors#format
 */
import * as v from 'valibot';
import type { WeightTensor } from '../../engine/schema/run';

const MAX_HEADER = 16 * 2 ** 20;
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const tensorSchema = v.object({
	dtype: v.literal('F32'),
	shape: v.array(size),
	data_offsets: v.tuple([size, size]),
});

/** Header padded with spaces to a multiple of eight, so that the data is aligned. */
export function writeSafetensors(tensors: readonly WeightTensor[]): Uint8Array<ArrayBuffer> {
	let offset = 0;
	const members = tensors.map(({ name, shape, values }) => {
		const data_offsets = [offset, (offset += values.byteLength)];
		return `${JSON.stringify(name)}:${JSON.stringify({ dtype: 'F32', shape, data_offsets })}`;
	});
	if (new Set(tensors.map(({ name }) => name)).size !== tensors.length)
		throw new TypeError('Two tensors have one name');
	const text = new TextEncoder().encode(`{${members.join(',')}}`);
	const header = Math.ceil(text.length / 8) * 8;
	const bytes = new Uint8Array(8 + header + offset);
	bytes.fill(0x20, 8, 8 + header);
	bytes.set(text, 8);
	const view = new DataView(bytes.buffer);
	view.setBigUint64(0, BigInt(header), true);
	let at = 8 + header;
	for (const { values } of tensors) {
		bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
		at += values.byteLength;
	}
	return bytes;
}

/** @throws Error that says what does not fit. */
export function readSafetensors(bytes: Uint8Array): WeightTensor[] {
	if (bytes.length < 8) throw new Error('the header is cut short');
	const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
	if (length > BigInt(MAX_HEADER)) throw new Error('the header is too large');
	const start = 8 + Number(length);
	if (start > bytes.length) throw new Error('the header is cut short');
	const header: unknown = JSON.parse(
		new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)),
	);
	const { __metadata__: _ignored, ...members } = v.parse(v.record(v.string(), v.unknown()), header);
	const tensors = Object.entries(members)
		.map(([name, member]) => ({ name, ...v.parse(tensorSchema, member) }))
		.sort((a, b) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]);
	let expected = 0;
	const read = tensors.map(({ name, shape, data_offsets: [from, to] }): WeightTensor => {
		if (from !== expected || to - from !== 4 * shape.reduce((product, side) => product * side, 1))
			throw new Error(`the tensor ${name} does not lie where its shape says`);
		expected = to;
		if (start + to > bytes.length) throw new Error(`the tensor ${name} is cut short`);
		return { name, shape, values: new Float32Array(bytes.slice(start + from, start + to).buffer) };
	});
	if (start + expected !== bytes.length) throw new Error('there are bytes that belong to no tensor');
	return read;
}
