/**
 * Some models on the device, trained as one: their words, weights and best weights, and the kernels that step all of
 * them. Which of them still train, and what an epoch means for the next, is the caller's; where samples come from is the
 * feed's. What is allocated here is freed by `dispose`.
 */
import { initialWeights } from '../../model/weights';
import type { TrainingState } from '../checkpoint';
import { keepCode, KEEP_BINDINGS } from './code/keep';
import { beginOf, correction, momentsOf } from './code/optimizer';
import { USAGE, type Buffers, type Gpu, type Kernel } from './device';
import type { Between } from './evaluator';
import type { Feed, Member, Outputs, SamplesPlace, Stretch } from './feed';
import { HeldFeed } from './held-feed';
import { kernelCode, trainBindings, type KernelTraits } from './kernel';
import { layoutOf, type Layout } from './layout';
import { Pacer } from './pacer';
import { readTensors, writeTensors } from './places';
import { recordsOf } from './records';
import type { Settings } from './settings';
import { StreamedFeed } from './streamed-feed';
import { asWord, stepsOf, traitsOf, wordsOf } from './traits';
import { WORDS } from './values';

/** A model that trains on, at a rate. */
export interface Turn {
	readonly model: number;
	readonly rate: number;
}

/** How a part is laid out before anything is allocated. */
export interface PartPlan {
	readonly traits: KernelTraits;
	readonly layout: Layout;
	/** Samples of a batch, at most. */
	readonly size: number;
	/** Models of a dispatch whose activations lie in storage; 0 where they do not. */
	readonly scratch: number;
	/** Whether samples stay on the device. */
	readonly held: boolean;
}

const { copyFrom, copyTo, read, storage, uniform } = USAGE;

interface Kernels {
	readonly train: Kernel;
	readonly keep: Kernel;
}

/** @param members of one bucket. */
export function planPart(members: readonly Member[], settings: Settings, held: boolean): PartPlan {
	const size = Math.max(...members.map(({ program, data }) => Math.min(program.batchSize, data.train.rows)));
	const programs = members.map(({ program }) => program);
	const traits = traitsOf(programs, size, Boolean(members[0]?.data.train.weights), settings);
	const layout = layoutOf(traits);
	const roomy = trainBindings(layout, settings.local)[8] !== null;
	const most = Math.floor(Math.min(settings.binding, settings.budget / 4) / (16 * layout.room));
	return { traits, layout, size, held, scratch: roomy ? Math.max(1, Math.min(members.length, most)) : 0 };
}

export class Trainer {
	readonly #pacer: Pacer;
	readonly #made: Record<
		'plan' | 'call' | 'turns' | 'values' | 'corrections' | 'sizes' | 'state' | 'best' | 'list' | 'out',
		GPUBuffer
	>;
	readonly #bound: GPUBindGroup;

	private constructor(
		readonly gpu: Gpu,
		readonly members: readonly Member[],
		readonly plan: PartPlan,
		readonly feed: Feed,
		readonly kernels: Kernels,
		readonly buffers: Buffers,
		settings: Settings,
	) {
		const { layout, size, scratch } = plan;
		const { places, block, words, room } = layout;
		const { program, data } = members[0] as Member;
		const count = members.length;
		const values = new Uint32Array(count * words.stride);
		members.forEach(({ program: own, data: { train } }, model) => {
			const place = { ...(feed.places[model] as SamplesPlace), block: model * block };
			const batch = Math.min(own.batchSize, train.rows);
			values.set(wordsOf(own, { ...place, size: batch }, layout), model * words.stride);
		});
		const made = (this.#made = {
			plan: buffers.with(recordsOf(layout), uniform),
			call: buffers.make(16, uniform | copyTo),
			turns: buffers.make(16 * count, storage | copyTo),
			values: buffers.with(values, storage),
			corrections: buffers.make(8 * stepsOf(program, data), storage | copyTo),
			sizes: buffers.with(Uint32Array.of(places.size, block, 0, 0), uniform),
			state: buffers.make(16 * block * count, storage | copyFrom | copyTo),
			best: buffers.make(16 * places.size * count, storage | copyFrom | copyTo),
			list: buffers.make(4 * count, storage | copyTo),
			out: buffers.make(16 * Math.max(places.size * count, block), read | copyTo),
		});
		this.#begin();
		this.#bound = gpu.bind(kernels.train, [
			...[made.plan, made.call, made.turns, made.values, feed.data, feed.order, made.corrections],
			...[made.state, scratch > 0 ? buffers.make(16 * room * scratch, storage) : null],
		]);
		const work = 6 * program.topology.parameters * size;
		this.#pacer = new Pacer(work, scratch > 0 ? scratch : count, settings.elapsed);
	}

	/** Members share a bucket. @throws train.device */
	static async create(
		gpu: Gpu,
		members: readonly Member[],
		plan: PartPlan,
		settings: Settings,
	): Promise<Trainer> {
		const { traits, layout, size, held } = plan;
		const train = await gpu.kernel(kernelCode(traits, layout), trainBindings(layout, settings.local));
		const keep = await gpu.kernel(keepCode(settings.lanes[0]), KEEP_BINDINGS);
		const buffers = gpu.open();
		try {
			const feed = held
				? await HeldFeed.create(gpu, members, buffers, settings)
				: await StreamedFeed.create(gpu, members[0] as Member, size, buffers, settings);
			const trainer = new Trainer(gpu, members, plan, feed, { train, keep }, buffers, settings);
			await buffers.settle();
			return trainer;
		} catch (thrown) {
			buffers.destroy();
			throw thrown;
		}
	}

	/** Writes initial weights and what moments begin as. */
	#begin(): void {
		const { places, block } = this.plan.layout;
		const { optimizer } = (this.members[0] as Member).program;
		const model = new Float32Array(4 * block);
		model.fill(beginOf(optimizer), 4 * places.size, 4 * places.size * (1 + momentsOf(optimizer)));
		this.members.forEach(({ program: { topology, seed } }, index) => {
			writeTensors(topology, places, initialWeights(topology, seed), model);
			this.gpu.device.queue.writeBuffer(this.#made.state, 16 * block * index, model);
		});
	}

	/** All steps of an epoch (1-based) of some models. @throws train.device, what `between` throws */
	async epoch(epoch: number, turns: readonly Turn[], between: Between): Promise<void> {
		const { queue } = this.gpu.device;
		const words = new Uint32Array(4 * turns.length);
		turns.forEach(({ model, rate }, i) => {
			const { weightDecay } = (this.members[model] as Member).program;
			words.set([model, asWord(rate), asWord(1 - rate * weightDecay)], 4 * i);
		});
		queue.writeBuffer(this.#made.turns, 0, words);
		const { program, data } = this.members[0] as Member;
		const before = (epoch - 1) * stepsOf(program, data);
		const hold = (samples: number) =>
			queue.writeBuffer(this.#made.values, 4 * WORDS.indexOf('samples'), Uint32Array.of(samples));
		const models = turns.map(({ model }) => model);
		for (const stretch of this.feed.epoch(epoch, models, hold))
			await this.#steps(before, stretch, turns.length, between);
	}

	/** @param before steps of the epochs before. */
	async #steps(before: number, { first, steps }: Stretch, models: number, between: Between): Promise<void> {
		const { queue } = this.gpu.device;
		const { optimizer } = (this.members[0] as Member).program;
		const factors = Array.from({ length: steps }, (_, i) => correction(optimizer, before + first + i + 1));
		queue.writeBuffer(this.#made.corrections, 0, Float32Array.from(factors.flat()));
		for (let begin = 0; begin < steps;) {
			const depth = Math.min(steps - begin, this.#pacer.depth);
			for (let turn = 0; turn < models;) {
				const width = Math.min(models - turn, this.#pacer.width);
				const began = this.#pacer.now();
				const call = Uint32Array.of(begin, depth, before + first + begin, turn);
				queue.writeBuffer(this.#made.call, 0, call);
				this.gpu.dispatch(this.kernels.train, this.#bound, width);
				turn += width;
				await this.gpu.done();
				this.#pacer.took(began, width, depth);
				await between();
			}
			begin += depth;
		}
	}

	/** Outputs of both splits of some models with their current weights. @throws train.device, what `between` throws */
	outputs(models: readonly number[], between: Between): Promise<Outputs[]> {
		return this.feed.outputs(models, this.#made.state, this.plan.layout.block, between);
	}

	/** Remembers the current weights of some models as their best. */
	keep(models: readonly number[]): void {
		if (models.length === 0) return;
		const { sizes, list, state, best } = this.#made;
		this.gpu.device.queue.writeBuffer(list, 0, Uint32Array.from(models));
		this.gpu.dispatch(
			this.kernels.keep,
			this.gpu.bind(this.kernels.keep, [sizes, list, state, best]),
			models.length,
		);
	}

	/** The weights last kept of some models. @throws train.device */
	async best(models: readonly number[]): Promise<Float32Array[][]> {
		if (models.length === 0) return [];
		const { places } = this.plan.layout;
		const { best, out } = this.#made;
		const bytes = 16 * places.size;
		this.gpu.submit((encoder) =>
			models.forEach((model, i) => encoder.copyBufferToBuffer(best, bytes * model, out, bytes * i, bytes)),
		);
		const values = await this.gpu.read(out, bytes * models.length);
		return models.map((model, i) => {
			const { topology } = (this.members[model] as Member).program;
			return readTensors(topology, places, values.subarray((bytes / 4) * i, (bytes / 4) * (i + 1)));
		});
	}

	/** All that the only model is: itself with its moments, and its best weights. @throws train.device */
	async save(): Promise<Float32Array[]> {
		const { places, block } = this.plan.layout;
		const { state, best, out } = this.#made;
		const parts: Float32Array[] = [];
		for (const [buffer, groups] of [
			[state, block],
			[best, places.size],
		] as const) {
			this.gpu.submit((encoder) => encoder.copyBufferToBuffer(buffer, 0, out, 0, 16 * groups));
			parts.push(await this.gpu.read(out, 16 * groups));
		}
		return parts;
	}

	/** Goes back to what `save` gave. */
	restore([state, best]: TrainingState): void {
		const { queue } = this.gpu.device;
		queue.writeBuffer(this.#made.state, 0, state as Float32Array<ArrayBuffer>);
		queue.writeBuffer(this.#made.best, 0, best as Float32Array<ArrayBuffer>);
	}

	dispose(): void {
		this.buffers.destroy();
	}
}
