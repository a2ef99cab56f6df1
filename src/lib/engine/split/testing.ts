/** Columns and declared splits for the tests of this room. */
import * as v from 'valibot';
import { BenchtopError, type ErrorCode } from '../errors/error';
import { splitSchema, type SplitSpec } from '../schema/split';
import { compareCodePoints } from '../table/compare';
import type { NumericColumn, NumericDtype, StringColumn } from '../table/table';
import type { Split } from './split';
import { splitSamples, type SplitInput } from './split-samples';

export const texts = (name: string, values: readonly (string | null)[]): StringColumn => {
	const dictionary = [...new Set(values.filter((value) => value !== null))].sort(compareCodePoints);
	const codes = Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value)));
	return { name, dtype: 'string', dictionary, codes };
};

export const numbers = (
	name: string,
	values: ArrayLike<number>,
	dtype: NumericDtype = 'float64',
): NumericColumn => ({ name, dtype, values: Float64Array.from(values) });

/** A declared split, through its schema. */
export const specOf = (change: Partial<SplitSpec> = {}): SplitSpec =>
	v.parse(splitSchema, { test: 0.2, validation: 0.2, stratify: null, seed: 7, ...change });

/** A split without a target, where nothing else is said. */
export const cut = (
	samples: number,
	change: Partial<SplitSpec> = {},
	input: Partial<SplitInput> = {},
): Split => splitSamples({ samples, target: null, analysis: null, spec: specOf(change), ...input });

export const sizesOf = ({ train, validation, test }: Split): number[] => [
	train.length,
	validation.length,
	test.length,
];

/** Every sample number of a split, ascending. */
export const allOf = ({ train, validation, test }: Split): number[] =>
	[...train, ...validation, ...test].sort((a, b) => a - b);

export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** What `act` gives, or null where it is refused with this code: for properties whose input may rightly be refused. */
export function unless<T>(code: ErrorCode, act: () => T): T | null {
	try {
		return act();
	} catch (thrown) {
		if (thrown instanceof BenchtopError && thrown.code === code) return null;
		throw thrown;
	}
}
