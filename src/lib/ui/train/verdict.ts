/**
 * What the leaderboard says in a sentence, with its limit. "Beats" needs the whole 95 % interval of the mean over
 * repeats above the baseline; the interval knows the luck of seeds, not of rows, and the second sentence says so.
 */
import { plural, score } from '$lib/ui/parts/format';
import type { Trial } from './leaderboard';

export interface Verdict {
	readonly tone: 'ok' | 'info' | 'warn';
	readonly text: string;
	/** What the sentence does not say. */
	readonly limit: string;
}

/** Two-sided 95 % quantiles of Student's t for 1 … 30 degrees of freedom. */
const T95 = [
	12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
	2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** Half width of the 95 % interval of a mean of n values with this sample sd; null below two values. */
export const halfWidth = (n: number, sd: number | null): number | null =>
	n < 2 || sd === null ? null : ((T95[n - 2] ?? 1.96) * sd) / Math.sqrt(n);

/** A metric inside a sentence: names that are no abbreviations lose their capital. */
export const inSentence = (label: string): string =>
	/^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

/** Speaks of the best net with two runs or more, where there is one. `label` is the metric in words ("accuracy"); `rows` the number of validation rows, null when unknown. */
export function verdict(trials: readonly Trial[], label: string, rows: number | null): Verdict | null {
	const nets = trials.filter((trial) => !trial.baseline && trial.validation.mean !== null);
	const repeated = nets.filter(({ validation }) => validation.count > 1);
	const best = repeated[0] ?? nets[0];
	if (!best || best.validation.mean === null) return null;
	const limit = `One split${rows === null ? '' : `, ${plural(rows, 'validation row')}`}: other rows may say otherwise.`;
	const baseline = trials.find((trial) => trial.baseline)?.validation.mean ?? null;
	if (baseline === null)
		return {
			tone: 'info',
			text: `${best.name} leads with ${score(best.validation.mean)} ${label}.`,
			limit: 'There is no baseline score to compare with.',
		};
	const gain = best.validation.mean - baseline;
	const n = best.validation.values.length;
	const half = halfWidth(n, best.validation.sd);
	if (gain <= 0)
		return { tone: 'warn', text: 'No evidence that any net is better than the baseline.', limit };
	if (half === null)
		return {
			tone: 'info',
			text: `${best.name} is ${score(gain)} ${label} above the baseline in one run.`,
			limit: 'One run cannot tell skill from luck. Train it with more repeats.',
		};
	if (gain <= half)
		return {
			tone: 'warn',
			text: `No evidence that any net is better than the baseline: ${best.name} leads by ${score(gain)} ± ${score(best.validation.sd)} ${label}, within its spread over ${n} repeats.`,
			limit,
		};
	return {
		tone: 'ok',
		text: `${best.name} beats the baseline by ${score(gain)} ± ${score(best.validation.sd)} ${label} on validation (mean ± sd of ${n} repeats).${rivals(repeated)}`,
		limit,
	};
}

/** Names the nets the repeats cannot tell from the best one: their mean lies within the interval of the difference. */
function rivals(nets: readonly Trial[]): string {
	const [best, ...others] = nets;
	if (!best) return '';
	const close = others.filter((other) => {
		const a = best.validation;
		const b = other.validation;
		const degrees = a.values.length + b.values.length - 2;
		if (a.mean === null || b.mean === null || a.sd === null || b.sd === null || degrees < 1) return false;
		const error = Math.sqrt(a.sd ** 2 / a.values.length + b.sd ** 2 / b.values.length);
		return a.mean - b.mean <= (T95[degrees - 1] ?? 1.96) * error;
	});
	if (!close.length) return '';
	const names = close.map(({ name }) => name);
	const list = names.length > 2 ? `${names.length} other nets` : names.join(' and ');
	return ` ${list} cannot be told apart from ${best.name}.`;
}
