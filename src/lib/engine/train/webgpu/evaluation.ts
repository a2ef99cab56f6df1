/**
 * Outputs in evaluation mode as WGSL: one workgroup takes a block of samples through one model. Results of a stage
 * replace those of the one before last, so that two rooms are enough however deep the net.
 */
import type { Topology } from '../../model/topology';
import { SCENE, type Access } from './code/access';
import { batchCode } from './code/batch';
import { denseForward } from './code/dense';
import { FUNCTIONS } from './code/functions';
import { normEvaluation } from './code/norm';
import { pointCode } from './code/pointwise';
import { RECORD_CODE } from './code/record';
import { softmaxForward } from './code/softmax';
import type { Bindings } from './device';
import { chosen, gatherCode, kindsOf, pointsOf, usefulLanes } from './kernel';
import { tensorsOf, type Spots } from './layout';
import { fours, placesOf } from './places';
import { recordsOf } from './records';
import { stagesOf } from './stages';
import { wordsLayout } from './values';

export interface EvaluationPlan {
	readonly code: string;
	readonly bindings: Bindings;
	readonly records: Uint32Array;
	/** Samples of a block. */
	readonly rows: number;
	/** Groups of four numbers a workgroup needs in storage; 0 where its own memory is enough. */
	readonly scratch: number;
}

/** Samples of a block, at most. */
const ROWS = 32;
/** Widths that share a kernel. */
const WIDTHS = 32;

const BINDINGS = /* wgsl */ `
struct Call { turn: u32, begin: u32, spare: vec2u }
/** Samples of a model: where their inputs lie, how many, where the model and the outputs lie. */
struct Portion { inputs: u32, rows: u32, block: u32, outputs: u32 }
@group(0) @binding(1) var<uniform> call: Call;
@group(0) @binding(2) var<storage, read> portions: array<Portion>;
@group(0) @binding(3) var<storage, read> data: array<f32>;
@group(0) @binding(4) var<storage, read> state: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> results: array<f32>;
`;

/** @param local bytes of workgroup memory. @param lanes of a workgroup, at least and at most. */
export function planEvaluation(
	topology: Topology,
	local: number,
	lanes: readonly [number, number],
): EvaluationPlan {
	const stages = stagesOf(topology, () => false);
	const places = placesOf(topology);
	const widest = stages.reduce((top, { units }) => Math.max(top, 4 * fours(units)), 0);
	const width = WIDTHS * Math.ceil(widest / WIDTHS);
	const fitting = Math.floor(local / (32 * width));
	const inside = fitting >= 1;
	const groups = inside ? Math.min(fitting, ROWS / 4) : ROWS / 4;
	const half = width * groups;
	const spots = stages.map(({ points, layer }, index): Spots => {
		const y = (index % 2) * half;
		const tensors = tensorsOf(topology, places.offsets, layer);
		const kept = points.map(() => -1);
		return { y, d: -1, kept, normal: y, moments: -1, slopes: -1, tensors };
	});
	const access: Access = {
		act: (i) => (inside ? `A[${i}]` : `scratch[scene.room + ${i}]`),
		state: (i) => `state[scene.block + ${i}]`,
		penalty: () => '',
	};
	const barrier = inside ? 'workgroupBarrier();' : 'storageBarrier();';
	const kinds = kindsOf(stages);
	const points = pointsOf(stages);
	const code = /* wgsl */ `
const LANES = ${usefulLanes({ stages, groups }, lanes)}u;
${RECORD_CODE}${BINDINGS}
${
	inside
		? `var<workgroup> A: array<vec4f, ${2 * half}>;`
		: '@group(0) @binding(6) var<storage, read_write> scratch: array<vec4f>;'
}
${FUNCTIONS}${batchCode({ ordered: false, weighted: false })}${SCENE}
${pointCode({ points, training: false, given: false }, access.act)}
${gatherCode(access)}${denseForward(access)}
${kinds.has('norm') ? normEvaluation(access) : ''}${kinds.has('softmax') ? softmaxForward(access) : ''}

@compute @workgroup_size(LANES)
fn main(
	@builtin(workgroup_id) group: vec3u,
	@builtin(num_workgroups) workgroups: vec3u,
	@builtin(local_invocation_index) lane: u32,
) {
	let head = headOf();
	let sizes = sizesOf();
	let portion = portions[call.turn + group.y];
	let first = (call.begin + group.x) * 4u * head.groups;
	if (first >= portion.rows) { return; }
	let rows = min(4u * head.groups, portion.rows - first);
	let batch = Batch(first, rows, 0u, 0u);
	let room = (group.y * workgroups.x + group.x) * sizes.room;
	let scene = Scene(0u, 0u, head.groups, (rows + 3u) / 4u, batch, 0.0, room, portion.block);
	gather(scene, stageAt(0u), portion.inputs, lane);
	${barrier}
	for (var s = 1u; s < head.stages; s++) {
		let stage = stageAt(s);
		${chosen(kinds, (kind) => (kind === 'input' ? '' : `${kind}Forward(scene, stage, lane);`))}
		${barrier}
	}
	let last = stageAt(head.stages - 1u);
	for (var i = lane; i < last.units * head.groups; i += LANES) {
		let k = i / head.groups;
		let r = i % head.groups;
		let v = ${access.act('last.y + i')};
		for (var j = 0u; j < 4u; j++) {
			let row = 4u * r + j;
			if (row < rows) { results[portion.outputs + (first + row) * last.units + k] = v[j]; }
		}
	}
}
`;
	const words = wordsLayout(0, topology.tensors.length);
	const read = 'read-only-storage';
	return {
		code,
		bindings: ['uniform', 'uniform', read, read, read, 'storage', inside ? null : 'storage'],
		records: recordsOf({
			...{ topology, stages, spots, places, words, groups },
			...{ room: 2 * half, block: places.size, first: stages.length },
		}),
		rows: 4 * groups,
		scratch: inside ? 0 : 2 * half,
	};
}
