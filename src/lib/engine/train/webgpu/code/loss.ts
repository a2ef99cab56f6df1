/**
 * WGSL of dLoss/dOutput for four samples at once, from the definitions of train/loss.ts. Samples past the end of a batch
 * get zeros.
 */
import type { Loss } from '../../../schema/architecture';
import { comparesEach } from '../../loss';
import type { Access } from './access';

/** From z, y and the settings to the derivative of one comparison. */
const EACH: Partial<Record<Loss, string>> = {
	meanSquaredError: '2.0 * (z - y)',
	meanAbsoluteError: 'sign(z - y)',
	huber:
		'select(select(z - y, vec4f(tune.delta), z - y > vec4f(tune.delta)), vec4f(-tune.delta), z - y < vec4f(-tune.delta))',
	logCosh: 'hyperbolicTangent(z - y)',
	poisson: 'ex(z) - y',
};

const ENTROPY = 'logistic(z) - (y * (1.0 - tune.smoothing) + 0.5 * tune.smoothing)';

/** y is 0 or 1. */
const BINARY: Partial<Record<Loss, string>> = {
	binaryCrossentropy: ENTROPY,
	klDivergence: ENTROPY,
	hinge: 'select(vec4f(0.0), 1.0 - 2.0 * y, (2.0 * y - 1.0) * z < vec4f(1.0))',
	focal: 'focalBinary(z, 2.0 * y - 1.0, tune.gamma)',
};

/** The focal loss (Lin et al. 2017). */
const FOCAL = /* wgsl */ `
fn focalBinary(z: vec4f, side: vec4f, gamma: f32) -> vec4f {
	let t = side * z;
	let p = logistic(t);
	let q = logistic(-t);
	return side * (power(q, gamma) * (gamma * p * -softPlus(-t) - q));
}
/** What the class scores' derivatives share. @param p probability of the truth, q the rest, logP ln p. */
fn focalShare(p: vec4f, q: vec4f, logP: vec4f, gamma: f32) -> vec4f {
	let ratio = select(logP / q, vec4f(-1.0), q < vec4f(1e-30));
	return power(q, gamma) * (gamma * p * ratio - 1.0);
}
`;

const IS = 'y == vec4f(f32(k))';

/** Class scores of the samples of group i beside the index y of the true class. */
function classes(loss: Loss, { act }: Access): string {
	const z = act('stage.y + k * scene.groups + i');
	const d = act('stage.d + k * scene.groups + i');
	const each = (body: string) => `for (var k = 0u; k < stage.units; k++) { ${body} }`;
	if (loss === 'hinge')
		return /* wgsl */ `
			var rival = vec4f(-3.4e38);
			var which = vec4f(-1.0);
			var truth = vec4f(0.0);
			${each(`let s = ${z}; truth = select(truth, s, ${IS}); let more = (s > rival) & (y != vec4f(f32(k)));
			rival = select(rival, s, more); which = select(which, vec4f(f32(k)), more);`)}
			let short = select(vec4f(0.0), scale, truth - rival < vec4f(1.0));
			${each(`${d} = select(select(vec4f(0.0), short, which == vec4f(f32(k))), -short, ${IS});`)}`;
	const sums = /* wgsl */ `
		var top = ${act('stage.y + i')};
		${each(`let s = ${z}; top = select(top, s, s > top);`)}
		var sum = vec4f(0.0);
		var others = vec4f(0.0);
		var truth = vec4f(0.0);
		${each(`let s = ${z}; let e = ex(s - top); sum += e; others += select(e, vec4f(0.0), ${IS});
		truth = select(truth, s - top, ${IS}); ${d} = e;`)}`;
	if (loss === 'focal')
		return /* wgsl */ `${sums}
			let p = ex(truth) / sum;
			let q = others / sum;
			let near = others / ex(truth);
			let logP = select(truth - ln(sum), -ln1p(select(near, vec4f(1.0), near > vec4f(1.0))), p > vec4f(0.5));
			let share = scale * focalShare(p, q, logP, tune.gamma);
			${each(`${d} = select(-share * (${d} / sum), share * q, ${IS});`)}`;
	return /* wgsl */ `${sums}
		let all = tune.smoothing / f32(stage.units);
		${each(`${d} = (${d} / sum - select(vec4f(all), vec4f(1.0 - tune.smoothing + all), ${IS})) * scale;`)}`;
}

/** The function `lossBack`: from the outputs of the last stage to their derivatives. @param outputs 1 or more. */
export function lossCode(loss: Loss, outputs: number, access: Access): string {
	const many = comparesEach(loss);
	const { act } = access;
	const head = 'fn lossBack(scene: Scene, stage: Stage, tune: Tune, lane: u32)';
	if (!many && outputs > 1)
		return /* wgsl */ `${loss === 'focal' ? FOCAL : ''}
${head} {
	for (var i = lane; i < scene.rows4; i += LANES) {
		let y = labelsOf(scene.batch, i, 0u, 1u);
		let scale = scaleOf(scene.batch, i);
		${classes(loss, access)}
	}
}`;
	return /* wgsl */ `${loss === 'focal' ? FOCAL : ''}
${head} {
	for (var at = lane; at < stage.units * scene.groups; at += LANES) {
		let k = at / scene.groups;
		let i = at % scene.groups;
		if (i >= scene.rows4) { continue; }
		let y = labelsOf(scene.batch, i, k, stage.units);
		let z = ${act('stage.y + at')};
		let slope = ${many ? EACH[loss] : BINARY[loss]};
		${act('stage.d + at')} = slope * (scaleOf(scene.batch, i)${many ? ' / f32(stage.units)' : ''});
	}
}`;
}

/** Settings of a model's loss. */
export const TUNE = /* wgsl */ `struct Tune { smoothing: f32, delta: f32, gamma: f32 }`;
