import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../schema/architecture';
import { programFor, samplesFor } from '../known-problem';
import type { Program } from '../program';
import { webgpuTakes } from './executor';
import { DataPlan } from './held-data';
import { Pacer } from './pacer';
import { placesOf, readTensors, writeTensors } from './places';
import { settingsOf } from './settings';
import { bucketOf } from './traits';

const LOSS = 'meanSquaredError';
const dense = (units: number, more: Partial<Extract<Layer, { layer: 'dense' }>> = {}): Layer => ({
	...{ layer: 'dense', units, activation: 'relu' },
	...more,
});
const data = { train: samplesFor(LOSS, 30, 3), validation: samplesFor(LOSS, 9, 3) };

describe('places', () => {
	it('give back what is written, whatever the sizes', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 9 }),
				fc.array(fc.integer({ min: 1, max: 9 })),
				(inputs, units) => {
					const { topology } = programFor(
						LOSS,
						units.map((width) => dense(width)),
						inputs,
					);
					const weights = topology.tensors.map(({ size }, tensor) =>
						Float32Array.from({ length: size }, (_, i) => 100 * (tensor + 1) + i),
					);
					const places = placesOf(topology);
					const block = new Float32Array(4 * places.size);
					writeTensors(topology, places, weights, block);
					expect(readTensors(topology, places, block)).toEqual(weights);
				},
			),
		);
	});
});

describe('a bucket', () => {
	const base = programFor(LOSS, [dense(5), { layer: 'dropout', rate: 0.2 }], 3);
	const nameOf = (layers: Layer[], values: Partial<Program> = {}) =>
		bucketOf(programFor(LOSS, layers, 3, values), data);

	it('is one for models that differ in numbers alone', () => {
		const values = { seed: 4, learningRate: 0.5, weightDecay: 0.1, epochs: 99, momentum: 0.5, patience: 3 };
		expect(nameOf([dense(5), { layer: 'dropout', rate: 0.7 }], values)).toBe(bucketOf(base, data));
	});

	it.each<[string, Layer[], Partial<Program>]>([
		['width', [dense(6), { layer: 'dropout', rate: 0.2 }], {}],
		['activation', [dense(5, { activation: 'elu' }), { layer: 'dropout', rate: 0.2 }], {}],
		['bias', [dense(5, { bias: false }), { layer: 'dropout', rate: 0.2 }], {}],
		['dropout that drops nothing', [dense(5), { layer: 'dropout', rate: 0 }], {}],
		['penalty', [dense(5, { l2: 0.1 }), { layer: 'dropout', rate: 0.2 }], {}],
		['optimizer', [dense(5), { layer: 'dropout', rate: 0.2 }], { optimizer: 'sgd' }],
		['batch size', [dense(5), { layer: 'dropout', rate: 0.2 }], { batchSize: 9 }],
		['clipping', [dense(5), { layer: 'dropout', rate: 0.2 }], { clipNorm: 1 }],
	])('is another for another %s', (_, layers, values) => {
		expect(nameOf(layers, values)).not.toBe(bucketOf(base, data));
	});

	it('is another for more steps of an epoch, but not for a few more rows', () => {
		const rows = (count: number) => ({ ...data, train: samplesFor(LOSS, count, 3) });
		expect(bucketOf(base, rows(31))).toBe(bucketOf(base, data));
		expect(bucketOf(base, rows(33))).not.toBe(bucketOf(base, data));
	});
});

describe('the kernel takes', () => {
	const takes = (layers: Layer[], inputs = 3) => webgpuTakes(programFor(LOSS, layers, inputs).topology);

	it('chains over flat samples', () => {
		expect(takes([])).toBe(true);
		expect(takes([dense(5, { activation: 'softmax' }), { layer: 'batchNorm' }, { layer: 'flatten' }])).toBe(
			true,
		);
	});

	it('neither branches, nor other layers, nor nets too wide for one workgroup', () => {
		expect(takes([{ ...dense(3), name: 'a' } as Layer, { layer: 'add', with: ['a'] }])).toBe(false);
		expect(takes([{ layer: 'layerNorm' }])).toBe(false);
		expect(takes([dense(4096), dense(4096)])).toBe(false);
		expect(takes(Array.from({ length: 300 }, () => dense(3)))).toBe(false);
	});
});

describe('data', () => {
	it('has an array once, however many models learn from it', () => {
		const plan = new DataPlan();
		const first = plan.split(data.train);
		const { size } = plan;
		expect(plan.cost({ ...data, validation: data.train })).toBe(0);
		expect(plan.split(data.train)).toEqual(first);
		expect(plan.size).toBe(size);
	});
});

describe('dispatches', () => {
	it('begin small, grow while they are quick, and shrink when they are slow', () => {
		let now = 0;
		const pacer = new Pacer(1_000, 8, () => now);
		const begun = pacer.width * pacer.depth;
		const take = (milliseconds: number) => {
			const { width, depth } = pacer;
			const began = pacer.now();
			now += milliseconds;
			pacer.took(began, width, depth);
		};
		for (let i = 0; i < 5; i++) take(1);
		const grown = pacer.width * pacer.depth;
		expect(grown).toBe(32 * begun);
		take(50);
		expect(pacer.width * pacer.depth).toBe(grown);
		for (let i = 0; i < 60; i++) take(500);
		expect([pacer.width, pacer.depth]).toEqual([1, 1]);
	});

	it('stay small without a clock', () => {
		const pacer = new Pacer(1e9, 100, null);
		pacer.took(pacer.now(), 1, 1);
		expect([pacer.width, pacer.depth]).toEqual([1, 1]);
	});
});

describe('settings', () => {
	const limits = {
		maxComputeInvocationsPerWorkgroup: 256,
		maxComputeWorkgroupStorageSize: 16_384,
		maxStorageBufferBindingSize: 2 ** 27,
		maxBufferSize: 2 ** 28,
	} as GPUSupportedLimits;

	it('keep a processor’s workgroups narrow, and whole warps busy elsewhere', () => {
		const adapterInfo = (subgroupMaxSize: number) => ({ subgroupMaxSize }) as GPUAdapterInfo;
		expect(settingsOf({ limits, adapterInfo: adapterInfo(4) })).toMatchObject({ lanes: [4, 4], local: 0 });
		expect(settingsOf({ limits, adapterInfo: adapterInfo(32) })).toMatchObject({
			...{ lanes: [32, 256], local: 16_384, binding: 2 ** 27 },
		});
	});
});
