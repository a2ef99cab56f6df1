/** Samples that stay on the device. Orders are drawn there, long ones by the host, which is faster at a single one. */
import { Stream } from '../../random/stream';
import { shuffleCode, SHUFFLE_BINDINGS } from './code/shuffle';
import { USAGE, type Buffers, type Gpu, type Kernel } from './device';
import { Evaluator, type Between } from './evaluator';
import type { Feed, Member, Outputs, SamplesPlace, Stretch } from './feed';
import { DataPlan } from './held-data';
import type { Settings } from './settings';
import { stepsOf } from './traits';

/** Longer orders are drawn by the host, since on the device one lane draws one. */
const DRAWN = 4_096;
const { copyTo, storage } = USAGE;

export class HeldFeed implements Feed {
	readonly data: GPUBuffer;
	readonly order: GPUBuffer;
	readonly places: readonly SamplesPlace[];
	readonly #validation: readonly number[];
	readonly #decks: GPUBuffer;

	private constructor(
		readonly gpu: Gpu,
		readonly members: readonly Member[],
		readonly evaluator: Evaluator,
		readonly shuffle: Kernel,
		readonly lanes: number,
		buffers: Buffers,
	) {
		const plan = new DataPlan();
		let ordered = 0;
		this.places = members.map(({ data: { train } }) => {
			const order = ordered;
			ordered += train.rows;
			return { ...plan.split(train), order, samples: train.rows };
		});
		this.#validation = members.map(({ data }) => plan.place(data.validation.x as Float32Array));
		this.data = buffers.make(4 * plan.size, storage | copyTo);
		this.order = buffers.make(4 * ordered, storage | copyTo);
		this.#decks = buffers.make(16 * members.length, storage | copyTo);
		plan.write(gpu.device.queue, this.data);
	}

	static async create(
		gpu: Gpu,
		members: readonly Member[],
		buffers: Buffers,
		settings: Settings,
	): Promise<HeldFeed> {
		const { topology } = (members[0] as Member).program;
		const rows = members.reduce((sum, { data }) => sum + data.train.rows + data.validation.rows, 0);
		const size = { rows, portions: 2 * members.length };
		const evaluator = await Evaluator.create(gpu, topology, buffers, size, settings);
		const [lanes] = settings.lanes;
		const shuffle = await gpu.kernel(shuffleCode(lanes), SHUFFLE_BINDINGS);
		return new HeldFeed(gpu, members, evaluator, shuffle, lanes, buffers);
	}

	*epoch(epoch: number, models: readonly number[]): Generator<Stretch> {
		const { queue } = this.gpu.device;
		const decks: number[] = [];
		for (const model of models) {
			const { program, data } = this.members[model] as Member;
			const { rows } = data.train;
			const at = (this.places[model] as SamplesPlace).order;
			const stream = new Stream(program.seed, `shuffle/${epoch}`);
			if (rows <= DRAWN) decks.push(at, rows, ...stream.key);
			else queue.writeBuffer(this.order, 4 * at, stream.permutation(rows) as Uint32Array<ArrayBuffer>);
		}
		if (decks.length > 0) this.#draw(Uint32Array.from(decks));
		const { program, data } = this.members[0] as Member;
		yield { first: 0, steps: stepsOf(program, data) };
	}

	#draw(decks: Uint32Array<ArrayBuffer>): void {
		const { device } = this.gpu;
		device.queue.writeBuffer(this.#decks, 0, decks);
		const bound = device.createBindGroup({
			layout: this.shuffle.layout,
			entries: [
				{ binding: 0, resource: { buffer: this.#decks, size: decks.byteLength } },
				{ binding: 1, resource: { buffer: this.order } },
			],
		});
		this.gpu.dispatch(this.shuffle, bound, Math.ceil(decks.length / 4 / this.lanes));
	}

	async outputs(
		models: readonly number[],
		state: GPUBuffer,
		block: number,
		between: Between,
	): Promise<Outputs[]> {
		const portions = models.flatMap((model) => {
			const { train, validation } = (this.members[model] as Member).data;
			const at = block * model;
			return [
				{ inputs: (this.places[model] as SamplesPlace).x, rows: train.rows, block: at },
				{ inputs: this.#validation[model] as number, rows: validation.rows, block: at },
			];
		});
		const found = await this.evaluator.outputs(portions, this.data, state, between);
		return models.map((_, i) => ({
			train: found[2 * i] as Float32Array,
			validation: found[2 * i + 1] as Float32Array,
		}));
	}
}
