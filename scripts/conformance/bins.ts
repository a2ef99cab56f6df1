/** The family qcut: bins of nearly equal count for a continuous label. */
import { quantileBins } from '../../src/lib/engine/split/quantile-bins';
import { isRefusal, near, num, nums, type Case } from './case';

export function checkBins(found: Case): void {
	const asked = num(found.params['q']);
	const { codes, edges } = quantileBins(Float64Array.from(nums(found.input['x'])), asked);
	if (isRefusal(found.expected)) {
		// The reference is told to refuse coinciding edges; here they are dropped, and the count says that they were.
		if (edges.length - 1 >= asked) throw new Error(`gives all ${asked} bins where edges coincide`);
		return;
	}
	near(
		Array.from(codes, (code) => (code < 0 ? NaN : code)),
		nums(found.expected['codes']),
		found,
		'codes',
	);
	near(edges, nums(found.expected['edges']), found, 'edges');
}
