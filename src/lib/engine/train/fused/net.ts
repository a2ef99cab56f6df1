/**
 * One model in the kernel's memory: its place is planned, then weights and data are written, then whole stretches of
 * steps run in one call. What is read back are copies.
 */
import { initialWeights } from '../../model/weights';
import { comparesEach } from '../loss';
import type { Program, TrainingData } from '../program';
import { Arena } from './arena';
import { Feed, type FeedCall } from './feed';
import { evaluationOf } from './evaluation';
import { lowerStep, lowerUpdate, Tensors } from './lower';
import type { Machine } from './machine';
import { padded } from './panels';
import { placesOf, readTensors, writeTensors } from './places';
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
	readonly #size: number;
	readonly #step: number;
	readonly #feeds: Record<Split, Feed>;
	readonly #evaluate: Record<Split, ReturnType<typeof evaluationOf>>;

	/** Writes initial weights and what data is held. @throws train.memory */
	constructor(machine: Machine, program: Program, data: TrainingData) {
		const { topology, optimizer } = program;
		this.#machine = machine;
		this.#program = program;
		this.#size = Math.min(program.batchSize, data.train.rows);
		const arena = new Arena(machine.base);
		const at = (this.#at = new Tensors(topology, placesOf(topology, arena)));
		const { size } = at.places;
		this.#best = arena.numbers(size);
		const gradients = arena.numbers(size);
		const moments = optimizer === 'adam' ? ([arena.numbers(size), arena.numbers(size)] as const) : null;
		this.#values = arena.numbers(machine.codes.VALUES / 4);
		const columns = topology.inputs;
		const labels = labelsOf(program);
		const x = arena.numbers(this.#size * padded(columns));
		const y = arena.numbers(this.#size * padded(labels));
		const feedOf = (split: Split) => new Feed(machine, data[split], columns, labels, this.#size, arena);
		this.#feeds = { train: feedOf('train'), validation: feedOf('validation') };

		const writer = new Writer(machine);
		writer.add('GATHER', x, this.#feeds.train.x, columns);
		writer.add('GATHER', y, this.#feeds.train.y, labels);
		const lowered = lowerStep(program, at, gradients, this.#size, [x, y], arena, writer);
		lowerUpdate(at.places, gradients, moments, writer);
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
		for (const moment of moments ?? []) machine.floats(moment, size).fill(0);
		const { learningRate, weightDecay } = program;
		machine.doubles(this.#values, 6).set([learningRate, 1 - learningRate * weightDecay, 1, 1, 0, 0]);
	}

	#block(at: number): Float32Array {
		return this.#machine.floats(at, this.#at.places.size);
	}

	/** All steps of an epoch (1-based), some in each call into the kernel. */
	async epoch(epoch: number, rate: number, call: FeedCall): Promise<void> {
		const { weightDecay } = this.#program;
		this.#machine.doubles(this.#values, 2).set([rate, 1 - rate * weightDecay]);
		const { optimizer, seed, topology } = this.#program;
		const adaptive = optimizer === 'adam' ? 1 : 0;
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

	/** The weights last kept. */
	best(): Float32Array[] {
		return readTensors(this.#program.topology, this.#at.places, this.#block(this.#best));
	}
}
