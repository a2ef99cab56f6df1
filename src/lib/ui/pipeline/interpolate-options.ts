/** The form of every interpolation as data: its name, what it draws through the known values, and its settings. */
import type { ColumnKind } from '$lib/engine/prepare/step';
import type { InterpolateMethod } from '$lib/engine/schema/interpolate-step';
import { isFloat } from '$lib/engine/table/table';
import { choice, column, flag, number, text, type Option } from './options';
import type { StepForm } from './step-form';

const fits = ({ dtype }: ColumnKind) => isFloat(dtype);
/** Nothing but floating-point columns can be interpolated, so they are what a new step takes. */
const floats = (offered: readonly ColumnKind[]) => {
	const dtypes = [...new Set(offered.filter(fits).map(({ dtype }) => dtype))];
	return dtypes.length > 0 ? { dtypes } : {};
};
const columns = { types: true, fits, none: 'Nothing chosen takes every column no step before took.' };
const LIMITS: readonly Option[] = [
	text('limit', 'At most', 'number', '', 'values; empty fills all'),
	choice('limitArea', 'Only gaps', {
		'': 'everywhere',
		inside: 'between known values',
		outside: 'before the first, after the last',
	}),
	flag('processSeparately', 'Train rows alone', true, '“no” leaks'),
];
const DIRECTION = choice('limitDirection', 'Filled from', {
	both: 'both sides',
	forward: 'the value before',
	backward: 'the value after',
});
const CURVE = [DIRECTION, ...LIMITS];
const NUMBERED = [column('by', 'Rows stand at', 'number', { none: 'their row numbers' }), ...CURVE];
const curve = (name: string, hint: string, options: readonly Option[] = CURVE): StepForm => ({
	name,
	hint,
	columns,
	options,
	fresh: floats,
});

/** Every method; two words of pandas for one thing are both kept, since a document may say either. */
export const INTERPOLATIONS: Readonly<Record<InterpolateMethod, StepForm>> = {
	linear: curve('Straight lines', 'rows equally far apart'),
	index: curve('Lines by a column', 'as far apart as it says', NUMBERED),
	values: curve('Lines by values', 'the same as by a column', NUMBERED),
	time: {
		...curve('Lines by time', 'as far apart as the clock says', [column('by', 'Time', 'time'), ...CURVE]),
		fresh: (offered) => ({
			...floats(offered),
			by: (offered.find(({ dtype }) => dtype === 'date' || dtype === 'timestamp') ?? offered[0])?.name ?? '',
		}),
	},
	nearest: curve('Nearest value', 'inner gaps alone'),
	zero: curve('Steps', 'the value before, inner gaps alone'),
	slinear: curve('Lines inside', 'inner gaps alone'),
	quadratic: curve('Quadratic', 'inner gaps alone'),
	cubic: curve('Cubic', 'inner gaps alone'),
	polynomial: {
		...curve('Polynomial', 'pieces of one degree', [
			number('order', 'Degree', 1, { least: 0, hint: '0, 1, 2, 3, 5 …' }),
			...CURVE,
		]),
		fresh: (offered) => ({ order: 3, ...floats(offered) }),
	},
	spline: {
		...curve('Smoothing spline', 'goes on at the ends', [
			number('order', 'Degree', 1, { least: 1, hint: '1 to 5' }),
			text('smoothing', 'Smoothing', 'number', '', 'empty: as many as known values; 0 passes through them'),
			...CURVE,
		]),
		fresh: (offered) => ({ order: 3, ...floats(offered) }),
	},
	pad: curve('Value before (pad)', 'copied on', LIMITS),
	ffill: curve('Value before', 'copied on', LIMITS),
	bfill: curve('Value after', 'copied back', LIMITS),
	backfill: curve('Value after (backfill)', 'copied back', LIMITS),
	pchip: curve('PCHIP', 'no overshoot'),
	akima: curve('Akima', 'few wiggles, inner gaps alone'),
	cubicspline: curve('Cubic spline', 'as smooth as can be'),
};
