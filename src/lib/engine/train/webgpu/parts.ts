/**
 * Cuts what is to be trained into parts that one kernel can train and the device can hold: first by bucket, then by bytes.
 * Parts train one after the other.
 */
import { BenchtopError } from '../../errors/error';
import type { BucketModel } from '../bucket';
import type { TrainedProgram } from '../executor';
import type { Gpu } from './device';
import { DataPlan, isHeld } from './held-data';
import { trainPart } from './part';
import type { Settings } from './settings';
import { bucketOf } from './traits';
import { planPart, Trainer, type PartPlan } from './trainer';

type Result = PromiseSettledResult<TrainedProgram>;

/** What a dispatch can count to, and a list of portions. */
const MOST = 32_767;
/** Bytes of outputs that are read at once, at most. */
const READ = 67_108_864;

/** Begins the name of a bucket of one, whose samples are not held. */
const ALONE = 'alone ';

/** Bytes of a part as they add up, model by model. */
class Bytes {
	readonly #data = new DataPlan();
	#outputs = 0;
	#models = 0;
	#orders = 0;

	constructor(
		readonly plan: PartPlan,
		readonly settings: Settings,
	) {}

	/** Whether another model has room beside those that are in. */
	add({ program, data }: BucketModel): boolean {
		const { block, places } = this.plan.layout;
		const { outputs } = program.topology;
		const held = 4 * (this.#data.size + this.#data.cost(data));
		const results = this.#outputs + 4 * outputs * (data.train.rows + data.validation.rows);
		const models = this.#models + 1;
		const orders = this.#orders + 4 * data.train.rows;
		const state = 16 * block * models;
		const all = held + orders + state + 32 * places.size * models + 2 * Math.min(READ, results);
		const { binding, budget } = this.settings;
		const fits = Math.max(held, orders, state) <= binding && all <= (3 / 4) * budget;
		if (this.#models > 0 && (!fits || models > MOST)) return false;
		this.#data.split(data.train);
		this.#data.place(data.validation.x as Float32Array);
		[this.#outputs, this.#models, this.#orders] = [results, models, orders];
		return true;
	}
}

/** Whether the samples of one model fit a binding and the budget. */
function fitsAlone({ data }: BucketModel, { binding, budget }: Settings): boolean {
	return isHeld(data) && 4 * new DataPlan().cost(data) <= Math.min(binding, budget / 2);
}

/** @throws train.memory */
function checkRoom({ program }: BucketModel, { layout, scratch }: PartPlan, { binding }: Settings): void {
	const bytes = 16 * Math.max(layout.block, scratch > 0 ? layout.room : 0);
	if (bytes > binding)
		throw new BenchtopError('train.memory', {
			model: program.name,
			megabytes: Math.ceil(bytes / 2 ** 20),
		});
}

/** Positions of models that train together, and how. */
interface Part {
	readonly members: number[];
	readonly held: boolean;
}

function partsOf(models: readonly BucketModel[], settings: Settings): Part[] {
	const buckets = new Map<string, number[]>();
	models.forEach((model, index) => {
		const name = fitsAlone(model, settings) ? bucketOf(model.program, model.data) : `${ALONE}${index}`;
		const bucket = buckets.get(name);
		if (bucket) bucket.push(index);
		else buckets.set(name, [index]);
	});
	const parts: Part[] = [];
	for (const [name, indices] of buckets) {
		const held = !name.startsWith(ALONE);
		if (!held) {
			parts.push({ members: indices, held });
			continue;
		}
		const members = indices.map((index) => models[index] as BucketModel);
		const plan = planPart(members, settings, held);
		let bytes = new Bytes(plan, settings);
		let part: Part | null = null;
		for (const index of indices) {
			const model = models[index] as BucketModel;
			if (part && !bytes.add(model)) part = null;
			if (!part) {
				part = { members: [], held };
				parts.push(part);
				bytes = new Bytes(plan, settings);
				bytes.add(model);
			}
			part.members.push(index);
		}
	}
	return parts;
}

/** Trains all of them; what each came to, in their order. */
export async function trainParts(
	gpu: Gpu,
	models: readonly BucketModel[],
	settings: Settings,
): Promise<Result[]> {
	const results: Result[] = [];
	for (const { members, held } of partsOf(models, settings)) {
		const own = members.map((index) => models[index] as BucketModel);
		const found = await trainPart(own, async () => {
			gpu.check();
			const plan = planPart(own, settings, held);
			checkRoom(own[0] as BucketModel, plan, settings);
			return Trainer.create(gpu, own, plan, settings);
		});
		members.forEach((index, i) => (results[index] = found[i] as Result));
	}
	return results;
}
