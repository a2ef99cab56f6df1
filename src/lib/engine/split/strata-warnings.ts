/** What a person should know about the strata of a split: bins that are odd or missing (QU-08, QU-11), shares not kept. */
import type { Analysis } from '../schema/common';
import type { SplitSpec } from '../schema/split';
import { isFloat, isString, type Column } from '../table/table';
import { DEFAULT_BINS } from './strata';

/**
 * @param by the column stratified by; null when nothing is.
 * @param target the column to predict; null when unsupervised.
 */
export function binWarnings(
	{ bins }: SplitSpec,
	analysis: Analysis | null,
	by: Column | null,
	target: Column | null,
): string[] {
	if (!target || analysis === null) return [];
	if (analysis !== 'regression') {
		if (bins === null) return [];
		return by
			? [`The classes of "${by.name}" are stratified by ${bins} bins of their values.`]
			: [`Bins are declared for the classes of "${target.name}", and nothing is stratified by them.`];
	}
	if (bins !== null || !by) return [];
	return isFloat(by.dtype)
		? [`No number of bins is declared: "${by.name}" is stratified by ${DEFAULT_BINS} bins of its values.`]
		: [`No number of bins is declared: every value of "${by.name}" counts as a class.`];
}

/**
 * Why a cut could not keep the shares of a column: some sample has no class or bin of it. Of a target it is not for want of
 * a value, as samples without one are left out.
 */
export function plainReason(by: Column, isTarget: boolean): string {
	const missing = !isTarget && (isString(by) ? by.codes.includes(-1) : by.values.some(Number.isNaN));
	return `The split is not stratified: "${by.name}" ${missing ? 'is missing for some samples' : 'hardly varies'}.`;
}
