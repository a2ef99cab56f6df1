/** The part all affine scalers share: one number per column to take off, one to divide by. */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import { isString, type Column } from '../table/table';
import { float64 } from '../table/select-rows';
import type { Block, ColumnKind } from './step';

const nullable = v.array(v.nullable(v.number()));

/** Null stands for a column without any value. */
export const affineSchema = v.object({ center: nullable, scale: nullable });
export type Affine = v.InferOutput<typeof affineSchema>;

/** Numbers of a column; text is refused (`pipeline.step-type`). */
export function numbers(column: Column): Float64Array {
	if (isString(column))
		throw new BenchtopError('pipeline.step-type', {
			step: 'This step',
			column: column.name,
			dtype: column.dtype,
		});
	return column.values;
}

/** Numbers of every column, for steps that cannot work around a missing value (`pipeline.step-missing`). */
export const complete = (step: string, block: Block): Float64Array[] =>
	block.map((column) => {
		const values = numbers(column);
		for (let i = 0; i < values.length; i++)
			if (Number.isNaN(values[i]))
				throw new BenchtopError('pipeline.step-missing', { step, column: column.name });
		return values;
	});

/** NaN as null, for JSON. */
export const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** (x − center) / scale; missing stays missing. */
export const applyAffine = (block: Block, { center, scale }: Affine): Column[] =>
	block.map((column, c) => {
		const off = center[c] ?? NaN;
		const by = scale[c] ?? NaN;
		return float64(
			column.name,
			map(numbers(column), (x) => (x - off) / by),
		);
	});

/** x · scale + center. */
export const invertAffine = (
	block: Block,
	{ center, scale }: Affine,
	columns: readonly ColumnKind[],
): Column[] =>
	block.map((column, c) => {
		const off = center[c] ?? NaN;
		const by = scale[c] ?? NaN;
		return float64(
			columns[c]?.name ?? column.name,
			map(numbers(column), (x) => x * by + off),
		);
	});

/** A new array of `f` of every value. */
export function map(values: Float64Array, f: (x: number) => number): Float64Array {
	const result = new Float64Array(values.length);
	for (let i = 0; i < values.length; i++) result[i] = f(values[i] as number);
	return result;
}

/** A spread below ten epsilons counts as a constant, which is divided by 1 (scikit-learn `_handle_zeros_in_scale`). */
export const scaleOf = (spread: number): number => (spread < 10 * Number.EPSILON ? 1 : spread);
