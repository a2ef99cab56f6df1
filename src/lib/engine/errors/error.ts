/**
 * The one error type people see. Its words come from docs/errors/*.md through the generated catalogue;
 * the code that throws gives a code and the operands, never a sentence. Why it happens and what to do is in explain.ts.
 */
import { wordsOf, type ErrorCode } from './words';

export type { ErrorCode };
export type Operands = Record<string, string | number>;

/** A text of the catalogue with its operands put in. */
export const fill = (text: string, operands: Operands): string =>
	text.replace(/\{(\w+)\}/g, (whole, key: string) => (key in operands ? String(operands[key]) : whole));

export interface ErrorData {
	code: ErrorCode;
	operands: Operands;
	/** The message where it was thrown; the words may not be loaded where it is shown. */
	said: string;
}

export class BenchtopError extends Error {
	override readonly name = 'BenchtopError';
	constructor(
		readonly code: ErrorCode,
		readonly operands: Operands = {},
		options?: ErrorOptions,
	) {
		super(fill(wordsOf(code) ?? code, operands), options);
	}

	/** What survives a thread boundary; `fromData` puts it together again. */
	toData(): ErrorData {
		return { code: this.code, operands: this.operands, said: this.message };
	}

	static fromData(data: ErrorData): BenchtopError {
		const error = new BenchtopError(data.code, data.operands);
		error.message = data.said;
		return error;
	}
}

/** Any thrown value as a BenchtopError; what nobody foresaw becomes `unexpected` and keeps its cause. */
export function asBenchtopError(thrown: unknown): BenchtopError {
	if (thrown instanceof BenchtopError) return thrown;
	const detail = thrown instanceof Error ? thrown.message : String(thrown);
	return new BenchtopError('general.unexpected', { detail }, { cause: thrown });
}

/** True for an AbortError: somebody asked to stop, nothing went wrong. */
export const isAbort = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === 'AbortError';
