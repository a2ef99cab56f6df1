/** The gradient of one batch by the kernel, with the masks it is given: what tests and the self-test compare. */
import type { Batch, Program } from '../program';
import { Arena } from './arena';
import { lowerStep, Tensors } from './lower';
import type { Machine } from './machine';
import { labelsOf } from './net';
import { padded, toPanels } from './panels';
import { placesOf, readTensors, writeTensors } from './places';
import { Writer } from './writer';

/** Gradient of the batch's loss, penalties with it: one array per trained tensor. @throws train.memory */
export function gradientsOf(
	machine: Machine,
	program: Pick<Program, 'topology' | 'loss'>,
	weights: readonly Float32Array[],
	batch: Batch,
): Float32Array[] {
	const { topology } = program;
	const { rows } = batch;
	const arena = new Arena(machine.base);
	const at = new Tensors(topology, placesOf(topology, arena));
	const { size } = at.places;
	const gradients = arena.numbers(size);
	const matrix = (columns: number) => arena.numbers(rows * padded(columns));
	const gathered = {
		x: matrix(topology.inputs),
		y: matrix(labelsOf(program)),
		weights: batch.weights ? matrix(1) : 0,
	};
	const writer = new Writer(machine);
	const lowered = lowerStep({ ...program, seed: 0 }, at, gradients, rows, gathered, arena, writer);
	const step = writer.close(arena);

	machine.reserve('The net', arena.end);
	step.write(machine);
	lowered.write(machine);
	const write = (values: Float32Array, columns: number, to: number) =>
		toPanels(values, rows, columns, machine.floats(to, rows * padded(columns)));
	writeTensors(topology, at.places, weights, machine.floats(at.places.at, size));
	machine.floats(gradients, size).fill(0);
	write(batch.x, topology.inputs, gathered.x);
	write(batch.y, labelsOf(program), gathered.y);
	if (batch.weights) write(batch.weights, 1, gathered.weights);
	for (const [layer, mask] of lowered.masks) {
		const { units } = topology.layers[layer] as { units: number };
		write(batch.masks[layer] ?? new Float32Array(rows * units).fill(1), units, mask);
	}
	machine.kernel.run(step.at, rows, 0, rows);
	const found = readTensors(topology, at.places, machine.floats(gradients, size));
	return found.filter((_, index) => topology.tensors[index]?.trained);
}
