/**
 * A line of the runs table: one run, or the runs of one trial as mean ± sd. Both modes sort and draw the same line,
 * so a column is written once.
 */
import type { RunRow } from './row';
import { summarise, type Summary } from './summary';

export interface RunLine {
	/** Key of the line: run id, or trial key. */
	readonly key: string;
	/** At least one run; the best by validation first where it matters is `lead`. */
	readonly rows: readonly RunRow[];
	/** The run that Enter opens and whose curve is drawn: the best by validation. */
	readonly lead: RunRow;
	readonly valid: Summary;
	readonly test: Summary;
	readonly loss: Summary;
	readonly gap: Summary;
	readonly epoch: Summary;
	readonly seconds: Summary;
}

/** The best run by the primary metric on validation rows; the first one when none is defined. */
export function best(rows: readonly RunRow[]): RunRow {
	const better = (a: RunRow, b: RunRow): RunRow => {
		if (b.valid === null) return a;
		if (a.valid === null) return b;
		return (a.higherIsBetter ? b.valid > a.valid : b.valid < a.valid) ? b : a;
	};
	return rows.reduce(better);
}

function line(key: string, rows: readonly RunRow[]): RunLine {
	return {
		key,
		rows,
		lead: best(rows),
		valid: summarise(rows.map(({ valid }) => valid)),
		test: summarise(rows.map(({ test }) => test)),
		loss: summarise(rows.map(({ loss }) => loss)),
		gap: summarise(rows.map(({ gap }) => gap)),
		epoch: summarise(rows.map(({ run }) => run.bestEpoch)),
		seconds: summarise(rows.map(({ run }) => run.seconds)),
	};
}

/** Items by key, keys in order of first appearance. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
	const found = new Map<string, T[]>();
	for (const item of items) {
		const key = keyOf(item);
		const members = found.get(key);
		if (members) members.push(item);
		else found.set(key, [item]);
	}
	return found;
}

/** One line per run. */
export const everyRun = (rows: readonly RunRow[]): RunLine[] => rows.map((row) => line(row.id, [row]));

/** One line per trial: same pipeline, architecture and trainer. Order of first appearance. */
export const meanOverRepeats = (rows: readonly RunRow[]): RunLine[] =>
	[...groupBy(rows, ({ trial }) => trial)].map(([trial, repeats]) => line(trial, repeats));

/** Runs that can be compared: one dataset version, one target, one analysis. */
export interface Group {
	readonly key: string;
	readonly data: string;
	readonly target: string;
	readonly metric: string;
	readonly rows: readonly RunRow[];
}

/** Groups in the order their newest run was started, newest first. */
export function groups(rows: readonly RunRow[]): Group[] {
	const byTarget = groupBy(rows, ({ run }) => `${run.dataset}·${run.target}·${run.analysis}`);
	const newest = (members: readonly RunRow[]): number => Math.max(...members.map(({ run }) => run.startedAt));
	return [...byTarget]
		.map(([key, members]) => {
			const { data, target, metric } = members[0]!;
			return { key, data, target, metric, rows: members };
		})
		.sort((a, b) => newest(b.rows) - newest(a.rows));
}
