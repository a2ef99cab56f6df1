/**
 * What programs have to share to be trained by one kernel, and the words that tell them apart. A program's traits as text
 * are the name of its bucket.
 */
import type { Topology } from '../../model/topology';
import { dropLimit, dropoutKeys } from '../dropout';
import type { Program, TrainingData } from '../program';
import type { SamplesPlace } from './feed';
import type { KernelTraits } from './kernel';
import type { Layout } from './layout';
import type { Settings } from './settings';

const bits = new DataView(new ArrayBuffer(4));

/** The word that stands for a float32. */
export function asWord(value: number): number {
	bits.setFloat32(0, value, true);
	return bits.getUint32(0, true);
}

/** Largest float32: what cuts nothing. */
const HUGE = 3.4028234663852886e38;

const cut = (bound: number): number => Math.min(bound, HUGE);

/** A topology without what differs from model to model of a bucket: rates of dropout and penalties. */
function shapeOf({ inputs, outputs, layers, tensors }: Topology): string {
	const kinds = layers.map((layer) => {
		const shape = layer.shape.join('×');
		if (layer.kind === 'dense') return [shape, layer.kind, layer.inputs, layer.activation, layer.bias];
		return [shape, layer.kind, 'activation' in layer ? layer.activation : ''];
	});
	const trained = tensors.map(({ name, shape, decays }) => `${name} ${shape.join('×')} ${decays}`);
	return JSON.stringify([inputs, outputs, kinds, trained]);
}

/** Steps of an epoch. */
export const stepsOf = ({ batchSize }: Program, { train }: TrainingData): number =>
	Math.ceil(train.rows / Math.min(batchSize, train.rows));

const penalised = ({ topology }: Program): boolean => topology.tensors.some(({ l1, l2 }) => l1 > 0 || l2 > 0);
const clipped = ({ clipNorm }: Program): boolean => Number.isFinite(clipNorm);
const cuts = ({ clipValue }: Program): boolean => Number.isFinite(clipValue);

/** Programs with equal names can be one dispatch. */
export function bucketOf(program: Program, data: TrainingData): string {
	const { topology, loss, optimizer, batchSize } = program;
	return JSON.stringify([
		...[shapeOf(topology), loss.loss, optimizer, batchSize, stepsOf(program, data)],
		...[Boolean(data.train.weights), penalised(program), cuts(program), clipped(program)],
		topology.layers.map((layer) => layer.kind === 'dropout' && layer.rate > 0),
	]);
}

/** Traits of programs that share a bucket. @param size samples of a batch. */
export function traitsOf(
	programs: readonly Program[],
	size: number,
	weighted: boolean,
	{ lanes, local }: Settings,
): KernelTraits {
	const [{ topology, loss, optimizer }] = programs as [Program, ...Program[]];
	const drops = topology.layers.flatMap((layer, index) =>
		layer.kind === 'dropout' && layer.rate > 0 ? [index] : [],
	);
	return {
		...{ topology, optimizer, lanes, local, weighted, given: false, loss: loss.loss },
		capacity: size,
		drops: new Set(drops),
		penalised: programs.some(penalised),
		clipped: programs.some(clipped),
		cut: programs.some(cuts),
	};
}

/** Where a model's things lie: its samples, itself in groups of four; and the samples of its batches. */
export interface ModelPlace extends SamplesPlace {
	readonly block: number;
	readonly size: number;
}

/** A model's words. @param masks where given masks lie, by layer. */
export function wordsOf(
	program: Pick<Program, 'topology' | 'loss' | 'seed'> &
		Partial<Pick<Program, 'momentum' | 'clipValue' | 'clipNorm'>>,
	place: ModelPlace,
	{ words, stages }: Layout,
	masks: ReadonlyMap<number, number> = new Map(),
): Uint32Array {
	const { topology, loss, momentum = 0, clipValue = HUGE, clipNorm = HUGE } = program;
	const found = new Uint32Array(words.stride);
	const whole = (name: Parameters<typeof words.word>[0], value: number) => (found[words.word(name)] = value);
	for (const name of ['x', 'y', 'weights', 'order', 'samples', 'size', 'block'] as const)
		whole(name, place[name]);
	for (const name of ['smoothing', 'delta', 'gamma'] as const) whole(name, asWord(loss[name]));
	whole('momentum', asWord(momentum));
	whole('clipValue', asWord(cut(clipValue)));
	whole('clipNorm', asWord(cut(clipNorm)));
	const keys = dropoutKeys(topology, program.seed);
	for (const { points } of stages)
		for (const point of points) {
			if (point.kind !== 'dropout') continue;
			const layer = topology.layers[point.layer];
			const rate = layer?.kind === 'dropout' ? layer.rate : 0;
			const [first, second] = keys[point.layer] as readonly [number, number];
			const limit = Math.min(dropLimit(rate), 0xffffffff);
			found.set([first, second, limit, asWord(1 / (1 - rate))], words.drop(point.slot));
			found[words.drop(point.slot) + 4] = masks.get(point.layer) ?? 0;
		}
	topology.tensors.forEach(({ l1, l2 }, index) => {
		found.set([asWord(l1), asWord(l2)], words.penalty(index));
	});
	return found;
}
