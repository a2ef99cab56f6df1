/**
 * The curves of many fits by model: a median with the middle half of all its fits, and a median for each fold. So a bucket
 * of folds and repeats is one line with its spread, however many fits it has.
 */
import type { Curve } from './curves';

type Values = readonly (number | null)[];

export interface FoldCurve {
	/** "2 of 5"; null without folds. */
	readonly fold: string | null;
	/** 0-based among the folds there are: the stroke. */
	readonly stroke: number;
	readonly validation: Values;
}

export interface CurveGroup {
	/** The model: architecture and trainer. */
	readonly key: string;
	readonly name: string;
	/** 1 … 6, or null when there are more models than hues. */
	readonly hue: number | null;
	readonly fits: number;
	readonly live: boolean;
	/** Medians over the fits, by epoch. */
	readonly train: Values;
	readonly validation: Values;
	/** The middle half of the fits on validation. */
	readonly low: Values;
	readonly high: Values;
	readonly folds: readonly FoldCurve[];
}

export const HUES = 6;

/** Linear between the two nearest ranks, as NumPy's default. */
function quantile(sorted: readonly number[], share: number): number {
	const at = (sorted.length - 1) * share;
	const below = sorted[Math.floor(at)] as number;
	return below + ((sorted[Math.ceil(at)] as number) - below) * (at % 1);
}

const known = (value: number | null | undefined): value is number =>
	value !== null && value !== undefined && Number.isFinite(value);

/** A line, and whether it still grows. */
interface Line {
	readonly values: Values;
	readonly live: boolean;
}

/** What a fit counts with at an epoch: one that ended early with its last value, so that all epochs speak of all fits. */
function at({ values, live }: Line, epoch: number): number | null | undefined {
	return epoch < values.length || live ? values[epoch] : values.at(-1);
}

/** Quantiles by epoch, as far as at least half of the fits have come. */
export function quantiles(lines: readonly Line[], shares: readonly number[]): (number | null)[][] {
	const longest = Math.max(0, ...lines.map(({ values }) => values.length));
	const result = shares.map((): (number | null)[] => []);
	for (let epoch = 0; epoch < longest; epoch++) {
		const there = lines.map((line) => at(line, epoch)).filter((value) => value !== undefined);
		if (2 * there.length < lines.length) break;
		const sorted = there.filter(known).sort((a, b) => a - b);
		shares.forEach((share, i) => result[i]?.push(sorted.length ? quantile(sorted, share) : null));
	}
	return result;
}

const median = (lines: readonly Line[]): Values => quantiles(lines, [0.5])[0] ?? [];
const linesOf = (fits: readonly Curve[], split: 'train' | 'validation'): Line[] =>
	fits.map((fit) => ({ values: fit[split], live: fit.live }));

/** @param order keys of the models, oldest first: their hues stay as more come. */
export function groupsOf(curves: readonly Curve[], order: readonly string[]): CurveGroup[] {
	const byModel = new Map<string, Curve[]>();
	for (const curve of curves) {
		const fits = byModel.get(curve.model) ?? [];
		fits.push(curve);
		byModel.set(curve.model, fits);
	}
	const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
	const keys = [...byModel.keys()].sort((a, b) => place(a) - place(b));
	return keys.map((key, index): CurveGroup => {
		const fits = byModel.get(key) ?? [];
		const [low = [], validation = [], high = []] = quantiles(linesOf(fits, 'validation'), [0.25, 0.5, 0.75]);
		const folds = [...new Set(fits.map(({ fold }) => fold))].sort((a, b) =>
			(a ?? '').localeCompare(b ?? '', 'en', { numeric: true }),
		);
		return {
			key,
			name: fits[0]?.name ?? '',
			hue: index < HUES ? index + 1 : null,
			fits: fits.length,
			live: fits.some(({ live }) => live),
			train: median(linesOf(fits, 'train')),
			...{ validation, low, high },
			folds: folds.map((fold, stroke) => ({
				fold,
				stroke,
				validation: median(
					linesOf(
						fits.filter((fit) => fit.fold === fold),
						'validation',
					),
				),
			})),
		};
	});
}
