/**
 * What keeps its shares when samples are cut: the classes of a column, or quantile bins of its values (SPEC §9.2). Bins are
 * cut anew from the samples they are asked for, so that no cut learns from samples outside it.
 */
import { isFloat, isString, type Column } from '../table/table';
import type { Analysis } from '../schema/common';
import { classCodes } from './class-codes';
import { quantileBins } from './quantile-bins';

/** Bins of a continuous label when none are declared. */
export const DEFAULT_BINS = 3;

export interface Strata {
	/** The column's name. */
	readonly name: string;
	/** Number of quantile bins asked for; null for classes. */
	readonly bins: number | null;
	/** The class or bin of every one of these samples; −1 where it has none (missing, or all values equal). */
	of(samples: Uint32Array): Int32Array;
	/** What a person calls the class or bin: '"setosa"', 'bin 2'. */
	label(code: number): string;
}

/**
 * Strata of a column with one value per sample. Floats give bins, 3 unless declared; integers classes, or bins where
 * declared; everything else classes. The float target of a classification gives classes.
 */
export function strataOf(column: Column, bins: number | null, analysis: Analysis | null): Strata {
	const { name } = column;
	const classification = analysis !== null && analysis !== 'regression';
	const count = bins ?? (!classification && isFloat(column.dtype) ? DEFAULT_BINS : null);
	if (count !== null && !isString(column)) {
		return {
			name,
			bins: count,
			of: (samples) =>
				quantileBins(
					Float64Array.from(samples, (sample) => column.values[sample] as number),
					count,
				).codes,
			label: (code) => `bin ${code + 1}`,
		};
	}
	const codes = classCodes(column);
	return {
		name,
		bins: null,
		of: (samples) => Int32Array.from(samples, (sample) => codes[sample] as number),
		label(code) {
			if (isString(column)) return `"${column.dictionary[code] ?? ''}"`;
			const value = column.values[codes.indexOf(code)] as number;
			return column.dtype === 'bool' ? String(value !== 0) : String(value);
		},
	};
}

/** Members of each class (codes from −1), by code, ascending. */
export function countsOf(classes: Int32Array): Map<number, number> {
	const counts = new Float64Array(classes.reduce((most, code) => Math.max(most, code), -1) + 2);
	for (const code of classes) counts[code + 1] = (counts[code + 1] as number) + 1;
	const found = new Map<number, number>();
	counts.forEach((count, i) => count > 0 && found.set(i - 1, count));
	return found;
}
