/** Samples of one model that do not fit on the device, or are made on demand: they come piece by piece, in their order. */
import { Stream } from '../../random/stream';
import { inputRange, inputReader, type Inputs } from '../inputs';
import type { Samples } from '../program';
import { USAGE, type Buffers, type Gpu } from './device';
import { Evaluator, type Between } from './evaluator';
import type { Feed, Member, Outputs, SamplesPlace, Stretch } from './feed';
import type { Settings } from './settings';

/** Numbers of a piece: 16 MB. */
const PIECE = 4_194_304;
const { copyTo, storage } = USAGE;

/** Rows of `width` numbers in an order. */
function picked(values: Float32Array, width: number, order: Uint32Array): Float32Array<ArrayBuffer> {
	const rows = new Float32Array(order.length * width);
	order.forEach((row, i) => rows.set(values.subarray(row * width, (row + 1) * width), i * width));
	return rows;
}

export class StreamedFeed implements Feed {
	readonly data: GPUBuffer;
	readonly order: GPUBuffer;
	readonly places: readonly SamplesPlace[];
	readonly #labels: number;

	private constructor(
		readonly gpu: Gpu,
		readonly member: Member,
		readonly evaluator: Evaluator,
		readonly room: number,
		readonly size: number,
		buffers: Buffers,
	) {
		const { train } = member.data;
		const { inputs } = member.program.topology;
		this.#labels = train.y.length / train.rows;
		const [y, weights] = [room * inputs, room * (inputs + this.#labels)];
		this.places = [{ x: 0, y, weights, order: 0, samples: room }];
		this.data = buffers.make(4 * (weights + room), storage | copyTo);
		this.order = buffers.with(
			Uint32Array.from({ length: room }, (_, i) => i),
			storage,
		);
	}

	/** @param size samples of a batch. */
	static async create(
		gpu: Gpu,
		member: Member,
		size: number,
		buffers: Buffers,
		settings: Settings,
	): Promise<StreamedFeed> {
		const { topology } = member.program;
		const { train, validation } = member.data;
		const each = topology.inputs + train.y.length / train.rows + 1;
		const batches = Math.max(1, Math.floor(PIECE / (each * size)));
		const room = Math.min(size * batches, Math.max(train.rows, validation.rows));
		const about = { rows: room, portions: 1 };
		const evaluator = await Evaluator.create(gpu, topology, buffers, about, settings);
		return new StreamedFeed(gpu, member, evaluator, room, size, buffers);
	}

	*epoch(epoch: number, _: readonly number[], hold: (samples: number) => void): Generator<Stretch> {
		const { queue } = this.gpu.device;
		const { program, data } = this.member;
		const { rows, x, y, weights } = data.train;
		const [place] = this.places as [SamplesPlace];
		const order = new Stream(program.seed, `shuffle/${epoch}`).permutation(rows);
		const read = inputReader(x, program.topology.inputs, order, this.room);
		for (let from = 0; from < rows; from += this.room) {
			const piece = order.subarray(from, Math.min(from + this.room, rows));
			const values = read(from, from + piece.length) as Float32Array<ArrayBuffer>;
			queue.writeBuffer(this.data, 0, values);
			queue.writeBuffer(this.data, 4 * place.y, picked(y, this.#labels, piece));
			if (weights) queue.writeBuffer(this.data, 4 * place.weights, picked(weights, 1, piece));
			hold(piece.length);
			yield { first: from / this.size, steps: Math.ceil(piece.length / this.size) };
		}
	}

	async outputs(
		_: readonly number[],
		state: GPUBuffer,
		_block: number,
		between: Between,
	): Promise<Outputs[]> {
		const { train, validation } = this.member.data;
		const all = async ({ rows, x }: Samples<Inputs>) => {
			const { inputs, outputs } = this.member.program.topology;
			const found = new Float32Array(rows * outputs);
			for (let from = 0; from < rows; from += this.room) {
				const to = Math.min(from + this.room, rows);
				const values = inputRange(x, inputs, from, to) as Float32Array<ArrayBuffer>;
				this.gpu.device.queue.writeBuffer(this.data, 0, values);
				const portion = { inputs: 0, rows: to - from, block: 0 };
				const [part] = await this.evaluator.outputs([portion], this.data, state, between);
				found.set(part as Float32Array, from * outputs);
			}
			return found;
		};
		return [{ train: await all(train), validation: await all(validation) }];
	}
}
