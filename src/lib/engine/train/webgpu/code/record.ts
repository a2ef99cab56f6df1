/**
 * How a net is told to the kernel: a header, a record per stage, per point and per trained tensor, in groups of four
 * words. So one kernel serves every net that is made of the same kinds of things.
 */

/** Groups of a uniform buffer: 16 KB. */
export const RECORDS = 1_024;
/** Groups of a stage. */
export const STAGE = 6;
/** Stands for what is not there. */
export const NONE = 0xffffffff;

export const KIND = { dense: 0, norm: 1, softmax: 2 } as const;

/** Kinds of points; dropout besides the activations. */
export const POINT = {
	dropout: 0,
	relu: 1,
	leakyRelu: 2,
	elu: 3,
	selu: 4,
	gelu: 5,
	tanh: 6,
	sigmoid: 7,
	hardSigmoid: 8,
	softplus: 9,
	swish: 10,
} as const;
export type PointKind = keyof typeof POINT;

export const RECORD_CODE = /* wgsl */ `
const NONE = ${NONE}u;
@group(0) @binding(0) var<uniform> plan: array<vec4u, ${RECORDS}>;

/** Stages, the first that learns, groups of a batch, words of a model. */
struct Head { stages: u32, first: u32, groups: u32, words: u32 }
/** Groups of activations, of a model, of its weights; trained tensors. */
struct Sizes { room: u32, block: u32, size: u32, tensors: u32 }
/** Where trained tensors are told; where the clipping bound stands. */
struct Extra { tensors: u32, clipNorm: u32, inputs: u32, spare: u32 }
fn headOf() -> Head { let a = plan[0]; return Head(a.x, a.y, a.z, a.w); }
fn sizesOf() -> Sizes { let a = plan[1]; return Sizes(a.x, a.y, a.z, a.w); }
fn extraOf() -> Extra { let a = plan[2]; return Extra(a.x, a.y, a.z, a.w); }

struct Stage {
	kind: u32, inputs: u32, units: u32, columns: u32,
	/** What it takes, what it gives, derivatives by both; the last is NONE where it is not wanted. */
	x: u32, y: u32, d: u32, dx: u32,
	/** Points of this stage, and of the one before. */
	points: vec2u, before: vec2u,
	/** Kernel and bias, or scale and shift; the word of its penalties. */
	first: u32, second: u32, penalty: u32, normal: u32,
	/** Of a batch norm. */
	moments: u32, slopes: u32, mean: u32, variance: u32,
}
fn stageAt(index: u32) -> Stage {
	let at = 3u + index * ${STAGE}u;
	let a = plan[at]; let b = plan[at + 1u]; let c = plan[at + 2u]; let d = plan[at + 3u]; let e = plan[at + 4u];
	return Stage(a.x, a.y, a.z, a.w, b.x, b.y, b.z, b.w, c.xy, c.zw, d.x, d.y, d.z, d.w, e.x, e.y, e.z, e.w);
}
`;
