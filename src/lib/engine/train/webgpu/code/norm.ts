/**
 * WGSL of batch norm (Ioffe & Szegedy 2015), unit by unit: by the batch's own mean and variance in training, by the
 * running ones in evaluation.
 */
import { NORM_EPSILON } from '../../constants';
import type { Access } from './access';

const over = (body: string): string => `for (var r = 0u; r < scene.rows4; r++) { ${body} }`;
const J = [0, 1, 2, 3] as const;

export const normForward = ({ act, state }: Access): string => /* wgsl */ `
fn normForward(scene: Scene, stage: Stage, lane: u32) {
	for (var i = lane; i < stage.units; i += LANES) {
		let row = i * scene.groups;
		var sum = vec4f(0.0);
		${over(`sum += select(vec4f(0.0), ${act('stage.x + row + r')}, live(scene.batch, r));`)}
		let mean = dot(sum, vec4f(1.0)) / f32(scene.batch.count);
		var squares = vec4f(0.0);
		${over(`let c = select(vec4f(0.0), ${act('stage.x + row + r')} - mean, live(scene.batch, r)); squares += c * c;`)}
		let variance = dot(squares, vec4f(1.0)) / f32(scene.batch.count);
		let inverse = 1.0 / sqrt(variance + ${NORM_EPSILON});
		${act('stage.moments + i')} = vec4f(mean, variance, inverse, 0.0);
		let scale = ${state('stage.first + i / 4u')}[i % 4u];
		let shift = ${state('stage.second + i / 4u')}[i % 4u];
		${over(`let v = (${act('stage.x + row + r')} - mean) * inverse;
		${act('stage.normal + row + r')} = v;
		${act('stage.y + row + r')} = through(scene, stage.points, row + r, i, r, v * scale + shift);`)}
	}
}
`;

export const normEvaluation = ({ act, state }: Access): string => /* wgsl */ `
fn normForward(scene: Scene, stage: Stage, lane: u32) {
	for (var i = lane; i < stage.units; i += LANES) {
		let row = i * scene.groups;
		let scale = ${state('stage.first + i / 4u')}[i % 4u];
		let shift = ${state('stage.second + i / 4u')}[i % 4u];
		let mean = ${state('stage.mean + i / 4u')}[i % 4u];
		let slope = scale / sqrt(${state('stage.variance + i / 4u')}[i % 4u] + ${NORM_EPSILON});
		${over(`let v = (${act('stage.x + row + r')} - mean) * slope + shift;
		${act('stage.y + row + r')} = through(scene, stage.points, row + r, i, r, v);`)}
	}
}
`;

export const normBack = ({ act, state }: Access): string => /* wgsl */ `
fn normBack(scene: Scene, stage: Stage, lane: u32) {
	for (var i = lane; i < stage.units; i += LANES) {
		let row = i * scene.groups;
		var sum = vec4f(0.0);
		var product = vec4f(0.0);
		${over(`let d = ${act('stage.d + row + r')}; sum += d; product += d * ${act('stage.normal + row + r')};`)}
		let shift = dot(sum, vec4f(1.0));
		let scale = dot(product, vec4f(1.0));
		${act('stage.slopes + i')} = vec4f(scale, shift, 0.0, 0.0);
		if (stage.dx == NONE) { continue; }
		let factor = ${state('stage.first + i / 4u')}[i % 4u] * ${act('stage.moments + i')}.z;
		let level = shift / f32(scene.batch.count);
		let tilt = scale / f32(scene.batch.count);
		${over(`let drift = ${act('stage.normal + row + r')} * tilt + level;
		let g = select(vec4f(0.0), factor * (${act('stage.d + row + r')} - drift), live(scene.batch, r));
		${act('stage.dx + row + r')} = throughBack(scene, stage.before, stage.x, row + r, i, r, g);`)}
	}
}
`;

const four = (act: Access['act'], base: string, part: string): string =>
	`vec4f(${J.map((j) => `${act(`${base} + u.${'xyzw'[j]}`)}.${part}`).join(', ')}) * inside`;

export const normLearn = ({ act, state }: Access): string => /* wgsl */ `
fn normLearn(scene: Scene, stage: Stage, pace: Pace, lane: u32) {
	for (var i = lane; i < stage.columns; i += LANES) {
		let units = vec4u(4u * i) + vec4u(0u, 1u, 2u, 3u);
		let u = min(units, vec4u(stage.units - 1u));
		// Padding learns nothing, since a gradient's length counts it.
		let inside = select(vec4f(0.0), vec4f(1.0), units < vec4u(stage.units));
		learn(stage.first + i, ${four(act, 'stage.slopes', 'x')}, 1.0, 0.0, 0.0, pace);
		learn(stage.second + i, ${four(act, 'stage.slopes', 'y')}, 1.0, 0.0, 0.0, pace);
		let mean = ${state('stage.mean + i')};
		let variance = ${state('stage.variance + i')};
		${state('stage.mean + i')} = mean + scene.share * (${four(act, 'stage.moments', 'x')} - mean);
		${state('stage.variance + i')} = variance + scene.share * (${four(act, 'stage.moments', 'y')} - variance);
	}
}
`;
