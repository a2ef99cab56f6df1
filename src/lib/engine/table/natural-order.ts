/** The order people expect of file names: digits count as numbers, so img2 comes before img10 (SPEC DS-18). */

const RUNS = /\d+|\D+/g;
const isNumber = (run: string): boolean => run >= '0' && run < ':';

/** Runs of digits by value, whatever their leading zeros. */
function compareNumbers(a: string, b: string): number {
	const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
	return x.length - y.length || compareText(x, y);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareNames(a: string, b: string): number {
	const [runs, others] = [a.match(RUNS) ?? [], b.match(RUNS) ?? []];
	for (let i = 0; i < Math.min(runs.length, others.length); i++) {
		const [x, y] = [runs[i] as string, others[i] as string];
		const numbers = Number(isNumber(x)) + Number(isNumber(y));
		// A number stands before a text.
		const order = numbers === 2 ? compareNumbers(x, y) : numbers ? (isNumber(x) ? -1 : 1) : compareText(x, y);
		if (order !== 0) return order;
	}
	return runs.length - others.length;
}

/** Compares paths folder by folder; total: only equal paths compare as 0. */
export function compareNatural(a: string, b: string): number {
	const [names, others] = [a.split('/'), b.split('/')];
	for (let i = 0; i < Math.min(names.length, others.length); i++) {
		const order = compareNames(names[i] as string, others[i] as string);
		if (order !== 0) return order;
	}
	return names.length - others.length || compareText(a, b);
}
