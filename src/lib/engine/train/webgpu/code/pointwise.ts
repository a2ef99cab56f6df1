/**
 * WGSL of activations and dropout for four samples of one unit at once, forward and back: what follows a stage before its
 * results are stored. Only those that a net has are written.
 */
import { POINT, type PointKind } from './record';

type Elementwise = Exclude<PointKind, 'dropout'>;

const ZERO = 'vec4f(0.0)';
const ONE = 'vec4f(1.0)';

/** Activations whose derivative is taken from what went in; the others tell it by their result. */
export const FROM_INPUT: readonly PointKind[] = ['gelu', 'swish'];

/** The value at v. */
const VALUE: Record<Elementwise, string> = {
	relu: 'rectify(v)',
	leakyRelu: `select(v, 0.01 * v, v < ${ZERO})`,
	elu: `select(v, exMinus1(v), v < ${ZERO})`,
	selu: `1.0507009873554805 * select(v, 1.6732632423543772 * exMinus1(v), v < ${ZERO})`,
	gelu: '(0.5 * v) * (geluInner(v) + 1.0)',
	tanh: 'hyperbolicTangent(v)',
	sigmoid: 'logistic(v)',
	hardSigmoid: 'cutToShare(v / 6.0 + 0.5)',
	softplus: 'softPlus(v)',
	swish: 'v * logistic(v)',
};

/** The derivative from the result y, for GELU and swish from what went in. */
const SLOPE: Record<Elementwise, string> = {
	relu: `select(${ZERO}, ${ONE}, y > ${ZERO})`,
	leakyRelu: `select(vec4f(0.01), ${ONE}, y > ${ZERO})`,
	elu: `select(y + 1.0, ${ONE}, y > ${ZERO})`,
	selu: `select(y + 1.7580993408473766, vec4f(1.0507009873554805), y > ${ZERO})`,
	gelu: 'geluSlope(y)',
	tanh: '1.0 - y * y',
	sigmoid: 'y * (1.0 - y)',
	hardSigmoid: `select(${ZERO}, vec4f(1.0 / 6.0), (y > ${ZERO}) & (y < ${ONE}))`,
	softplus: '-exMinus1(-y)',
	swish: 'swishSlope(y)',
};

/** Functions that the expressions above call beside those of functions.ts. */
const SLOPES = /* wgsl */ `
fn cutToShare(x: vec4f) -> vec4f { return select(rectify(x), ${ONE}, x > ${ONE}); }
fn geluSlope(x: vec4f) -> vec4f {
	let t = geluInner(x);
	let inner = 0.7978845608028654 * ((x * x) * 0.134145 + 1.0);
	return 0.5 * ((x * (1.0 - t * t)) * inner + (1.0 + t));
}
fn swishSlope(x: vec4f) -> vec4f {
	let s = logistic(x);
	return s + (x * s) * (1.0 - s);
}
`;

/** The masks of dropout.ts: drawn, or as they are given beside the data. */
const maskCode = (given: boolean): string =>
	given
		? /* wgsl */ `
fn maskOf(scene: Scene, drop: u32, units: u32, unit: u32, group: u32) -> vec4f {
	let at = (vec4u(4u * group) + vec4u(0u, 1u, 2u, 3u)) * units + (values[scene.words + drop + 4u] + unit);
	return vec4f(data[at.x], data[at.y], data[at.z], data[at.w]);
}`
		: /* wgsl */ `
fn maskOf(scene: Scene, drop: u32, units: u32, unit: u32, group: u32) -> vec4f {
	let word = scene.words + drop;
	let key = mix1(mix1(values[word] ^ scene.step) + values[word + 1u]);
	let element = (vec4u(4u * group) + vec4u(0u, 1u, 2u, 3u)) * units + unit;
	let drawn = mix4(vec4u(key) ^ (element * 0x9e3779b1u));
	let stays = bitcast<f32>(values[word + 3u]);
	return select(vec4f(stays), vec4f(0.0), drawn < vec4u(values[word + 2u]));
}`;

interface PointTraits {
	/** Kinds of points that any stage has. */
	readonly points: ReadonlySet<PointKind>;
	/** In training points keep what their derivatives are taken from, and dropout drops. */
	readonly training: boolean;
	/** Masks are given instead of drawn. */
	readonly given: boolean;
}

/**
 * `through` takes a value forward through points (from, up to), `throughBack` a derivative back; `at` is the place of the
 * number within a stage's results, `y` where these begin. @param act WGSL of an activation at a place.
 */
export function pointCode({ points, training, given }: PointTraits, act: (at: string) => string): string {
	const used = (Object.keys(POINT) as PointKind[]).filter((kind) => points.has(kind));
	const cases = (write: (kind: PointKind) => string) =>
		`switch point.x { ${used.map((kind) => `case ${POINT[kind]}u: { ${write(kind)} }`).join('\n')} default: {} }`;
	const place = act('point.y + at');
	const keep = `if (point.y != NONE) { ${place} = v; }`;
	const forward = cases((kind) => {
		if (kind === 'dropout') return training ? 'v *= maskOf(scene, point.z, point.w, unit, group);' : '';
		const value = `v = ${VALUE[kind]};`;
		if (!training) return value;
		return FROM_INPUT.includes(kind) ? keep + value : value + keep;
	});
	const back = cases((kind) => {
		if (kind === 'dropout') return 'g *= maskOf(scene, point.z, point.w, unit, group);';
		return `let y = ${act('select(point.y, results, point.y == NONE) + at')}; g *= ${SLOPE[kind]};`;
	});
	const nothing = used.length === 0;
	return /* wgsl */ `${SLOPES}
${points.has('dropout') && training ? maskCode(given) : ''}
fn through(scene: Scene, points: vec2u, at: u32, unit: u32, group: u32, given: vec4f) -> vec4f {
	var v = given;
	${nothing ? '' : `for (var p = points.x; p < points.y; p++) { let point = plan[p]; ${forward} }`}
	return v;
}
${
	training
		? `fn throughBack(scene: Scene, points: vec2u, results: u32, at: u32, unit: u32, group: u32, given: vec4f) -> vec4f {
	var g = given;
	${nothing ? '' : `for (var p = points.y; p > points.x; p--) { let point = plan[p - 1u]; ${back} }`}
	return g;
}`
		: ''
}
`;
}
