/** The family column_stats: what the head of a column shows, how columns go together, histograms, and the logistic function. */
import { logit, sigmoid } from '../../src/lib/engine/evaluate/logit';
import { columnStatistics, histogram, histogramEdges } from '../../src/lib/engine/table/column-statistics';
import { kendall, pearson, spearman } from '../../src/lib/engine/table/correlation';
import { kurtosis, skewness } from '../../src/lib/engine/table/moments';
import { present, quantiles, sortedQuantile } from '../../src/lib/engine/table/quantile';
import { sorted } from '../../src/lib/engine/table/sorted';
import { column, near, num, nums, same, type Case, type Json } from './case';

const CHECKS: Readonly<Record<string, (found: Case) => void>> = {
	describe: checkDescription,
	value_counts: checkCounts,
	correlation: checkCorrelation,
	histogram: checkHistogram,
	logit: checkLogit,
	sigmoid_curve: checkSigmoid,
};

export function checkColumnStatistics(found: Case): void {
	const kind = Object.keys(CHECKS).find((name) => found.case.startsWith(name));
	const check = kind && CHECKS[kind];
	if (!check) throw new Error('this kind of statistic is not known');
	check(found);
}

const numbersOf = (found: Case) => Float64Array.from(nums(found.input['x']));

function checkDescription(found: Case): void {
	const values = numbersOf(found);
	const { expected } = found;
	const told = columnStatistics({ name: 'x', dtype: 'float64', values });
	if (told.kind !== 'numeric') throw new Error('the column is not read as numbers');
	const there = present(values);
	const ours: Record<string, number | null> = {
		count: there.length,
		mean: told.mean,
		std: told.std,
		min: told.min,
		q25: told.q1,
		q50: told.median,
		q75: told.q3,
		max: told.max,
		skew: skewness(values),
		kurtosis: kurtosis(values),
		missing: told.missing,
		unique: told.distinct,
	};
	for (const [key, value] of Object.entries(ours))
		if (key in expected) near([value ?? NaN], [num(expected[key])], found, key);
	for (const [q, value] of Object.entries((expected['quantiles'] ?? {}) as Record<string, Json>)) {
		near([sortedQuantile(sorted(there), Number(q))], [num(value)], found, `quantile ${q}`);
		near(quantiles(there.slice(), [Number(q)]), [num(value)], found, `selected quantile ${q}`);
	}
}

function checkCounts(found: Case): void {
	const { params, input, expected } = found;
	const values = (input['x'] as Json[]).filter((value) => value !== null || params['dropna'] === false);
	const texts = values.map((value) => (value === null ? null : String(value)));
	const told = columnStatistics(column(texts, 'x'));
	if (told.kind !== 'categorical') throw new Error('the column is not read as values');
	const counts = expected['counts'] as Record<string, Json>;
	const scale = params['normalize'] === false ? values.length : 1;
	same(told.top.length, Object.keys(counts).length, 'number of values');
	told.top.forEach(({ value, share }, i) => {
		near([share * scale], [num(counts[String(value)] ?? 'NaN')], found, `share of ${String(value)}`);
		if (i > 0 && share > (told.top[i - 1]?.share ?? 0)) throw new Error('the values are not in order');
	});
}

const COEFFICIENTS: Readonly<Record<string, typeof pearson>> = { pearson, spearman, kendall };

function checkCorrelation(found: Case): void {
	const coefficient = COEFFICIENTS[String(found.params['method'])];
	if (!coefficient) throw new Error(`the coefficient ${String(found.params['method'])} is not known`);
	const rows = found.input['x'] as Json[][];
	const columns = (rows[0] ?? []).map((_, c) => Float64Array.from(rows, (row) => num(row[c])));
	const matrix = columns.map((x) => columns.map((y) => coefficient(x, y)));
	const expected = found.expected['matrix'] as Json[][];
	matrix.forEach((row, i) => near(row, nums(expected[i]), found, `row ${i}`));
}

function checkHistogram(found: Case): void {
	const ascending = sorted(present(numbersOf(found)));
	const bins = num(found.params['bins']);
	same(histogram(ascending, bins), found.expected['counts'], 'counts');
	near(histogramEdges(ascending, bins), nums(found.expected['edges']), found, 'edges');
}

function checkLogit(found: Case): void {
	const x = logit(num(found.input['p']));
	near([x], [num(found.expected['logit'])], found, 'logit');
	near([sigmoid(x)], [num(found.expected['sigmoid_of_logit'])], found, 'sigmoid of the logit');
}

function checkSigmoid(found: Case): void {
	near([...numbersOf(found)].map(sigmoid), nums(found.expected['y']), found, 'y');
}
