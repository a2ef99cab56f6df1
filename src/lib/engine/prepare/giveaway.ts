/**
 * Columns that give the target away: the same values, the same kinds under other names, or an order that is the target's own.
 * Such a column is most often written down after the answer was known, and makes every score too good to be true.
 */
import { TIME_WORDS } from './column-fate';
import { isString, type Column, type NumericColumn } from '../table/table';

/** Rows looked at, evenly spread; fewer than the least say nothing. */
const SAMPLE = 20_000;
const LEAST_ROWS = 20;
/** Members the smaller of two groups must have before telling them apart means anything. */
const LEAST_MEMBERS = 5;
/** Share of what guessing gets wrong that a giveaway may still get wrong. */
const SLIP = 0.02;
const AUC = 0.999;
const CORRELATION = 0.9999;

/** Time orders what grows; that is a trend and no giveaway. */
const isTime = ({ name, dtype }: Column): boolean =>
	dtype === 'date' || dtype === 'timestamp' || TIME_WORDS.test(name);

/** How `input` gives `target` away, as the end of a sentence that begins with "it"; null when it does not. */
export function giveaway(input: Column, target: Column, classes: boolean): string | null {
	const rows = sample(input, target);
	if (rows.length < LEAST_ROWS) return null;
	if (isSame(input, target, rows)) return 'holds the same values as the target';
	if (!classes)
		return isString(input) || isString(target) || (isTime(input) && !isTime(target))
			? null
			: followsQuantity(input, target, rows);
	const codes = kindsOf(target, rows);
	const count = 1 + codes.reduce((a, b) => Math.max(a, b), 0);
	const sizes = new Uint32Array(count);
	for (const code of codes) sizes[code] = (sizes[code] as number) + 1;
	const guessed = rows.length - sizes.reduce((a, b) => Math.max(a, b), 0);
	if (count < 2 || guessed < LEAST_MEMBERS) return null;
	return (
		namesKinds(kindsOf(input, rows), codes, count, guessed) ??
		(isString(input) ? null : separates(input, rows, codes, count))
	);
}

/** Rows where both are there and finite, at most `SAMPLE` of them. */
function sample(a: Column, b: Column): Uint32Array {
	const there = (column: Column, row: number) =>
		isString(column) ? (column.codes[row] as number) >= 0 : Number.isFinite(column.values[row]);
	const n = isString(a) ? a.codes.length : a.values.length;
	const rows = new Uint32Array(Math.min(n, SAMPLE));
	let count = 0;
	for (let i = 0; i < rows.length; i++) {
		const row = Math.floor((i * n) / rows.length);
		if (there(a, row) && there(b, row)) rows[count++] = row;
	}
	return rows.subarray(0, count);
}

function isSame(a: Column, b: Column, rows: Uint32Array): boolean {
	if (isString(a) !== isString(b)) return false;
	if (isString(a) && isString(b))
		return rows.every((row) => a.dictionary[a.codes[row] as number] === b.dictionary[b.codes[row] as number]);
	if (isString(a) || isString(b)) return false;
	return rows.every((row) => a.values[row] === b.values[row]);
}

/** Small whole numbers that stand for the values of these rows. */
function kindsOf(column: Column, rows: Uint32Array): Uint32Array {
	const places = new Map<number, number>();
	return rows.map((row) => {
		const value = (isString(column) ? column.codes[row] : column.values[row]) as number;
		let place = places.get(value);
		if (place === undefined) places.set(value, (place = places.size));
		return place;
	});
}

/** Each value of the input belongs to one class, and values repeat often enough for that to be no accident. */
function namesKinds(kinds: Uint32Array, codes: Uint32Array, count: number, guessed: number): string | null {
	const distinct = 1 + kinds.reduce((a, b) => Math.max(a, b), 0);
	if (distinct < 2 || distinct > kinds.length / 5 || distinct * count > 1e7) return null;
	const table = new Uint32Array(distinct * count);
	for (let i = 0; i < kinds.length; i++) {
		const cell = (kinds[i] as number) * count + (codes[i] as number);
		table[cell] = (table[cell] as number) + 1;
	}
	let right = 0;
	for (let at = 0; at < table.length; at += count)
		right += table.subarray(at, at + count).reduce((a, b) => Math.max(a, b), 0);
	if (kinds.length - right > SLIP * guessed) return null;
	return distinct === count
		? 'is the target under other names: each of its values belongs to one class'
		: 'decides the target: each of its values belongs to one class';
}

/** One cut per border between classes tells them apart. */
function separates(
	input: NumericColumn,
	rows: Uint32Array,
	codes: Uint32Array,
	count: number,
): string | null {
	const order = Array.from(rows.keys()).sort(
		(a, b) => (input.values[rows[a] as number] as number) - (input.values[rows[b] as number] as number),
	);
	const value = (place: number) => input.values[rows[order[place] as number] as number] as number;
	if (count > 2) {
		let borders = 0;
		for (let i = 1; i < order.length; i++) {
			if (codes[order[i] as number] === codes[order[i - 1] as number]) continue;
			if (value(i) === value(i - 1)) return null;
			borders++;
		}
		return borders === count - 1 ? 'alone tells the classes apart: each has a range of its own' : null;
	}
	// The area under the ROC curve from mean ranks, equal values sharing theirs.
	let ranks = 0;
	let ones = 0;
	for (let i = 0; i < order.length;) {
		let end = i + 1;
		while (end < order.length && value(end) === value(i)) end++;
		for (let k = i; k < end; k++)
			if (codes[order[k] as number] === 1) {
				ranks += (i + end + 1) / 2;
				ones++;
			}
		i = end;
	}
	const auc = (ranks - (ones * (ones + 1)) / 2) / (ones * (order.length - ones));
	const shown = Math.max(auc, 1 - auc);
	return shown >= AUC ? `alone tells the classes apart (ROC-AUC ${shown.toFixed(3)})` : null;
}

/** A straight line, or an order that never breaks, between many different values. */
function followsQuantity(input: NumericColumn, target: NumericColumn, rows: Uint32Array): string | null {
	const x = Float64Array.from(rows, (row) => input.values[row] as number);
	const y = Float64Array.from(rows, (row) => target.values[row] as number);
	if (new Set(x).size <= LEAST_ROWS || new Set(y).size <= LEAST_ROWS) return null;
	const r = Math.abs(correlation(x, y));
	if (r >= CORRELATION) return `is the target in another unit (correlation ${r.toFixed(4)})`;
	const order = Array.from(x.keys()).sort((a, b) => (x[a] as number) - (x[b] as number));
	let up = true;
	let down = true;
	for (let i = 1; i < order.length; i++) {
		const [a, b] = [y[order[i - 1] as number] as number, y[order[i] as number] as number];
		if (b < a) up = false;
		if (b > a) down = false;
	}
	return up || down ? 'puts all rows in the order of the target' : null;
}

function correlation(x: Float64Array, y: Float64Array): number {
	const mean = (values: Float64Array) => values.reduce((a, b) => a + b / values.length, 0);
	const [mx, my] = [mean(x), mean(y)];
	const [sx, sy] = [spread(x, mx), spread(y, my)];
	let sum = 0;
	for (let i = 0; i < x.length; i++)
		sum += ((((x[i] as number) - mx) / sx) * ((y[i] as number) - my)) / sy / x.length;
	return sum;
}

/** Population standard deviation, scaled by the greatest deviation so that it does not overflow. */
function spread(values: Float64Array, mean: number): number {
	const most = values.reduce((top, value) => Math.max(top, Math.abs(value - mean)), 0);
	return (
		most * Math.sqrt(values.reduce((sum, value) => sum + ((value - mean) / most) ** 2 / values.length, 0))
	);
}
