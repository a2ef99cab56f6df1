/** Whether an interpolation may be declared for such columns (SPEC §4): asked before any row is read. */
import { BenchtopError } from '../../errors/error';
import type { InterpolateStep } from '../../schema/interpolate-step';
import { isFloat, isNumeric, type Dtype } from '../../table/table';
import type { ColumnKind } from '../step';

/** IN-03: floating-point columns only. */
export const acceptsInterpolation = ({ dtype }: ColumnKind, _step: InterpolateStep): boolean =>
	isFloat(dtype);

/** Name of the column that says where rows stand; null for row numbers. */
export const stampColumn = (step: InterpolateStep): string | null =>
	'by' in step ? (step.by ?? null) : null;

const isTime = (dtype: Dtype): boolean => dtype === 'date' || dtype === 'timestamp';

/**
 * Checks the column the step goes by, where it names one.
 * @param kinds all columns of the dataset
 * @param taken names of the columns that are interpolated
 * @param target names of the target's columns, which are not known for new data
 * @throws `interpolate.by`
 */
export function checkStampColumn(
	kinds: readonly ColumnKind[],
	step: InterpolateStep,
	taken: readonly string[],
	target: readonly string[],
): void {
	const column = stampColumn(step);
	if (column === null) return;
	const refuse = (problem: string) =>
		new BenchtopError('interpolate.by', { method: step.method, column, problem });
	const kind = kinds.find(({ name }) => name === column);
	if (!kind) throw refuse('the dataset does not have it');
	if (target.includes(column)) throw refuse('it is the target');
	if (taken.includes(column)) throw refuse('it is interpolated itself');
	if (step.method === 'time' ? !isTime(kind.dtype) : !isNumeric(kind.dtype))
		throw refuse(`its type is ${kind.dtype}`);
}
