/**
 * The training kernel as WGSL: one workgroup trains one model, many steps per dispatch, forward, backward and optimizer
 * without leaving it. The net is told by records, what differs between the models of a dispatch by their words, so that a
 * kernel is compiled once for all nets of its kind. Activations, and the model with them, stay in the workgroup's memory
 * where they fit.
 */
import { NORM_MOMENTUM } from '../constants';
import type { LossSpec } from '../program';
import { SCENE, type Access } from './code/access';
import { batchCode } from './code/batch';
import { denseBack, denseForward, denseLearn } from './code/dense';
import { FUNCTIONS } from './code/functions';
import { lossCode, TUNE } from './code/loss';
import { normBack, normForward, normLearn } from './code/norm';
import { optimizerCode, type OptimizerTraits } from './code/optimizer';
import { pointCode } from './code/pointwise';
import { KIND, RECORD_CODE, type PointKind } from './code/record';
import { softmaxBack, softmaxForward } from './code/softmax';
import type { Bindings } from './device';
import type { Layout, Traits } from './layout';
import { fours } from './places';
import type { Stage } from './stages';
import { WORDS, type Word } from './values';

export interface KernelTraits extends Traits, OptimizerTraits {
	readonly optimizer: Traits['optimizer'];
	readonly clipped: boolean;
	readonly loss: LossSpec['loss'];
	/** Whether samples have weights. */
	readonly weighted: boolean;
	/** Masks are given beside the data instead of drawn. */
	readonly given: boolean;
	/** Lanes of a workgroup, at least and at most. */
	readonly lanes: readonly [least: number, most: number];
	/** Bytes of workgroup memory. */
	readonly local: number;
}

/** Sums of squares that a gradient's length is put together from, whatever the lanes. */
const PARTS = 64;

/** Sizes arrays are made in, so that nets of nearly the same size share a kernel. */
function roomy(groups: number): number {
	const step = Math.max(64, 2 ** Math.floor(Math.log2(groups)) / 4);
	return step * Math.ceil(groups / step);
}

/** Groups of workgroup memory for activations and for the model; 0 for what lies in storage. */
export function residence({ room, block }: Layout, local: number): { act: number; state: number } {
	const fits = (groups: number) => 16 * groups + 4 * PARTS <= local;
	const [act, state] = [roomy(room), roomy(block)];
	return { act: fits(act) ? act : 0, state: fits(act + state) ? state : 0 };
}

const read = 'read-only-storage';

/** What the training kernel binds; the last only where activations do not fit the workgroup's memory. */
export const trainBindings = (layout: Layout, local: number): Bindings => [
	...(['uniform', 'uniform', read, read, read, read, read, 'storage'] as const),
	residence(layout, local).act ? null : 'storage',
];

const BINDINGS = /* wgsl */ `
struct Call { begin: u32, count: u32, step: u32, turn: u32 }
struct Turn { model: u32, rate: f32, keep: f32, spare: u32 }
@group(0) @binding(1) var<uniform> call: Call;
@group(0) @binding(2) var<storage, read> turns: array<Turn>;
@group(0) @binding(3) var<storage, read> values: array<u32>;
@group(0) @binding(4) var<storage, read> data: array<f32>;
@group(0) @binding(5) var<storage, read> order: array<u32>;
@group(0) @binding(6) var<storage, read> corrections: array<vec2f>;
@group(0) @binding(7) var<storage, read_write> state: array<vec4f>;
`;

/** Inputs gathered from the samples of a batch. */
export const gatherCode = ({ act }: Access): string => /* wgsl */ `
fn gather(scene: Scene, stage: Stage, inputs: u32, lane: u32) {
	for (var i = lane; i < stage.units * scene.groups; i += LANES) {
		let k = i / scene.groups;
		let r = i % scene.groups;
		if (r >= scene.rows4) { continue; }
		let s = samplesOf(scene.batch, r) * stage.units + (inputs + k);
		let x = select(vec4f(0.0), vec4f(data[s.x], data[s.y], data[s.z], data[s.w]), live(scene.batch, r));
		${act('stage.y + i')} = through(scene, stage.points, i, k, r, x);
	}
}
`;

/** The second half of a step where the length of the whole gradient is needed first. */
const CLIPPED = /* wgsl */ `
	for (var i = lane; i < ${PARTS}u; i += LANES) {
		var sum = 0.0;
		for (var t = 0u; t < sizes.tensors; t++) {
			let tensor = plan[extra.tensors + t];
			for (var k = i; k < tensor.y; k += ${PARTS}u) { let g = slopeAt(tensor.x + k, pace); sum += dot(g, g); }
		}
		parts[i] = sum;
	}
	workgroupBarrier();
	var squares = 0.0;
	for (var i = 0u; i < ${PARTS}u; i++) { squares += parts[i]; }
	let bound = bitcast<f32>(values[words + extra.clipNorm]);
	let factor = select(bound / sqrt(squares), 1.0, squares <= bound * bound);
	for (var t = 0u; t < sizes.tensors; t++) {
		let tensor = plan[extra.tensors + t];
		let keep = select(1.0, pace.keep, tensor.z == 1u);
		for (var k = lane; k < tensor.y; k += LANES) { change(tensor.x + k, factor, keep, pace); }
	}
`;

/** One of the kinds of stages a net has. */
export function chosen(kinds: ReadonlySet<Stage['kind']>, call: (kind: Stage['kind']) => string): string {
	const cases = (['dense', 'norm', 'softmax'] as const).filter((kind) => kinds.has(kind) && call(kind));
	if (cases.length === 1) return call(cases[0] as Stage['kind']);
	return `switch stage.kind { ${cases.map((kind) => `case ${KIND[kind as 'dense']}u: { ${call(kind)} }`).join(' ')} default: {} }`;
}

export const kindsOf = (stages: readonly Stage[]): ReadonlySet<Stage['kind']> =>
	new Set(stages.map(({ kind }) => kind));

export const pointsOf = (stages: readonly Stage[]): ReadonlySet<PointKind> =>
	new Set(
		stages.flatMap(({ points }) =>
			points.map((point) => (point.kind === 'dropout' ? 'dropout' : point.activation)),
		),
	);

/** The whole shader. */
export function kernelCode(traits: KernelTraits, layout: Layout): string {
	const { lanes, given, weighted, optimizer, clipped, penalised, loss } = traits;
	const { stages, topology } = layout;
	const own = residence(layout, traits.local);
	const anywhere = (at: string) => (own.state ? `S[${at}]` : `state[${at}]`);
	const access: Access = {
		act: (at) => (own.act ? `A[${at}]` : `scratch[scene.room + ${at}]`),
		state: (at) => (own.state ? `S[${at}]` : `state[scene.block + ${at}]`),
		penalty: (word, not) => {
			const one = (offset: number) =>
				`select(bitcast<f32>(values[scene.words + ${word} + ${offset}u]), 0.0, ${not})`;
			return penalised ? `let l1 = ${one(0)}; let l2 = ${one(1)};` : 'let l1 = 0.0; let l2 = 0.0;';
		},
	};
	const word = (name: Word) => `values[words + ${WORDS.indexOf(name)}u]`;
	const real = (name: Word) => `bitcast<f32>(${word(name)})`;
	const barrier = `${own.act && own.state ? '' : 'storageBarrier();'} ${own.act || own.state ? 'workgroupBarrier();' : ''}`;
	const kinds = kindsOf(stages);
	const back = chosen(kinds, (kind) => {
		const call = `${kind}Back(scene, stage, lane);`;
		return kind === 'norm' ? call : `if (stage.dx != NONE) { ${call} }`;
	});
	const learns = chosen(kinds, (kind) =>
		kind === 'softmax' ? '' : `${kind}Learn(scene, stage, pace, lane);`,
	);
	const copy = (to: string, value: string) =>
		own.state ? `for (var i = lane; i < sizes.block; i += LANES) { ${to} = ${value}; }` : '';
	return /* wgsl */ `
const LANES = ${usefulLanes(layout, lanes)}u;
${RECORD_CODE}${BINDINGS}
${own.act ? `var<workgroup> A: array<vec4f, ${own.act}>;` : '@group(0) @binding(8) var<storage, read_write> scratch: array<vec4f>;'}
${own.state ? `var<workgroup> S: array<vec4f, ${own.state}>;` : ''}
${clipped ? `var<workgroup> parts: array<f32, ${PARTS}>;` : ''}
${FUNCTIONS}${batchCode({ ordered: true, weighted })}${SCENE}${TUNE}
${pointCode({ points: pointsOf(stages), training: true, given }, access.act)}
${optimizerCode(traits, anywhere)}
${gatherCode(access)}${lossCode(loss, topology.outputs, access)}
${denseForward(access)}${denseBack(access)}${denseLearn(access)}
${kinds.has('norm') ? normForward(access) + normBack(access) + normLearn(access) : ''}
${kinds.has('softmax') ? softmaxForward(access) + softmaxBack(access) : ''}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
	let head = headOf();
	let sizes = sizesOf();
	let extra = extraOf();
	let turn = turns[call.turn + group.x];
	let words = turn.model * head.words;
	let samples = ${word('samples')};
	let size = ${word('size')};
	let outside = ${word('block')};
	let block = ${own.state ? '0u' : 'outside'};
	let tune = Tune(${real('smoothing')}, ${real('delta')}, ${real('gamma')});
	${copy('S[i]', 'state[outside + i]')} ${barrier}
	for (var t = 0u; t < call.count; t++) {
		let corrected = corrections[call.begin + t];
		let pace = Pace(block, sizes.size, turn.rate * corrected.x, 1e-7 * corrected.y,
			${real('momentum')}, ${real('clipValue')}, turn.keep);
		let begin = (call.begin + t) * size;
		let rows = min(size, samples - begin);
		let batch = Batch(${word('order')} + begin, rows, ${word('y')}, ${word('weights')});
		let share = ${1 - NORM_MOMENTUM} * (f32(rows) / f32(size));
		let scene = Scene(words, call.step + t, head.groups, (rows + 3u) / 4u, batch, share, group.x * sizes.room, block);
		gather(scene, stageAt(0u), ${word('x')}, lane);
		${barrier}
		for (var s = 1u; s < head.stages; s++) {
			let stage = stageAt(s);
			${chosen(kinds, (kind) => (kind === 'input' ? '' : `${kind}Forward(scene, stage, lane);`))}
			${barrier}
		}
		lossBack(scene, stageAt(head.stages - 1u), tune, lane);
		${barrier}
		// A stage learns once the stage before has been told, while that one tells on.
		for (var s = head.stages; s >= head.first; s--) {
			if (s < head.stages) { let stage = stageAt(s); ${learns} }
			if (s > head.first) { let stage = stageAt(s - 1u); ${back} }
			${barrier}
		}
		${clipped && optimizer ? `${CLIPPED} ${barrier}` : ''}
	}
	${copy('state[outside + i]', 'S[i]')}
}
`;
}

/** Lanes that are of use: as many as a step has tiles in its widest product, a power of two between two numbers. */
export function usefulLanes(
	{ stages, groups }: Pick<Layout, 'stages' | 'groups'>,
	[least, most]: readonly [number, number],
): number {
	const widest = stages.reduce(
		(top, { units, inputs }) => Math.max(top, fours(units) * Math.max(groups, fours(inputs))),
		1,
	);
	return Math.min(most, Math.max(least, 2 ** Math.ceil(Math.log2(widest))));
}
