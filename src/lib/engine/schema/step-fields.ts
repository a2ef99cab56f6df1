/** Fields that several steps of a pipeline share: which columns a step takes, and the kinds of its options. */
import * as v from 'valibot';
import { dtypeSchema, listOf } from './common';

/** Which of the columns still available a step takes (SPEC §6.2). */
export const filter = {
	include: v.optional(v.boolean()),
	dtypes: v.optional(listOf(dtypeSchema)),
	columns: v.optional(listOf(v.string())),
};
export interface ColumnFilter {
	include?: boolean | undefined;
	dtypes?: v.InferOutput<typeof dtypeSchema>[] | undefined;
	columns?: string[] | undefined;
}

/** What a step may be told; left out, the step's own file says what holds. */
export const flag = v.optional(v.boolean());
export const number = v.optional(v.number());
export const whole = (least: number) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(least)));
export const choice = <const T extends readonly string[]>(of: T) => v.optional(v.picklist(of));
/** Two numbers, the second above (or, as a degree, not below) the first. */
export const pair = (least: number, most: number, equal = false) =>
	v.optional(
		v.pipe(
			v.tuple([v.number(), v.number()]),
			v.check(
				([low, high]) => low >= least && high <= most && (low < high || (equal && low === high)),
				'must be two numbers, the lower first',
			),
		),
	);
