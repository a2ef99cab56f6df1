/**
 * An expression as it was written: a small tree in which most operators are calls under their own sign, so that later
 * stages know only literals, names, calls, CASE and CAST. Each part carries where it begins.
 */
import type { SqlType } from './sql-type';

/** A span of time: months are not of equal length, so they stand apart. */
export interface Interval {
	readonly months: number;
	readonly milliseconds: number;
}

interface Part {
	/** Character where it begins, from 1. */
	readonly at: number;
}
export interface Literal extends Part {
	readonly kind: 'literal';
	readonly type: SqlType;
	readonly value: number | string | Interval | null;
	/** A decimal fraction without exponent: it takes the precision of what it is computed with. */
	readonly decimal?: true;
}
export interface Name extends Part {
	readonly kind: 'name';
	readonly name: string;
	/** Quoted names are meant exactly as they stand. */
	readonly quoted: boolean;
}
export interface Call extends Part {
	readonly kind: 'call';
	/** A function's name in lower case, or an operator's sign. */
	readonly name: string;
	readonly operands: readonly Node[];
}
export interface Case extends Part {
	readonly kind: 'case';
	readonly branches: readonly { readonly when: Node; readonly then: Node }[];
	readonly otherwise: Node;
}
export interface Cast extends Part {
	readonly kind: 'cast';
	readonly operand: Node;
	readonly type: Exclude<SqlType, 'null' | 'interval'>;
	/** TRY_CAST: what cannot be converted is missing. */
	readonly forgiving: boolean;
}
export type Node = Literal | Name | Call | Case | Cast;

export interface Expression {
	readonly text: string;
	readonly root: Node;
}

/** Parts of the tree a part is made of. */
export function childrenOf(node: Node): readonly Node[] {
	switch (node.kind) {
		case 'call':
			return node.operands;
		case 'case':
			return [...node.branches.flatMap(({ when, then }) => [when, then]), node.otherwise];
		case 'cast':
			return [node.operand];
		default:
			return [];
	}
}
