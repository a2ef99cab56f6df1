/** Writes a net's records for the kernel (code/record.ts says what stands where). */
import { BenchtopError } from '../../errors/error';
import type { Topology } from '../../model/topology';
import { KIND, NONE, POINT, RECORDS, STAGE } from './code/record';
import { fours, groupsOf, type Places } from './places';
import type { Spots } from './layout';
import type { Stage } from './stages';
import { WORDS, type WordsLayout } from './values';

/** A header of three groups. */
const HEAD = 3;

/** Whether the records of a net have room. */
export const hasRoom = (stages: readonly Stage[], topology: Topology): boolean =>
	HEAD +
		STAGE * stages.length +
		stages.reduce((sum, { points }) => sum + points.length, 0) +
		topology.tensors.length <=
	RECORDS;

export interface RecordedNet {
	readonly topology: Topology;
	readonly stages: readonly Stage[];
	readonly spots: readonly Spots[];
	readonly places: Places;
	readonly words: WordsLayout;
	readonly groups: number;
	readonly room: number;
	readonly block: number;
	readonly first: number;
}

/** @throws model.too-large where there are more layers than the records hold */
export function recordsOf(net: RecordedNet): Uint32Array {
	const { topology, stages, spots, places, words, groups, room, block, first } = net;
	if (!hasRoom(stages, topology))
		throw new BenchtopError('model.too-large', {
			model: 'The net',
			parameters: topology.parameters,
			limit: RECORDS,
		});
	const records = new Uint32Array(4 * RECORDS);
	let next = HEAD + STAGE * stages.length;
	const pointsAt = stages.map(({ points }, index): [number, number] => {
		const begin = next;
		points.forEach((point, i) => {
			const kept = spots[index]?.kept[i] ?? -1;
			const own = point.kind === 'dropout' ? [words.drop(point.slot), stages[index]?.units ?? 0] : [0, 0];
			const kind = point.kind === 'dropout' ? POINT.dropout : POINT[point.activation];
			records.set([kind, kept === -1 ? NONE : kept, ...own], 4 * next++);
		});
		return [begin, next];
	});
	const some = (value: number | undefined): number => (value === undefined || value < 0 ? NONE : value);
	stages.forEach((stage, index) => {
		const spot = spots[index] as Spots;
		const { tensors } = spot;
		const before = spots[index - 1];
		const kind = stage.kind === 'input' ? NONE : KIND[stage.kind];
		records.set(
			[
				...[kind, stage.inputs, stage.units, fours(stage.units)],
				...[some(before?.y), spot.y, some(spot.d), index > first ? some(before?.d) : NONE],
				...(pointsAt[index] as [number, number]),
				...(pointsAt[index - 1] ?? [0, 0]),
				...[some(tensors.kernel ?? tensors.scale), some(tensors.bias ?? tensors.shift)],
				...[words.penalty(Math.max(0, stage.penalised)), some(spot.normal)],
				...[some(spot.moments), some(spot.slopes), some(tensors.mean), some(tensors.variance)],
			],
			4 * (HEAD + STAGE * index),
		);
	});
	const tensorsAt = next;
	topology.tensors.forEach((tensor, index) => {
		if (!tensor.trained) return;
		records.set([places.offsets[index] as number, groupsOf(tensor), tensor.decays ? 1 : 0, 0], 4 * next++);
	});
	records.set([stages.length, first, groups, words.stride], 0);
	records.set([room, block, places.size, next - tensorsAt], 4);
	records.set([tensorsAt, WORDS.indexOf('clipNorm'), topology.inputs, 0], 8);
	return records;
}
