/** The family of interpolations: one column with its index, or one column with its splits. */
import * as v from 'valibot';
import { interpolateBySplit } from '../../src/lib/engine/prepare/interpolate/by-split';
import { interpolate } from '../../src/lib/engine/prepare/interpolate/interpolate';
import { interpolateStepSchema, type InterpolateStep } from '../../src/lib/engine/schema/interpolate-step';
import { isRefusal, near, nums, refuses, type Case, type Json } from './case';

/** Settings the fixtures write for people to read, or that say what holds anyway. */
const SILENT = ['method', 'smoothing', 'protocol', 'axis'];
const KEYS: Readonly<Record<string, string>> = {
	s: 'smoothing',
	limit_direction: 'limitDirection',
	limit_area: 'limitArea',
	process_separately: 'processSeparately',
};

function stepOf({ params }: Case): InterpolateStep {
	const axis = params['axis'] ?? 0;
	const told = Object.entries(params).filter(
		([key, value]) => !SILENT.includes(key) && value !== null && value !== undefined,
	);
	return v.parse(interpolateStepSchema, {
		method: params['method'],
		...(params['method'] === 'time' ? { by: 'index' } : {}),
		...(axis === 0 || axis === 'index' ? {} : { axis }),
		...Object.fromEntries(told.map(([key, value]) => [KEYS[key] ?? key, value])),
	});
}

/** Milliseconds since 1970; stamps without a zone are UTC. */
const stamps = (iso: Json): Float64Array =>
	Float64Array.from(iso as string[], (stamp) =>
		Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(stamp) ? stamp : `${stamp}Z`),
	);

export function checkInterpolation(found: Case): void {
	const { input, expected } = found;
	const values = Float64Array.from(nums(input['x']));
	const index = input['index_iso']
		? stamps(input['index_iso'])
		: input['index']
			? Float64Array.from(nums(input['index']))
			: null;
	const filled = () => {
		const { train, x: _, index: __, index_iso: ___, ...others } = input;
		if (!Array.isArray(train)) return interpolate(values, stepOf(found), index);
		const splits = { train: nums(train), evaluation: Object.values(others).map(nums) };
		return interpolateBySplit(values, index, splits, stepOf(found));
	};
	if (isRefusal(expected)) return refuses(filled, 'y');
	near(filled(), nums(expected['index_sorted'] ?? expected['y']), found, 'y');
}
