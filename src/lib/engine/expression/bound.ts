/**
 * A bound expression: every name is a column's place, every part has its type, every call its kernel. Kernels compute
 * one row from the values of that row; evaluate.ts runs them over columns.
 */
import { BenchtopError } from '../errors/error';
import type { Value } from './conversion';
import type { SqlType } from './sql-type';
import type { Interval } from './syntax';

export type Kernel =
	/** Of numbers, NaN where one is missing; gives NaN for missing. */
	| { readonly mode: 'numbers'; readonly run: (a: number, b: number, c: number) => number }
	/** Called where nothing is missing; gives null or NaN for missing. */
	| { readonly mode: 'strict'; readonly run: (...values: Value[]) => Value | null }
	/** Called with null for what is missing. */
	| { readonly mode: 'lenient'; readonly run: (...values: (Value | null)[]) => Value | null };

export const numbers = (run: (a: number, b: number, c: number) => number): Kernel => ({
	mode: 'numbers',
	run,
});
/** A kernel whose operands were checked to be what it declares. */
export const strict = (run: (...values: never[]) => Value | null): Kernel => ({
	mode: 'strict',
	run: run as (...values: Value[]) => Value | null,
});
export const lenient = (run: (...values: (Value | null)[]) => Value | null): Kernel => ({
	mode: 'lenient',
	run,
});

interface Part {
	readonly type: SqlType;
	/** Parts it is made of, itself among them. */
	readonly size: number;
	readonly at: number;
}
export type Bound = Part &
	(
		| { readonly kind: 'constant'; readonly value: Value | Interval | null; readonly decimal?: true }
		| { readonly kind: 'column'; readonly name: string; readonly index: number }
		| {
				readonly kind: 'call';
				readonly operands: readonly Bound[];
				readonly kernel: Kernel;
		  }
		/** Read from left to right, and no further than it takes. */
		| { readonly kind: 'and' | 'or' | 'coalesce'; readonly operands: readonly Bound[] }
		| {
				readonly kind: 'case';
				readonly branches: readonly { readonly when: Bound; readonly then: Bound }[];
				readonly otherwise: Bound;
		  }
		/** Missing where the operand cannot be computed. */
		| { readonly kind: 'try'; readonly operand: Bound }
	);

const LIMIT = 20_000;

/** 1 more than all the parts together. @throws `expression.too-long` */
export function sizeOf(parts: readonly Bound[]): number {
	const size = parts.reduce((total, part) => total + part.size, 1);
	if (size > LIMIT) throw new BenchtopError('expression.too-long', { limit: LIMIT, unit: 'parts' });
	return size;
}

export const constant = (
	type: SqlType,
	value: Value | Interval | null,
	at: number,
	decimal?: true,
): Bound => ({
	kind: 'constant',
	type,
	value,
	at,
	size: 1,
	...(decimal ? { decimal } : {}),
});

export const call = (type: SqlType, kernel: Kernel, operands: readonly Bound[], at: number): Bound => ({
	kind: 'call',
	type,
	kernel: type === 'float32' ? rounded(kernel) : kernel,
	operands,
	at,
	size: sizeOf(operands),
});

/** A float32 holds no more digits than it has. */
function rounded(kernel: Kernel): Kernel {
	const near = (value: Value | null): Value | null =>
		typeof value === 'number' ? Math.fround(value) : value;
	switch (kernel.mode) {
		case 'numbers':
			return numbers((a, b, c) => Math.fround(kernel.run(a, b, c)));
		case 'strict':
			return { mode: 'strict', run: (...values) => near(kernel.run(...values)) };
		case 'lenient':
			return lenient((...values) => near(kernel.run(...values)));
	}
}

/** What a constant says: undefined for anything that may differ from row to row. */
export const constantOf = (part: Bound): Value | Interval | null | undefined =>
	part.kind === 'constant' ? part.value : undefined;
/** A text written down as it is: beside another type it is read as that type. */
export const isTextConstant = (part: Bound): boolean => part.kind === 'constant' && part.type === 'string';
