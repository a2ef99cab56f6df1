/**
 * WGSL of one optimizer step over four numbers: w the weight, g its slope, `first` and `second` the moments kept from
 * step to step. Formulas as in the float64 reference; moments that have faded below any effect are set to zero, since
 * denormal numbers are slow on some devices.
 */
import type { Program } from '../../program';

export type Optimizer = Program['optimizer'];

interface Rule {
	/** Numbers kept per weight. */
	readonly moments: 0 | 1 | 2;
	/** What they begin as. */
	readonly begin: number;
	/** Statements that set `change`; `pace` has rate, epsilon and momentum. */
	readonly code: string;
}

const ADAM = `
	first = faded(0.9 * first + 0.1 * g);
	second = fadedSquare(0.999 * second + (0.001 * g) * g);
	let change = (pace.rate * first) / (sqrt(second) + pace.epsilon);`;

const RULES: Record<Optimizer, Rule> = {
	sgd: { moments: 0, begin: 0, code: 'let change = pace.rate * g;' },
	momentum: {
		moments: 1,
		begin: 0,
		code: 'first = faded(pace.momentum * first + g); let change = pace.rate * first;',
	},
	nesterov: {
		moments: 1,
		begin: 0,
		code: 'first = faded(pace.momentum * first + g); let change = pace.rate * (g + pace.momentum * first);',
	},
	rmsprop: {
		moments: 1,
		begin: 0,
		code: `first = fadedSquare(0.9 * first + (0.1 * g) * g);
			let change = (pace.rate * g) / (sqrt(first) + pace.epsilon);`,
	},
	adagrad: {
		moments: 1,
		begin: 0.1,
		code: 'first = first + g * g; let change = (pace.rate * g) / (sqrt(first) + pace.epsilon);',
	},
	adadelta: {
		moments: 2,
		begin: 0,
		code: `first = fadedSquare(0.95 * first + (0.05 * g) * g);
			let stride = (g * sqrt(second + pace.epsilon)) / sqrt(first + pace.epsilon);
			second = fadedSquare(0.95 * second + (0.05 * stride) * stride);
			let change = pace.rate * stride;`,
	},
	adam: { moments: 2, begin: 0, code: ADAM },
	adamW: { moments: 2, begin: 0, code: ADAM },
	adamax: {
		moments: 2,
		begin: 0,
		code: `first = faded(0.9 * first + 0.1 * g);
			second = fadedSquare(max(0.999 * second, abs(g)));
			let change = (pace.rate * first) / (second + pace.epsilon);`,
	},
};

export const momentsOf = (optimizer: Optimizer): number => RULES[optimizer].moments;
export const beginOf = (optimizer: Optimizer): number => RULES[optimizer].begin;

/**
 * For a step of all models (t from 1): what the rate and the epsilon are multiplied by. Adam's correction of the bias
 * (Kingma & Ba 2015) is worked out here, where numbers are float64.
 */
export function correction(optimizer: Optimizer, t: number): readonly [rate: number, epsilon: number] {
	if (optimizer === 'adamax') return [1 / (1 - 0.9 ** t), 1];
	if (optimizer !== 'adam' && optimizer !== 'adamW') return [1, 1];
	const lift = Math.sqrt(1 - 0.999 ** t);
	return [lift / (1 - 0.9 ** t), lift];
}

export interface OptimizerTraits {
	/** Null collects gradients and changes nothing. */
	readonly optimizer: Optimizer | null;
	readonly penalised: boolean;
	/** Whether gradients are cut number by number, and shortened as a whole. */
	readonly cut: boolean;
	readonly clipped: boolean;
}

/**
 * The functions `learn` (a slope is at hand) and, where all slopes have to be known first, `change`.
 * @param state WGSL of a number kept for the model at a place.
 */
export function optimizerCode(
	{ optimizer, penalised, cut, clipped }: OptimizerTraits,
	state: (at: string) => string,
): string {
	const rule = optimizer && RULES[optimizer];
	const moments = rule?.moments ?? 0;
	const names = ['first', 'second'].slice(0, moments);
	const load = names.map((name, i) => `var ${name} = ${state(`at + ${i + 1}u * pace.size`)};`);
	const store = names.map((name, i) => `${state(`at + ${i + 1}u * pace.size`)} = ${name};`);
	const step = rule
		? `${load.join('')} ${rule.code} ${store.join('')} ${state('at')} = w * keep - change;`
		: '';
	const slopes = state(`at + ${moments + 1}u * pace.size`);
	const cutting = `g = select(g, vec4f(pace.clipValue), g > vec4f(pace.clipValue));
	g = select(g, vec4f(-pace.clipValue), g < vec4f(-pace.clipValue));`;
	const collects = clipped || !rule;
	return /* wgsl */ `
/** Where the model begins and how many groups its weights take; what a step is made with, and what decay leaves. */
struct Pace { block: u32, size: u32, rate: f32, epsilon: f32, momentum: f32, clipValue: f32, keep: f32 }
fn faded(x: vec4f) -> vec4f { return select(x, vec4f(0.0), abs(x) < vec4f(1e-30)); }
fn fadedSquare(x: vec4f) -> vec4f { return select(x, vec4f(0.0), x < vec4f(1e-32)); }
fn learn(place: u32, slope: vec4f, keep: f32, l1: f32, l2: f32, pace: Pace) {
	let at = pace.block + place;
	let w = ${state('at')};
	var g = slope;
	${penalised ? 'g += l1 * sign(w) + (2.0 * l2) * w;' : ''}
	${cut ? cutting : ''}
	${collects ? `${slopes} = g;` : step}
}
${
	clipped && rule
		? `fn slopeAt(place: u32, pace: Pace) -> vec4f { let at = pace.block + place; return ${slopes}; }
fn change(place: u32, factor: f32, keep: f32, pace: Pace) {
	let at = pace.block + place;
	let w = ${state('at')};
	let g = ${slopes} * factor;
	${step}
}`
		: ''
}
`;
}
