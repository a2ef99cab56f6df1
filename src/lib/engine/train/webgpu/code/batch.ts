/** WGSL of a batch: which samples it has, their labels and weights. */

/** @param ordered whether samples are taken in an order, or as they lie. @param weighted whether they have weights. */
export const batchCode = ({
	ordered,
	weighted,
}: {
	ordered: boolean;
	weighted: boolean;
}): string => /* wgsl */ `
/** Samples first … first + count (of the order); where their labels and weights lie. */
struct Batch { first: u32, count: u32, labels: u32, weights: u32 }
fn samplesOf(batch: Batch, group: u32) -> vec4u {
	let last = batch.first + batch.count - 1u;
	let at = min(vec4u(batch.first + 4u * group) + vec4u(0u, 1u, 2u, 3u), vec4u(last));
	return ${ordered ? 'vec4u(order[at.x], order[at.y], order[at.z], order[at.w])' : 'at'};
}
fn live(batch: Batch, group: u32) -> vec4<bool> {
	return vec4u(4u * group) + vec4u(0u, 1u, 2u, 3u) < vec4u(batch.count);
}
fn labelsOf(batch: Batch, group: u32, k: u32, stride: u32) -> vec4f {
	let at = samplesOf(batch, group) * stride + (batch.labels + k);
	return vec4f(data[at.x], data[at.y], data[at.z], data[at.w]);
}
fn scaleOf(batch: Batch, group: u32) -> vec4f {
	${
		weighted
			? `let at = samplesOf(batch, group) + batch.weights;
	let weights = vec4f(data[at.x], data[at.y], data[at.z], data[at.w]);`
			: 'let weights = vec4f(1.0);'
	}
	return select(vec4f(0.0), weights / f32(batch.count), live(batch, group));
}
`;
