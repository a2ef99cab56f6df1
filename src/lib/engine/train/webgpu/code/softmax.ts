/** WGSL of softmax as an activation: shares of 1 over all units, sample by sample. */
import type { Access } from './access';

const over = (body: string): string => `for (var k = 0u; k < stage.units; k++) {
	let at = k * scene.groups + i;
	${body}
}`;

export const softmaxForward = ({ act }: Access): string => /* wgsl */ `
fn softmaxForward(scene: Scene, stage: Stage, lane: u32) {
	for (var i = lane; i < scene.rows4; i += LANES) {
		var top = ${act('stage.x + i')};
		${over(`let z = ${act('stage.x + at')}; top = select(top, z, z > top);`)}
		var sum = vec4f(0.0);
		${over(`let e = ex(${act('stage.x + at')} - top); sum += e; ${act('stage.normal + at')} = e;`)}
		${over(`let v = ${act('stage.normal + at')} / sum;
		${act('stage.normal + at')} = v;
		${act('stage.y + at')} = through(scene, stage.points, at, k, i, v);`)}
	}
}
`;

export const softmaxBack = ({ act }: Access): string => /* wgsl */ `
fn softmaxBack(scene: Scene, stage: Stage, lane: u32) {
	for (var i = lane; i < scene.rows4; i += LANES) {
		var along = vec4f(0.0);
		${over(`along += ${act('stage.d + at')} * ${act('stage.normal + at')};`)}
		${over(`let g = ${act('stage.normal + at')} * (${act('stage.d + at')} - along);
		${act('stage.dx + at')} = throughBack(scene, stage.before, stage.x, at, k, i, g);`)}
	}
}
`;
