/** The family windows: where windows start and what they cut out, and shapes given by reshape indices. */
import type { ReshapeIndex } from '../../src/lib/engine/prepare/reshape';
import { reshaped, windowed, type Tensor } from '../../src/lib/engine/prepare/tensor';
import { windowPlan } from '../../src/lib/engine/prepare/window';
import { isRefusal, near, num, nums, refuses, same, type Case, type Json } from './case';

export function checkWindows(found: Case): void {
	if (found.params['reshape_indices'] !== undefined) checkReshape(found);
	else if (found.input['x'] !== undefined) checkValues(found);
	else checkPlan(found);
}

const size = (value: Json | undefined): number | undefined => (value == null ? undefined : num(value));
const planOf = (samples: number, { params }: Case) =>
	windowPlan(
		samples,
		{ size: size(params['size_window']), shift: size(params['size_shift']) },
		params['record_shifted'] !== false,
	);

function checkPlan(found: Case): void {
	const { expected } = found;
	const make = () => planOf(num(found.input['sample_count']), found);
	if (isRefusal(expected)) return refuses(make, 'windows');
	const plan = make();
	const spans = (starts: Uint32Array | null) =>
		starts && Array.from(starts, (start) => [start, start + plan.size]);
	const own = spans(plan.starts);
	const shifted = spans(plan.shifted);
	const actual: Record<string, Json> = {
		window_count: plan.count,
		unshifted_start_stop: own,
		shifted_start_stop: shifted,
		first: own?.[0] ?? null,
		last: own?.at(-1) ?? null,
		first_shifted: shifted?.[0] ?? null,
		last_shifted: shifted?.at(-1) ?? null,
	};
	for (const [key, value] of Object.entries(expected)) same(actual[key], value, key);
}

/** Nested lists as a tensor. */
function tensorOf(value: Json | undefined): Tensor {
	const shape: number[] = [];
	for (let level = value; Array.isArray(level); level = level[0]) shape.push(level.length);
	const flat = (value as unknown[]).flat(Infinity) as Json[];
	return { x: Float32Array.from(nums(flat)), shape, features: [] };
}

function checkValues(found: Case): void {
	const { expected } = found;
	const whole = tensorOf(found.input['x']);
	const make = () => planOf(whole.shape[0] as number, found);
	if (isRefusal(expected)) return refuses(make, 'windows');
	const plan = make();
	const compare = (starts: Uint32Array | null, key: string) => {
		const wanted = expected[key];
		if (wanted == null) return;
		const actual = windowed(whole, starts ?? new Uint32Array(), plan.size);
		const reference = tensorOf(wanted);
		same(actual.shape, reference.shape, `shape of ${key}`);
		near(actual.x, [...reference.x], found, key);
	};
	compare(plan.starts, 'features');
	compare(plan.shifted, 'label');
}

function checkReshape(found: Case): void {
	const { expected } = found;
	const shape = nums(found.input['shape']);
	const count = shape.reduce((all, axis) => all * axis, 1);
	const counted: Tensor = { x: Float32Array.from({ length: count }, (_, i) => i), shape, features: [] };
	const make = () => reshaped(counted, found.params['reshape_indices'] as ReshapeIndex[]);
	if (isRefusal(expected) || expected['ok'] === false) return refuses(make, 'reshape');
	const actual = make();
	same(actual.shape, expected['new_shape'], 'shape');
	const head = expected['flat_head'];
	if (head !== undefined) same([...actual.x.slice(0, nums(head).length)], head, 'values');
}
