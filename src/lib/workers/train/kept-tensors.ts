/**
 * Prepared tensors as one Blob and back, so that a reload need not prepare again: a mark, length and checksum of a JSON
 * header, the header, then the arrays, each at a multiple of eight bytes. What reads it trusts nothing: another engine, another
 * pipeline, a length or a checksum that differs, and the Blob is as good as none.
 */
import { createXXHash64 } from 'hash-wasm';
import * as v from 'valibot';
import type { Id } from '../../engine/canonical';
import { fittedPipelineSchema } from '../../engine/prepare/fitted';
import { SPLITS } from '../../engine/schema/common';
import type { Prepared } from '../../engine/train/prepared';
import type { PreparedSamples } from '../../engine/train/prepared-samples';
import { ENGINE_VERSION } from '../../engine/version';

const MARK = 'bt-prep1';
const STEP = 8;
/** Mark, length, and sixteen digits of a checksum. */
const LEAD = 4 * STEP;
const TYPES = { f4: Float32Array, f8: Float64Array, u4: Uint32Array } as const;
type Numbers = Float32Array | Float64Array | Uint32Array;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const arraySchema = v.object({ type: v.picklist(['f4', 'f8', 'u4']), length: count, sum: v.string() });
const samplesSchema = v.object({
	rows: count,
	x: count,
	y: count,
	truth: count,
	numbers: count,
	weights: v.optional(count),
});
const headerSchema = v.object({
	engine: v.literal(ENGINE_VERSION),
	fold: v.nullable(count),
	fitted: fittedPipelineSchema,
	shapes: v.array(v.array(count)),
	width: count,
	outputs: count,
	axis: count,
	warnings: v.array(v.string()),
	splits: v.object({ train: samplesSchema, validation: samplesSchema, test: samplesSchema }),
	training: samplesSchema,
	/** Each array once; samples name them by their place here. */
	arrays: v.array(arraySchema),
});
type Header = v.InferOutput<typeof headerSchema>;

const samplesIn = ({ splits, training }: Prepared): PreparedSamples[] => [
	...SPLITS.map((name) => splits[name]),
	training,
];

/** Every array once, though labels and inputs, or training and the train split, may share it. */
const arraysOf = (prepared: Prepared): Numbers[] => [
	...new Set(
		samplesIn(prepared).flatMap(({ x, y, truth, numbers, weights }) => [
			...[x, y, truth, numbers],
			...(weights ? [weights] : []),
		]),
	),
];

/** Bytes of all arrays together. */
export const tensorBytes = (prepared: Prepared): number =>
	arraysOf(prepared).reduce((sum, { byteLength }) => sum + byteLength, 0);

const bytesOf = ({ buffer, byteOffset, byteLength }: Numbers): Uint8Array<ArrayBuffer> =>
	new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

async function summing(): Promise<(bytes: Uint8Array) => string> {
	const hash = await createXXHash64();
	return (bytes) => hash.init().update(bytes).digest('hex');
}

const typeOf = (array: Numbers): keyof typeof TYPES =>
	array instanceof Float32Array ? 'f4' : array instanceof Float64Array ? 'f8' : 'u4';

/** The tensors as a Blob. */
export async function packTensors(prepared: Prepared): Promise<Blob> {
	const arrays = arraysOf(prepared);
	const sum = await summing();
	const places = new Map(arrays.map((array, place) => [array, place]));
	const at = (array: Numbers): number => places.get(array) ?? 0;
	const listed = ({ rows, x, y, truth, numbers, weights }: PreparedSamples) => ({
		rows,
		x: at(x),
		y: at(y),
		truth: at(truth),
		numbers: at(numbers),
		...(weights ? { weights: at(weights) } : {}),
	});
	const { fitted, shapes, width, outputs, axis, warnings, splits, training, fold } = prepared;
	const header: Header = {
		engine: ENGINE_VERSION,
		fold: fold ?? null,
		fitted,
		shapes: shapes.map((shape) => [...shape]),
		width,
		outputs,
		axis,
		warnings: [...warnings],
		splits: {
			train: listed(splits.train),
			validation: listed(splits.validation),
			test: listed(splits.test),
		},
		training: listed(training),
		arrays: arrays.map((array) => ({
			type: typeOf(array),
			length: array.length,
			sum: sum(bytesOf(array)),
		})),
	};
	const text = new TextEncoder().encode(JSON.stringify(header));
	const lead = [
		new TextEncoder().encode(MARK),
		bytesOf(Float64Array.of(text.length)),
		new TextEncoder().encode(sum(text)),
	];
	const parts = [...lead, text, gap(text.length)];
	for (const array of arrays) parts.push(bytesOf(array), gap(array.byteLength));
	return new Blob(parts);
}

/** Bytes up to the next multiple of eight. */
const gap = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array((STEP - (length % STEP)) % STEP);

/** The tensors of this pipeline and fold from a Blob; null where it holds anything else, or not all of it. */
export async function unpackTensors(blob: Blob, pipeline: Id, fold?: number): Promise<Prepared | null> {
	try {
		const lead = await blob.slice(0, LEAD).arrayBuffer();
		const said = (from: number, to: number) => new TextDecoder().decode(lead.slice(from, to));
		const length = new DataView(lead).getFloat64(STEP, true);
		if (said(0, STEP) !== MARK || !Number.isSafeInteger(length) || length < 0) return null;
		const start = LEAD + length + gap(length).length;
		if (start > blob.size) return null;
		const text = new Uint8Array(await blob.slice(LEAD, LEAD + length).arrayBuffer());
		const sum = await summing();
		if (sum(text) !== said(2 * STEP, LEAD)) return null;
		const {
			arrays: kept,
			splits,
			training,
			...header
		} = v.parse(headerSchema, JSON.parse(new TextDecoder().decode(text)));
		if (header.fitted.pipeline !== pipeline || header.fold !== (fold ?? null)) return null;
		const arrays = await readArrays(blob, start, kept, sum);
		const numbersAt = <T extends Numbers>(place: number, type: new () => T): T => {
			const array = arrays[place];
			if (!(array instanceof type)) throw new Error('an array of another type');
			return array;
		};
		const samples = ({ rows, x, y, truth, numbers, weights }: Header['training']): PreparedSamples => ({
			rows,
			x: numbersAt(x, Float32Array),
			y: numbersAt(y, Float32Array),
			truth: numbersAt(truth, Float64Array),
			numbers: numbersAt(numbers, Uint32Array),
			...(weights === undefined ? {} : { weights: numbersAt(weights, Float32Array) }),
		});
		const train = samples(splits.train);
		const { fitted, shapes, width, outputs, axis, warnings } = header;
		return {
			...{ pipeline, fold, fitted, shapes, width, outputs, axis, warnings },
			splits: { train, validation: samples(splits.validation), test: samples(splits.test) },
			training: samples(training),
		};
	} catch {
		return null;
	}
}

async function readArrays(
	blob: Blob,
	start: number,
	kept: Header['arrays'],
	sum: (bytes: Uint8Array) => string,
): Promise<Numbers[]> {
	const arrays: Numbers[] = [];
	let at = start;
	for (const { type, length, sum: expected } of kept) {
		const end = at + length * TYPES[type].BYTES_PER_ELEMENT;
		if (end > blob.size) throw new Error('cut off');
		const bytes = await blob.slice(at, end).arrayBuffer();
		const array: Numbers = new TYPES[type](bytes);
		if (array.length !== length || sum(bytesOf(array)) !== expected) throw new Error('damaged');
		at += array.byteLength + gap(array.byteLength).length;
		arrays.push(array);
	}
	if (at !== blob.size) throw new Error('of another length');
	return arrays;
}
