/**
 * One model in the kernel's memory: its place is planned, then weights and data are written, then whole stretches of
 * steps run in one call. What is read back are copies.
 */
import type { TrainingState } from '../checkpoint';
import { initialWeights } from '../../model/weights';
import { comparesEach } from '../loss';
import type { Program, TrainingData } from '../program';
import { Arena } from './arena';
import { Feed, type FeedCall } from './feed';
import { evaluationOf } from './evaluation';
import { lowerStep, Tensors } from './lower';
import type { Machine } from './machine';
import { padded } from './panels';
import { placesOf, readTensors, writeTensors } from './places';
import { adaptiveOf, lowerUpdate, methodOf } from './update';
import { Writer } from './writer';

export type Split = 'train' | 'validation';

/** Labels per row. */
export const labelsOf = ({ loss, topology }: Pick<Program, 'loss' | 'topology'>): number =>
	comparesEach(loss.loss) ? topology.outputs : 1;

export class FusedNet {
	readonly #machine: Machine;
	readonly #program: Program;
	readonly #at: Tensors;
	readonly #best: number;
	readonly #values: number;
	readonly #moments: readonly number[];
	readonly #size: number;
	readonly #step: number;
	readonly #feeds: Record<Split, Feed>;
	readonly #evaluate: Record<Split, ReturnType<typeof evaluationOf>>;

	/** Writes initial weights and what data is held. @throws train.memory */
	constructor(machine: Machine, program: Program, data: TrainingData) {
		const { topology } = program;
		const { kept, begins } = methodOf(program);
		this.#machine = machine;
		this.#program = program;
		this.#size = Math.min(program.batchSize, data.train.rows);
		const arena = new Arena(machine.base);
		const at = (this.#at = new Tensors(topology, placesOf(topology, arena)));
		const { size } = at.places;
		this.#best = arena.numbers(size);
		const gradients = arena.numbers(size);
		const moments = Array.from({ length: kept }, () => arena.numbers(size));
		this.#moments = moments;
		this.#values = arena.numbers(machine.codes.VALUES / 4);
		const columns = topology.inputs;
		const labels = labelsOf(program);
		const batch = (width: number) => arena.numbers(this.#size * padded(width));
		const gathered = { x: batch(columns), y: batch(labels), weights: data.train.weights ? batch(1) : 0 };
		const feedOf = (split: Split) => new Feed(machine, data[split], columns, labels, this.#size, arena);
		this.#feeds = { train: feedOf('train'), validation: feedOf('validation') };

		const writer = new Writer(machine);
		const { x, y, weights } = this.#feeds.train;
		writer.add('GATHER', gathered.x, x, columns);
		writer.add('GATHER', gathered.y, y, labels);
		if (weights) writer.add('GATHER', gathered.weights, weights, 1);
		const lowered = lowerStep(program, at, gradients, this.#size, gathered, arena, writer);
		lowerUpdate(program, at.places, gradients, moments, writer);
		const step = writer.close(arena);
		this.#step = step.at;
		const evaluate = (split: Split) => evaluationOf(machine, at, this.#feeds[split], arena);
		this.#evaluate = { train: evaluate('train'), validation: evaluate('validation') };

		machine.reserve(program.name, arena.end);
		step.write(machine);
		lowered.write(machine);
		for (const split of ['train', 'validation'] as const) {
			this.#evaluate[split].write();
			this.#feeds[split].write();
		}
		writeTensors(topology, at.places, initialWeights(topology, program.seed), this.#block(at.places.at));
		for (const moment of moments) machine.floats(moment, size).fill(begins);
		machine.doubles(this.#values, 6).set([0, 1, 1, 1, 0, 0]);
	}

	#block(at: number): Float32Array {
		return this.#machine.floats(at, this.#at.places.size);
	}

	/** All steps of an epoch (1-based) at a learning rate, some in each call into the kernel. */
	async epoch(epoch: number, rate: number, call: FeedCall): Promise<void> {
		const { weightDecay, seed, topology } = this.#program;
		this.#machine.doubles(this.#values, 2).set([rate, 1 - rate * weightDecay]);
		const adaptive = adaptiveOf(this.#program, this.#machine);
		const size = this.#size;
		const work = 6 * topology.parameters * size;
		await this.#feeds.train.inOrder(seed, epoch, call, work, (order, rows, from, count) =>
			this.#machine.kernel.train(this.#step, this.#values, order, size, rows, size, from, count, adaptive),
		);
	}

	/** Outputs of all rows of a split with the current weights. */
	outputs(split: Split, call: FeedCall): Promise<Float32Array> {
		return this.#evaluate[split].outputs(call);
	}

	/** Remembers the current weights as the best. */
	keep(): void {
		this.#block(this.#best).set(this.#block(this.#at.places.at));
	}

	/** Copies of all that training changes. */
	save(): TrainingState {
		const blocks = [this.#at.places.at, this.#best, ...this.#moments];
		return [...blocks.map((at) => this.#block(at).slice()), this.#record().slice()];
	}

	/** Stands where a net of the same program stood. */
	restore(state: TrainingState): void {
		const blocks = [this.#at.places.at, this.#best, ...this.#moments];
		blocks.forEach((at, index) => this.#block(at).set(state[index] as Float32Array));
		this.#record().set(state[blocks.length] as Float64Array);
	}

	/** Rate, powers and the number of the step. */
	#record(): Float64Array {
		return this.#machine.doubles(this.#values, this.#machine.codes.VALUES / 8);
	}

	/** The weights last kept. */
	best(): Float32Array[] {
		return readTensors(this.#program.topology, this.#at.places, this.#block(this.#best));
	}
}
