import { describe, expect, it } from 'vitest';
import type { Layer } from '../../schema/architecture';
import type { BucketModel } from '../bucket';
import type { Checkpoint } from '../checkpoint';
import type { Executor } from '../executor';
import { programFor, samplesFor } from '../known-problem';
import { parity } from '../parity/suite';
import type { Program } from '../program';
import { selfTest } from '../self-test';
import { fusedWebGpuExecutor, webgpuTakes, type WebGpuExecutor } from './executor';

/** A device whose buffers are counted from outside, and whose trouble is heard. */
async function watchedDevice() {
	const adapter = await (navigator.gpu as GPU | undefined)?.requestAdapter();
	if (!adapter) throw new Error('This browser has no graphics device, not even one of software');
	const device = await adapter.requestDevice();
	const watched = { device, live: 0, made: 0, trouble: null as string | null };
	device.addEventListener('uncapturederror', ({ error }) => (watched.trouble ??= error.message));
	const create = device.createBuffer.bind(device);
	device.createBuffer = (descriptor) => {
		const buffer = create(descriptor);
		const destroy = buffer.destroy.bind(buffer);
		watched.live++;
		watched.made++;
		buffer.destroy = () => {
			watched.live--;
			return destroy();
		};
		return buffer;
	};
	return watched;
}

const elapsed = () => performance.now();
const watched = await watchedDevice();
const make = (): Promise<WebGpuExecutor> => fusedWebGpuExecutor('test', watched.device, elapsed);

parity('the fused WebGPU kernel', make, (topology) => webgpuTakes(topology), {
	live: (executor: Executor) => watched.live + (executor as WebGpuExecutor).buffers,
	trouble: () => watched.trouble,
});

const LOSS = 'categoricalCrossentropy';
const LAYERS: Layer[] = [
	{ layer: 'dense', units: 7, activation: 'relu' },
	{ layer: 'batchNorm' },
	{ layer: 'dropout', rate: 0.3 },
	{ layer: 'dense', units: 5, activation: 'tanh' },
];
const data = {
	train: samplesFor(LOSS, 45, 4),
	validation: samplesFor(LOSS, 21, 4, 'validation'),
};
const other = {
	train: samplesFor(LOSS, 46, 4, 'other'),
	validation: samplesFor(LOSS, 19, 4, 'other validation'),
};

/** Models that differ in all that models of a bucket may differ in. */
function sweep(count: number): BucketModel[] {
	return Array.from({ length: count }, (_, i): BucketModel => {
		const layers = LAYERS.map((layer) =>
			layer.layer === 'dropout' ? { ...layer, rate: 0.1 + 0.05 * (i % 5) } : layer,
		);
		const values: Partial<Program> = {
			...{ seed: i, epochs: 4 + (i % 3), learningRate: 0.005 * (1 + (i % 4)), weightDecay: 0.01 * (i % 2) },
			...{ patience: i % 5 === 4 ? 1 : null, keep: i % 7 === 6 ? 'last' : 'best' },
			schedule: i % 3 === 1 ? { schedule: 'exponential', factor: 0.8 } : null,
		};
		return { program: programFor(LOSS, layers, 4, values), data: i % 2 ? other : data, call: {} };
	});
}

const valueOf = <T>(result: PromiseSettledResult<T> | undefined): T => {
	if (result?.status !== 'fulfilled') throw result?.reason;
	return result.value;
};

describe('a bucket', () => {
	it('of sixteen gives each model the very bytes it gets alone', async () => {
		const executor = await make();
		const models = sweep(16);
		const together = await executor.trainBucket(models);
		for (const [i, { program, data }] of models.entries())
			expect(valueOf(together[i]), `model ${i}`).toEqual(await executor.train(program, data));
	});

	it('that is cut into parts gives the same bytes', async () => {
		const models = sweep(9);
		const whole = await (await make()).trainBucket(models);
		const small = await fusedWebGpuExecutor('test', watched.device, elapsed, { budget: 40_000 });
		expect(await small.trainBucket(models)).toEqual(whole);
	});

	it('of models that share no kernel trains all of them', async () => {
		const executor = await make();
		const programs = [
			programFor(LOSS, LAYERS, 4, { epochs: 2 }),
			programFor(LOSS, [], 4, { epochs: 1, optimizer: 'sgd' }),
			programFor(LOSS, LAYERS, 4, { epochs: 2, seed: 3 }),
		];
		const found = await executor.trainBucket(programs.map((program) => ({ program, data, call: {} })));
		for (const [i, program] of programs.entries())
			expect(valueOf(found[i])).toEqual(await executor.train(program, data));
	});

	it('lets a model go that is stopped or breaks down, and leaves the others alone', async () => {
		const executor = await make();
		const stop = new AbortController();
		const models = sweep(4).map((model) => ({
			...model,
			program: { ...model.program, epochs: 6, patience: null },
		}));
		const expected = await executor.trainBucket(models);
		const onEpoch = ({ epoch }: { epoch: number }) => epoch === 3 && stop.abort();
		const [first, second, third, fourth] = models as [BucketModel, BucketModel, BucketModel, BucketModel];
		const bad = { ...data.train, x: data.train.x.slice() };
		bad.x[5] = NaN;
		const found = await executor.trainBucket([
			first,
			{ ...second, call: { signal: stop.signal, onEpoch } },
			{ ...third, data: { ...data, train: bad } },
			fourth,
		]);
		expect(found[0]).toEqual(expected[0]);
		expect(found[1]).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
		expect(found[2]).toMatchObject({ status: 'rejected', reason: { code: 'train.not-finite' } });
		expect(found[3]).toEqual(expected[3]);
	});

	it('tells each model as it ends, when it can be predicted with', async () => {
		const executor = await make();
		const told: string[] = [];
		const models = [3, 1].map((epochs): BucketModel => {
			const program = programFor(LOSS, LAYERS, 4, { epochs, seed: epochs });
			const ended = () => void told.push(`${epochs} epochs`);
			return { program, data, call: {}, ended };
		});
		await executor.trainBucket(models);
		expect(told).toEqual(['1 epochs', '3 epochs']);
	});

	it('trains nothing where all are stopped before it begins', async () => {
		const signal = AbortSignal.abort();
		const found = await (await make()).trainBucket(sweep(3).map((model) => ({ ...model, call: { signal } })));
		expect(found.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
	});
});

describe('samples', () => {
	it('that come piece by piece give the same bytes, weights of rows with them', async () => {
		const executor = await make();
		const rows = 45;
		const weighted = { ...data.train, weights: new Float32Array(rows).map((_, i) => 0.5 + (i % 3) / 2) };
		const source = (x: Float32Array) => ({
			take: (picked: Uint32Array) =>
				Float32Array.from({ length: picked.length * 4 }, (_, i) => x[4 * picked[i >> 2]! + (i & 3)]!),
		});
		const streamed = {
			train: { ...weighted, x: source(data.train.x) },
			validation: { ...data.validation, x: source(data.validation.x) },
		};
		const program = programFor(LOSS, LAYERS, 4, { epochs: 3 });
		const expected = await executor.train(program, { ...data, train: weighted });
		expect(await executor.train(program, streamed)).toEqual(expected);
	});

	it('in an order that the host draws are in the order that the device draws', async () => {
		const executor = await make();
		const many = { train: samplesFor(LOSS, 5_000, 4), validation: data.validation };
		const program = programFor(LOSS, [], 4, { epochs: 1, batchSize: 500, keep: 'last' });
		const source = {
			take: (picked: Uint32Array) =>
				Float32Array.from(
					{ length: picked.length * 4 },
					(_, i) => many.train.x[4 * picked[i >> 2]! + (i & 3)]!,
				),
		};
		const streamed = { ...many, train: { ...many.train, x: source } };
		expect(await executor.train(program, streamed)).toEqual(await executor.train(program, many));
	});
});

describe('the executor', () => {
	it('gives the same bytes whatever lanes and memory a workgroup has', async () => {
		const executor = await make();
		// What a device that is no processor has.
		const values = { lanes: [32, 64], local: 16_384 } as const;
		const wide = await fusedWebGpuExecutor('test', watched.device, elapsed, values);
		const nets: readonly [Layer[], Partial<Program>][] = [
			[LAYERS, { batchSize: 10 }],
			[[{ layer: 'dense', units: 60, activation: 'gelu' }], { batchSize: 32, clipNorm: 0.1 }],
		];
		for (const [layers, settings] of nets) {
			const program = programFor(LOSS, layers, 4, { epochs: 2, ...settings });
			expect(await wide.train(program, data)).toEqual(await executor.train(program, data));
		}
	});

	it('passes the self-test', async () => {
		expect(await selfTest(await make())).toEqual({ state: 'ok' });
	});

	it('goes on from a checkpoint as if nothing had happened', async () => {
		const executor = await make();
		for (const optimizer of ['adam', 'momentum'] as const) {
			const program = programFor(LOSS, LAYERS, 4, { epochs: 5, weightDecay: 0.01, optimizer });
			const taken: Omit<Checkpoint, 'fingerprint'>[] = [];
			const whole = await executor.train(program, data, {
				checkpoints: { from: null, due: () => true, take: (checkpoint) => taken.push(checkpoint) },
			});
			expect(taken).toHaveLength(whole.history.length - 1);
			const from = structuredClone({ ...(taken[1] as Checkpoint), fingerprint: executor.fingerprint });
			const checkpoints = { from, due: () => false, take: () => {} };
			expect(await executor.train(program, data, { checkpoints })).toEqual(whole);
		}
	});

	it('refuses a net that the device has no room for, and trains the others', async () => {
		const executor = await fusedWebGpuExecutor('test', watched.device, elapsed, { binding: 60_000 });
		const wide = programFor(LOSS, [{ layer: 'dense', units: 900, activation: 'relu' }], 4, { epochs: 1 });
		const small = programFor(LOSS, [], 4, { epochs: 1 });
		const found = await executor.trainBucket([wide, small].map((program) => ({ program, data, call: {} })));
		expect(found[0]).toMatchObject({ status: 'rejected', reason: { code: 'train.memory' } });
		expect(valueOf(found[1]).history).toHaveLength(1);
		expect(executor.buffers).toBe(0);
	});

	it('holds no more after a thousand models than before, stopped and refused ones among them', async () => {
		const executor = await make();
		const before = watched.live;
		const models = Array.from({ length: 250 }, (_, seed): BucketModel => {
			const learningRate = seed % 50 === 9 ? 1e30 : 0.01;
			const program = programFor(LOSS, [], 4, { seed, epochs: 1, learningRate });
			return { program, data, call: seed % 50 === 7 ? { signal: AbortSignal.abort() } : {} };
		});
		let most = 0;
		for (let round = 0; round < 4; round++) {
			await executor.trainBucket(models);
			if (round === 0) most = watched.made;
			expect([watched.live, executor.buffers, executor.bytes]).toEqual([before, 0, 0]);
		}
		// A bucket of many models needs no more buffers than one of a few.
		expect(watched.made).toBeLessThanOrEqual(4 * most);
		expect(watched.trouble).toBeNull();
	});

	it('rejects what runs when the device is lost, and what is asked afterwards', async () => {
		const lost = await watchedDevice();
		const executor = await fusedWebGpuExecutor('test', lost.device, elapsed);
		const program = programFor(LOSS, LAYERS, 4, { epochs: 1_000 });
		const onEpoch = ({ epoch }: { epoch: number }) => epoch === 2 && lost.device.destroy();
		const refusal = { code: 'train.device' };
		await expect(executor.train(program, data, { onEpoch })).rejects.toMatchObject(refusal);
		await expect(executor.train(program, data)).rejects.toMatchObject(refusal);
		await expect(executor.predict(program.topology, [], new Float32Array(4), 1)).rejects.toMatchObject(
			refusal,
		);
		expect(executor.buffers).toBe(0);
	});
});
