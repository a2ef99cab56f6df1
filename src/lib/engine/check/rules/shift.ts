/**
 * Columns that are distributed otherwise in one split than in training. Measured by the population stability index (PSI)
 * over tenths of the training values, or over categories, and by Kolmogorov and Smirnov's D for numbers: moderate from a PSI
 * of 0.1, strong from 0.25.
 *
 * Both grow by chance alone where rows are few and columns many. So a shift counts only if it is significant as well: by a
 * χ² test on the same bins or, for numbers, the Kolmogorov–Smirnov test, the smaller of the two doubled, and Holm's correction
 * over all columns and splits at 1 %: among splits by chance, one in a hundred has any finding at all.
 */
import { chiSquareTail, holm, kolmogorovTail } from '../p-values';
import { sorted } from '../../table/sorted';
import { present, sortedQuantile } from '../../table/quantile';
import { isString, rowsOfSamples, type NumericColumn, type StringColumn } from '../../table/table';
import type { Breathe, Evidence } from '../evidence';
import { counted, found, listed, pass, type Finding } from '../finding';
import { spread } from '../measured';

const RULE = 'shift';
const MODERATE = 0.1;
const STRONG = 0.25;
/** D that counts as a moderate shift where bins do not show it. */
const FAR = 0.2;
const LEVEL = 0.01;
const BINS = 10;
/** Numbers of so few different values are compared value by value, as are the most frequent texts. */
const FEW_VALUES = 20;
const CATEGORIES = 50;
/** Rows expected in a bin of the smaller side for it to stand alone. */
const EXPECTED = 2;
/** Rows looked at per split, evenly spread. */
const LOOKED_AT = 50_000;
const NAMED = 4;

interface Comparison {
	readonly column: string;
	readonly side: string;
	readonly psi: number;
	/** Null for categories. */
	readonly d: number | null;
	readonly p: number;
}

export async function shift(evidence: Evidence, breathe: Breathe): Promise<Finding> {
	const { inputColumns, targetColumn, table, cuts, method = 'random' } = evidence;
	const [{ train, scored }] = cuts;
	const some = (rows: Uint32Array) => Uint32Array.from(spread(rows, LOOKED_AT));
	const sides = [train, ...scored].map(({ name, samples }) => ({
		name,
		rows: some(rowsOfSamples(table, samples)),
		samples: some(samples),
	}));
	const [base, ...others] = sides as [(typeof sides)[0], ...typeof sides];
	const comparisons: Comparison[] = [];
	for (const column of targetColumn ? [...inputColumns, targetColumn] : inputColumns) {
		await breathe();
		const rowsOf = (side: (typeof sides)[0]) => (column === targetColumn ? side.samples : side.rows);
		const own = rowsOf(base);
		const compare = isString(column) ? categories(column, own, others.map(rowsOf)) : numbers(column, own);
		for (const side of others)
			if (own.length > 0 && side.rows.length > 0)
				comparisons.push({ column: column.name, side: side.name, ...compare(rowsOf(side)) });
	}
	if (comparisons.length === 0) return pass(RULE, 'There is one split only.');
	const adjusted = holm(comparisons.map(({ p }) => p));
	const shifted = comparisons
		.filter(({ psi, d }, i) => (adjusted[i] as number) < LEVEL && (psi >= MODERATE || (d ?? 0) >= FAR))
		.sort((a, b) => b.psi - a.psi);
	const looked = `${counted(comparisons.length, 'comparison')} of columns between splits, on up to ${LOOKED_AT.toLocaleString('en-US')} rows each, corrected for their number (Holm, 1 %).`;
	if (shifted.length === 0) return pass(RULE, looked);
	const columns = [...new Set(shifted.map(({ column }) => column))];
	const where = shifted
		.slice(0, NAMED)
		.map(
			({ column, side, psi, d }) =>
				`"${column}" in ${side}: PSI ${psi.toFixed(2)}${d === null ? '' : `, KS ${d.toFixed(2)}`}.`,
		)
		.join(' ');
	const asked = method === 'random' ? '' : ` The split is by ${method}, so a shift is to be expected.`;
	const strong = shifted.some(({ psi }) => psi >= STRONG);
	return found(
		RULE,
		strong ? 'strong' : 'moderate',
		'warn',
		{ columns: listed(columns), where: `${where}${asked}` },
		{ columns, note: looked },
	);
}

type Compare = (rows: Uint32Array) => Pick<Comparison, 'psi' | 'd' | 'p'>;

/** Texts against those of the training rows: the most frequent of all, the others together, and missing. */
function categories(
	{ codes, dictionary }: StringColumn,
	train: Uint32Array,
	others: readonly Uint32Array[],
): Compare {
	const frequency = new Float64Array(dictionary.length);
	// Were they the most frequent of training alone, rare ones would look rarer everywhere else.
	for (const rows of [train, ...others])
		for (const row of rows) {
			const code = codes[row] as number;
			if (code >= 0) frequency[code] = (frequency[code] as number) + 1;
		}
	const top = [...frequency.keys()]
		.sort((a, b) => (frequency[b] as number) - (frequency[a] as number) || a - b)
		.slice(0, CATEGORIES);
	const binOf = new Int32Array(dictionary.length).fill(top.length);
	top.forEach((code, bin) => (binOf[code] = bin));
	const count = (rows: Uint32Array) => {
		const counts = new Float64Array(top.length + 2);
		for (const row of rows) {
			const code = codes[row] as number;
			const bin = code < 0 ? top.length + 1 : (binOf[code] as number);
			counts[bin] = (counts[bin] as number) + 1;
		}
		return counts;
	};
	const base = count(train);
	return (rows) => ({ ...compared(base, count(rows)), d: null });
}

/** Numbers against those of the training rows: tenths of these, or each value where they are few, and missing. */
function numbers(column: NumericColumn, train: Uint32Array): Compare {
	const of = (rows: Uint32Array) => Float64Array.from(rows, (row) => column.values[row] as number);
	const base = of(train);
	const ascending = sorted(present(base));
	const edges = edgesOf(ascending);
	const count = (values: Float64Array) => {
		const counts = new Float64Array(edges.length + 2);
		for (const value of values) {
			const bin = value !== value ? edges.length + 1 : below(edges, value);
			counts[bin] = (counts[bin] as number) + 1;
		}
		return counts;
	};
	const counts = count(base);
	return (rows) => {
		const values = of(rows);
		const { psi, p } = compared(counts, count(values));
		const other = sorted(present(values));
		const d = largestGap(ascending, other);
		const ks = other.length && ascending.length ? kolmogorovTail(d, ascending.length, other.length) : 1;
		return { psi, d, p: Math.min(1, 2 * Math.min(p, ks)) };
	};
}

/** Inner edges of the bins, each closed on the right: values themselves, or tenths. */
function edgesOf(ascending: Float64Array): number[] {
	const distinct: number[] = [];
	for (const value of ascending) {
		if (value === distinct.at(-1)) continue;
		distinct.push(value);
		if (distinct.length > FEW_VALUES) break;
	}
	if (distinct.length <= FEW_VALUES) return distinct;
	const edges = new Set<number>();
	for (let k = 1; k < BINS; k++) edges.add(sortedQuantile(ascending, k / BINS));
	return [...edges];
}

/** How many edges lie below a value. */
function below(edges: readonly number[], value: number): number {
	let bin = 0;
	while (bin < edges.length && (edges[bin] as number) < value) bin++;
	return bin;
}

/**
 * PSI of two counts of the same bins, and the χ² probability of such a difference. Bins in which hardly a row is expected
 * are put together, as neither number means anything there; what is empty on one side counts as half a row.
 */
function compared(base: Float64Array, other: Float64Array): { psi: number; p: number } {
	const n = base.reduce((a, b) => a + b, 0);
	const m = other.reduce((a, b) => a + b, 0);
	const expected = (i: number) => (((base[i] as number) + (other[i] as number)) * Math.min(n, m)) / (n + m);
	const bins: [number, number][] = [[0, 0]];
	for (const i of base.keys()) {
		const pair: [number, number] = [base[i] as number, other[i] as number];
		const rare = bins[0] as [number, number];
		if (expected(i) >= EXPECTED) bins.push(pair);
		else bins[0] = [rare[0] + pair[0], rare[1] + pair[1]];
	}
	let psi = 0;
	let square = 0;
	let used = 0;
	for (const [a, b] of bins) {
		if (a + b === 0) continue;
		const p = Math.max(a, 0.5) / n;
		const q = Math.max(b, 0.5) / m;
		psi += (p - q) * Math.log(p / q);
		const share = (a + b) / (n + m);
		square += (a - n * share) ** 2 / (n * share) + (b - m * share) ** 2 / (m * share);
		used++;
	}
	return { psi, p: chiSquareTail(square, used - 1) };
}

/** Kolmogorov and Smirnov's D: the largest difference of two empirical distribution functions. */
function largestGap(a: Float64Array, b: Float64Array): number {
	let gap = 0;
	let i = 0;
	let j = 0;
	while (i < a.length && j < b.length) {
		const value = Math.min(a[i] as number, b[j] as number);
		while (i < a.length && a[i] === value) i++;
		while (j < b.length && b[j] === value) j++;
		gap = Math.max(gap, Math.abs(i / a.length - j / b.length));
	}
	return gap;
}
