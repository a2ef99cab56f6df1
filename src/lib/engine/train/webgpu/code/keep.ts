/** Copies the weights of some models to where the best are kept, as WGSL. */

export const KEEP_BINDINGS = ['read-only-storage', 'read-only-storage', 'storage'] as const;

/** @param size groups of a model's weights. @param block groups between two models. */
export const keepCode = (size: number, block: number, lanes: number): string => /* wgsl */ `
@group(0) @binding(0) var<storage, read> models: array<u32>;
@group(0) @binding(1) var<storage, read> state: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> best: array<vec4f>;

@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
	let model = models[group.x];
	for (var i = lane; i < ${size}u; i += ${lanes}u) { best[model * ${size}u + i] = state[model * ${block}u + i]; }
}
`;
