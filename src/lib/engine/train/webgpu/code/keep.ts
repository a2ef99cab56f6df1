/** Copies the weights of some models to where the best are kept, as WGSL. */

export const KEEP_BINDINGS = ['uniform', 'read-only-storage', 'read-only-storage', 'storage'] as const;

export const keepCode = (lanes: number): string => /* wgsl */ `
/** Groups of a model's weights, and from one model to the next. */
@group(0) @binding(0) var<uniform> sizes: vec4u;
@group(0) @binding(1) var<storage, read> models: array<u32>;
@group(0) @binding(2) var<storage, read> state: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> best: array<vec4f>;

@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
	let model = models[group.x];
	for (var i = lane; i < sizes.x; i += ${lanes}u) { best[model * sizes.x + i] = state[model * sizes.y + i]; }
}
`;
