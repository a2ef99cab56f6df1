/**
 * WGSL of dense stages. Work is dealt out to the lanes of a workgroup in tiles of four samples by four units (or four by
 * four of a kernel), each summed by one lane in a fixed order, so that results do not hang on how many lanes there are.
 */
import type { Access } from './access';

const J = [0, 1, 2, 3] as const;
const XYZW = ['x', 'y', 'z', 'w'] as const;
const each = (write: (j: 0 | 1 | 2 | 3) => string, between = '\n'): string => J.map(write).join(between);

/** Tiles n × r that a lane takes in turn: `columns` by `across` of them. */
const tiles = (columns: string, across: string, body: string): string => `
	var n = lane / ${across};
	var r = lane % ${across};
	let dn = LANES / ${across};
	let dr = LANES % ${across};
	while (n < ${columns}) {
		${body}
		r += dr;
		n += dn;
		if (r >= ${across}) { r -= ${across}; n += 1u; }
	}`;

export const denseForward = ({ act, state }: Access): string => /* wgsl */ `
fn denseForward(scene: Scene, stage: Stage, lane: u32) {
	let groups = scene.groups;
	let columns = stage.columns;
	${tiles(
		'columns',
		'groups',
		`if (r < scene.rows4) {
			var b = vec4f(0.0);
			if (stage.second != NONE) { b = ${state('stage.second + n')}; }
			${each((j) => `var c${j} = vec4f(b.${XYZW[j]});`, ' ')}
			var x = stage.x + r;
			var k = stage.first + n;
			let end = stage.first + stage.inputs * columns;
			for (; k < end; k += columns) {
				let a = ${act('x')};
				let w = ${state('k')};
				${each((j) => `c${j} += a * w.${XYZW[j]};`)}
				x += groups;
			}
			var c = array(c0, c1, c2, c3);
			for (var j = 0u; j < 4u; j++) {
				let at = (4u * n + j) * groups + r;
				${act('stage.y + at')} = through(scene, stage.points, at, 4u * n + j, r, c[j]);
			}
		}`,
	)}
}
`;

/** The derivative by what a dense stage takes, on through the points of the stage before. */
export const denseBack = ({ act, state }: Access): string => /* wgsl */ `
fn denseBack(scene: Scene, stage: Stage, lane: u32) {
	let groups = scene.groups;
	let columns = stage.columns;
	let width = (stage.inputs + 3u) / 4u;
	${tiles(
		'width',
		'groups',
		`if (r < scene.rows4) {
			${each((j) => `var c${j} = vec4f(0.0);`, ' ')}
			var d = stage.d + r;
			let base = stage.first + 4u * n * columns;
			for (var k = base; k < base + columns; k++) {
				${each((j) => `let d${j} = ${act(`d + ${j}u * groups`)};`)}
				${each((j) => `let w${j} = ${state(`k + ${j}u * columns`)};`)}
				${each((j) => `c${j} += ${each((m) => `d${m} * w${j}.${XYZW[m]}`, ' + ')};`)}
				d += 4u * groups;
			}
			var c = array(c0, c1, c2, c3);
			for (var j = 0u; j < 4u; j++) {
				let unit = 4u * n + j;
				let at = unit * groups + r;
				// Padding has no part in what units learn.
				let g = select(vec4f(0.0), c[j], unit < stage.inputs);
				${act('stage.dx + at')} = throughBack(scene, stage.before, stage.x, at, unit, r, g);
			}
		}`,
	)}
}
`;

export const denseLearn = ({ act, penalty }: Access): string => /* wgsl */ `
fn denseLearn(scene: Scene, stage: Stage, pace: Pace, lane: u32) {
	let groups = scene.groups;
	let columns = stage.columns;
	let width = (stage.inputs + 3u) / 4u;
	// A last row of tiles is the bias.
	let height = width + select(0u, 1u, stage.second != NONE);
	${tiles(
		'height',
		'columns',
		`${each((j) => `var g${j} = vec4f(0.0);`, ' ')}
		let isBias = n == width;
		var a = stage.x + 4u * n * groups;
		var d = stage.d + 4u * r * groups;
		let end = d + scene.rows4;
		if (isBias) {
			for (; d < end; d++) {
				g0 += vec4f(${each((m) => `dot(${act(`d + ${m}u * groups`)}, vec4f(1.0))`, ', ')});
			}
		} else {
			for (; d < end; d++) {
				${each((j) => `let a${j} = ${act(`a + ${j}u * groups`)};`)}
				${each((j) => `let d${j} = ${act(`d + ${j}u * groups`)};`)}
				${each((j) => `g${j} += vec4f(${each((m) => `dot(a${j}, d${m})`, ', ')});`)}
				a += 1u;
			}
		}
		var g = array(g0, g1, g2, g3);
		let at = select(stage.first + 4u * n * columns, stage.second, isBias) + r;
		let count = select(min(4u, stage.inputs - 4u * n), 1u, isBias);
		let keep = select(pace.keep, 1.0, isBias);
		${penalty('stage.penalty', 'isBias')}
		for (var j = 0u; j < count; j++) { learn(at + j * columns, g[j], keep, l1, l2, pace); }`,
	)}
}
`;
