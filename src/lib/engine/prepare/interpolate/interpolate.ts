/**
 * Gaps of one column filled from its known values, equal to pandas' `Series.interpolate` (SPEC §4). Known values never
 * change; a column without any stays as it is. Which rows stand together in a column is said by by-split.ts and
 * blocks.ts.
 */
import { BenchtopError } from '../../errors/error';
import type { InterpolateMethod } from '../../schema/interpolate-step';
import type { Points } from './curve';
import { gapsOf, holdBack, type Gap, type GapLimits } from './gaps';
import { COPIES, isCopy, methodOf, type CurveParams, type Method } from './methods';

export interface InterpolateParams extends GapLimits, CurveParams {
	readonly method: InterpolateMethod;
}

/**
 * @param values one per row; NaN is missing
 * @param index where each row stands, for all methods but linear (rows equally far apart) and the copies: row numbers,
 * or milliseconds for `time`; 0, 1, 2 … when left out
 * @param where what the values are, for messages
 * @returns the same array when there is nothing to fill or nothing to fill it from
 * @throws `interpolate.few-points` when the method needs more known values, `interpolate.index` when the
 * index has gaps or stamps the method cannot tell apart.
 */
export function interpolate(
	values: Float64Array,
	params: InterpolateParams,
	index?: Float64Array | null,
	where = 'A column',
): Float64Array {
	const gaps = gapsOf(values);
	const missing = gaps.reduce((sum, { start, end }) => sum + end - start, 0);
	if (missing === 0 || missing === values.length) return values;
	const result = values.slice();
	const { method } = params;
	if (isCopy(method)) {
		copyNeighbours(result, gaps, COPIES[method]);
		holdBack(result, gaps, { ...params, limitDirection: COPIES[method] });
		return result;
	}
	const stamps = method === 'linear' || !index ? null : index;
	const { needs, stamps: order, draw } = methodOf(method, params);
	const known = values.length - missing;
	if (known < needs) throw new BenchtopError('interpolate.few-points', { where, method, needs, known });
	const curve = draw(knownPoints(values, stamps, known, order, { where, method }));
	for (const { start, end } of gaps)
		for (let i = start; i < end; i++) {
			const value = curve(stamps ? (stamps[i] as number) : i);
			if (Number.isFinite(value)) result[i] = value;
		}
	holdBack(result, gaps, params);
	return result;
}

function copyNeighbours(values: Float64Array, gaps: readonly Gap[], direction: 'forward' | 'backward'): void {
	for (const { start, end } of gaps) {
		const from = direction === 'forward' ? start - 1 : end;
		values.fill(values[from] ?? NaN, start, end);
	}
}

/** The known values by ascending stamp. */
function knownPoints(
	values: Float64Array,
	index: Float64Array | null,
	known: number,
	order: Method['stamps'],
	named: { where: string; method: string },
): Points {
	const refuse = (problem: string) => new BenchtopError('interpolate.index', { ...named, problem });
	if (index?.some((stamp) => Number.isNaN(stamp))) throw refuse('is missing in some rows');
	const x = new Float64Array(known);
	const y = new Float64Array(known);
	let ascending = true;
	for (let i = 0, k = 0; i < values.length; i++) {
		const value = values[i] as number;
		if (Number.isNaN(value)) continue;
		x[k] = index ? (index[i] as number) : i;
		y[k] = value;
		if (k > 0 && (x[k] as number) < (x[k - 1] as number)) ascending = false;
		k++;
	}
	if (!ascending && (order === 'ascending' || order === 'not-descending')) throw refuse('goes back');
	const points = ascending ? { x, y } : sorted(x, y);
	const twice = order === 'distinct' || order === 'ascending';
	if (twice && points.x.some((stamp, i) => i > 0 && stamp === points.x[i - 1]))
		throw refuse('names one place twice');
	return points;
}

/** Equal stamps keep the order of their rows. */
function sorted(x: Float64Array, y: Float64Array): Points {
	const order = Uint32Array.from(x, (_, i) => i).sort((a, b) => (x[a] as number) - (x[b] as number) || a - b);
	return {
		x: Float64Array.from(order, (i) => x[i] as number),
		y: Float64Array.from(order, (i) => y[i] as number),
	};
}
