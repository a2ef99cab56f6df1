/**
 * The interpolation a pipeline document may ask for (SPEC §4), with the words of pandas' `interpolate`. A method has
 * only the settings it heeds; filters include, and never exclude (IN-06); rows are interpolated along the first axis,
 * so that there is no `axis` (IN-02).
 */
import * as v from 'valibot';
import { dtypeSchema, listOf } from './common';
import { choice, flag, whole } from './step-fields';

const shared = {
	/** Training rows alone, then every other split with them; true when left out. False leaks. */
	processSeparately: flag,
	/** Fills at most so many values in a row. */
	limit: whole(1),
	/** Only gaps between known values, or only those before the first and after the last. */
	limitArea: choice(['inside', 'outside']),
	dtypes: v.optional(listOf(dtypeSchema)),
	columns: v.optional(listOf(v.string())),
};
/** From which side of a gap `limit` counts; both when left out. */
const limitDirection = choice(['forward', 'backward', 'both']);
/** Column that says where the rows stand; row numbers when left out. */
const by = v.optional(v.string());

const curve = <M extends string>(method: M) =>
	v.strictObject({ method: v.literal(method), limitDirection, ...shared });
const stamped = <M extends string>(method: M) =>
	v.strictObject({ method: v.literal(method), by, limitDirection, ...shared });
const forward = <M extends string>(method: M) =>
	v.strictObject({ method: v.literal(method), limitDirection: v.optional(v.literal('forward')), ...shared });
const backward = <M extends string>(method: M) =>
	v.strictObject({ method: v.literal(method), limitDirection: v.optional(v.literal('backward')), ...shared });

/** Degree of the pieces, 1 when left out; even ones above 2 are refused where there is a gap. */
const polynomialOrder = whole(0);
const splineOrder = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)));
/**
 * Sum of squared distances the spline may keep from the known values. Null or left out: as many as there are known
 * values, as pandas has it; 0: the spline passes through them.
 */
const smoothing = v.optional(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))));

export const interpolateStepSchema = v.variant('method', [
	curve('linear'),
	stamped('index'),
	stamped('values'),
	v.strictObject({ method: v.literal('time'), by: v.string(), limitDirection, ...shared }),
	curve('nearest'),
	curve('zero'),
	curve('slinear'),
	curve('quadratic'),
	curve('cubic'),
	v.strictObject({ method: v.literal('polynomial'), order: polynomialOrder, limitDirection, ...shared }),
	v.strictObject({ method: v.literal('spline'), order: splineOrder, smoothing, limitDirection, ...shared }),
	forward('pad'),
	forward('ffill'),
	backward('bfill'),
	backward('backfill'),
	curve('pchip'),
	curve('akima'),
	curve('cubicspline'),
]);

export type InterpolateStep = v.InferOutput<typeof interpolateStepSchema>;
export type InterpolateMethod = InterpolateStep['method'];
