/** Raw outputs of many models at once, each over samples of its own, in as many rounds as their numbers need. */
import type { Topology } from '../../model/topology';
import type { Buffers, Gpu, Kernel } from './device';
import { USAGE } from './device';
import { planEvaluation, type EvaluationPlan } from './evaluation';
import { Pacer } from './pacer';
import type { Settings } from './settings';

/** Samples of a model: first number of their inputs, how many, first group of the model. */
export interface Portion {
	readonly inputs: number;
	readonly rows: number;
	readonly block: number;
}

/** Numbers read back at once: 64 MB. */
const READ = 16_777_216;
/** Portions of a round; what a dispatch can count to. */
const PORTIONS = 65_535;
const WORDS = 4;

interface Piece extends Portion {
	/** Which portion it is of, and its first row there. */
	readonly of: number;
	readonly from: number;
	/** First number of its outputs in the round. */
	readonly outputs: number;
}

/** Called between dispatches; throws when training is to end. */
export type Between = () => Promise<void>;

export class Evaluator {
	readonly #plan: GPUBuffer;
	readonly #call: GPUBuffer;
	readonly #table: GPUBuffer;
	readonly #results: GPUBuffer;
	readonly #staging: GPUBuffer;
	readonly #scratch: GPUBuffer | null;
	readonly #pacer: Pacer;
	readonly #room: number;
	readonly #limit: number;

	/** @param rows of all portions that are asked for together. @param portions how many these are. */
	private constructor(
		readonly gpu: Gpu,
		readonly plan: EvaluationPlan,
		readonly kernel: Kernel,
		readonly topology: Topology,
		buffers: Buffers,
		rows: number,
		portions: number,
		settings: Settings,
	) {
		const { inputs, outputs, parameters } = topology;
		this.#room = Math.max(outputs * plan.rows, Math.min(rows * outputs, READ, settings.binding / 4));
		const blocks = Math.ceil(rows / plan.rows) + portions;
		const fitting = plan.scratch
			? Math.max(1, Math.floor(settings.binding / 4 / (16 * plan.scratch)))
			: blocks;
		this.#limit = Math.min(blocks, fitting, PORTIONS);
		this.#pacer = new Pacer(2 * (parameters + inputs) * plan.rows, this.#limit, settings.elapsed);
		const { uniform, storage, copyFrom, copyTo, read } = USAGE;
		this.#plan = buffers.with(plan.records, uniform);
		this.#call = buffers.make(16, uniform | copyTo);
		this.#table = buffers.make(4 * WORDS * Math.min(portions, PORTIONS), storage | copyTo);
		this.#results = buffers.make(4 * this.#room, storage | copyFrom);
		this.#staging = buffers.make(4 * this.#room, read | copyTo);
		this.#scratch = plan.scratch ? buffers.make(16 * plan.scratch * this.#limit, storage) : null;
	}

	static async create(
		gpu: Gpu,
		topology: Topology,
		buffers: Buffers,
		size: { rows: number; portions: number },
		settings: Settings,
	): Promise<Evaluator> {
		const plan = planEvaluation(topology, settings.local, settings.lanes);
		const kernel = await gpu.kernel(plan.code, plan.bindings);
		return new Evaluator(gpu, plan, kernel, topology, buffers, size.rows, size.portions, settings);
	}

	/** Rows × outputs of each portion. @throws train.device, what `between` throws */
	async outputs(
		portions: readonly Portion[],
		data: GPUBuffer,
		state: GPUBuffer,
		between: Between,
	): Promise<Float32Array[]> {
		const { outputs } = this.topology;
		const found = portions.map(({ rows }) => new Float32Array(rows * outputs));
		const bound = this.gpu.bind(this.kernel, [
			...[this.#plan, this.#call, this.#table, data, state, this.#results],
			this.#scratch,
		]);
		for (const round of this.#rounds(portions)) {
			await this.#dispatch(round, bound, between);
			const last = round.at(-1) as Piece;
			const bytes = 4 * (last.outputs + last.rows * outputs);
			this.gpu.submit((encoder) => encoder.copyBufferToBuffer(this.#results, 0, this.#staging, 0, bytes));
			const values = await this.gpu.read(this.#staging, bytes);
			for (const { of, from, rows, outputs: at } of round)
				found[of]?.set(values.subarray(at, at + rows * outputs), from * outputs);
		}
		return found;
	}

	/** Portions, cut where one does not fit, put together as they fit. */
	*#rounds(portions: readonly Portion[]): Generator<Piece[]> {
		const { inputs, outputs } = this.topology;
		const most = Math.floor(this.#room / outputs);
		let round: Piece[] = [];
		let taken = 0;
		for (const [of, portion] of portions.entries())
			for (let from = 0; from < portion.rows;) {
				if (taken === most || round.length === PORTIONS) {
					yield round;
					[round, taken] = [[], 0];
				}
				const rows = Math.min(portion.rows - from, most - taken);
				const at = portion.inputs + from * inputs;
				round.push({ of, from, rows, inputs: at, block: portion.block, outputs: taken * outputs });
				from += rows;
				taken += rows;
			}
		if (round.length > 0) yield round;
	}

	async #dispatch(round: readonly Piece[], bound: GPUBindGroup, between: Between): Promise<void> {
		const { queue } = this.gpu.device;
		const words = round.flatMap(({ inputs, rows, block, outputs }) => [inputs, rows, block, outputs]);
		queue.writeBuffer(this.#table, 0, Uint32Array.from(words));
		const blocks = Math.ceil(Math.max(...round.map(({ rows }) => rows)) / this.plan.rows);
		for (let turn = 0; turn < round.length;) {
			const across = Math.min(round.length - turn, Math.max(1, Math.floor(this.#pacer.width / blocks)));
			for (let from = 0; from < blocks;) {
				const down = Math.min(blocks - from, this.#pacer.width);
				const began = this.#pacer.now();
				queue.writeBuffer(this.#call, 0, Uint32Array.of(turn, from));
				this.gpu.dispatch(this.kernel, bound, down, across);
				from += down;
				if (across === round.length && down === blocks) continue;
				await this.gpu.done();
				this.#pacer.took(began, down * across, 1);
				await between();
			}
			turn += across;
		}
	}
}
