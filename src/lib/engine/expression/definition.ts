/** What a function of expressions is: which operands it takes, which type it gives and how it computes a row. */
import type { Bound, Kernel } from './bound';
import { isMoment, isQuantity, isWhole, type SqlType } from './sql-type';

/** What one operand must be. A "?" marks those that may be left out. NULL stands for anything. */
type Param = 'number' | 'whole' | 'text' | 'moment' | 'any';

const ACCEPTS: Readonly<Record<Param, (type: SqlType) => boolean>> = {
	number: isQuantity,
	whole: isWhole,
	text: (type) => type === 'string',
	moment: isMoment,
	any: (type) => type !== 'interval',
};
const WORDS: Readonly<Record<Param, string>> = {
	number: 'a number',
	whole: 'a whole number',
	text: 'a text',
	moment: 'a date',
	any: 'a value',
};

export interface Match {
	readonly type: SqlType;
	readonly kernel: Kernel;
	/** The operands as the kernel takes them; those given when absent. */
	readonly operands?: readonly Bound[];
}

export interface Definition {
	/** What it takes, in words: "a text and a whole number". */
	readonly takes: string;
	/** Null when the operands do not fit. */
	match(operands: readonly Bound[], at: number, name: string): Match | null;
}

/**
 * A function of a fixed list of operands.
 * @param type what it gives, by the types it is given
 * @param kernel computes a row; may look at constant operands first
 */
export function define(
	params: readonly (Param | `${Param}?`)[],
	type: SqlType | ((types: readonly SqlType[]) => SqlType),
	kernel: Kernel | ((operands: readonly Bound[], at: number, name: string) => Kernel),
): Definition {
	const kinds = params.map((param) => param.replace('?', '') as Param);
	const least = params.filter((param) => !param.endsWith('?')).length;
	const words = params.map((param, i) =>
		param.endsWith('?') ? `maybe ${WORDS[kinds[i]!]}` : WORDS[kinds[i]!],
	);
	return {
		takes: listed(words),
		match(operands, at, name) {
			if (operands.length < least || operands.length > params.length) return null;
			const fits = operands.every(({ type: own }, i) => own === 'null' || ACCEPTS[kinds[i]!](own));
			if (!fits) return null;
			return {
				type: typeof type === 'function' ? type(operands.map((operand) => operand.type)) : type,
				kernel: typeof kernel === 'function' ? kernel(operands, at, name) : kernel,
			};
		},
	};
}

/** "a", "a and b", "a, b and c"; "nothing" for none. */
export const listed = (words: readonly string[]): string =>
	words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
