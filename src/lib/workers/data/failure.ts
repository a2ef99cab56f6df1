/** Turns what DuckDB and the Parquet reader throw into the errors of docs/errors/data.md. */
import { BenchtopError, isAbort } from '../../engine/errors/error';

const text = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The sentence of a DuckDB message, without its class, the echo of the query and the list of settings. */
export function detailOf(thrown: unknown): string {
	const [sentence = ''] = text(thrown).split(/\n\s*\n|\nLINE |\n\s*file =|\nPossible/);
	return sentence
		.replace(/^(\w+ ){1,2}Error: ?/, '')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 400);
}

export const isOutOfMemory = (thrown: unknown): boolean =>
	/out of memory|bad_alloc|memory allocation|could not allocate|Array buffer allocation failed/i.test(
		text(thrown),
	);

export const isInvalidUnicode = (thrown: unknown): boolean =>
	/invalid unicode|not utf-8 encoded|invalid utf|byte sequence mismatch/i.test(text(thrown));

/** The column (by position) a CSV conversion stopped at; null for other failures. */
export function conversionColumn(thrown: unknown): number | null {
	const match = /Error when converting column "c(\d+)"/.exec(text(thrown));
	return match ? Number(match[1]) : null;
}

/** A failure while reading `file`: out of memory is told apart, the rest gets `otherwise`. */
export function readingFailure(
	thrown: unknown,
	file: string,
	otherwise: 'data.unreadable-text' | 'data.unreadable-parquet',
): Error {
	if (thrown instanceof BenchtopError) return thrown;
	if (isAbort(thrown)) return thrown as Error;
	if (isOutOfMemory(thrown)) return new BenchtopError('data.out-of-memory', { file }, { cause: thrown });
	return new BenchtopError(otherwise, { file, detail: detailOf(thrown) }, { cause: thrown });
}
