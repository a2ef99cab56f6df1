/**
 * Training on the future: by a declared time, every earlier split must end before the next begins (equal times may meet);
 * a date that is not declared is a warning when rows were split without regard to it.
 */
import { columnOf, isString, type NumericColumn } from '../../table/table';
import type { Cut, Evidence, Side } from '../evidence';
import { Examples, counted, found, listed, pass, percent, type Finding } from '../finding';

const RULE = 'time-order';

export function timeOrder(evidence: Evidence): Finding {
	const { known, samples, time, target, method = 'random', cuts } = evidence;
	const per = known.rows / samples;
	if (time != null) {
		const column = columnOf(known, time);
		if (!column || isString(column)) return pass(RULE, `"${time}" is no column of dates or numbers.`);
		const examples = new Examples();
		for (const cut of cuts as readonly Cut[]) late(cut, column, per, evidence, examples);
		return examples.count === 0
			? pass(RULE, `By "${time}", each split ends before the next begins.`)
			: found(
					RULE,
					'declared',
					'refuse',
					{ column: time, rows: counted(examples.count, 'row') },
					{ columns: [time], examples },
				);
	}
	const dates = known.columns.filter(
		(column): column is NumericColumn =>
			(column.dtype === 'date' || column.dtype === 'timestamp') && column.name !== target,
	);
	if (dates.length === 0) return pass(RULE, 'There is no column of dates.');
	if (method !== 'random')
		return pass(RULE, `${listed(dates.map(({ name }) => name))}: the split is by ${method}, not by chance.`);
	const main = (cuts as readonly Cut[]).find(({ scored }) => scored.length > 0) ?? cuts[0];
	const mixed = dates.flatMap((column) => {
		const first = earliest(main.scored, column, per);
		let later = 0;
		for (const sample of main.train.samples) if ((column.values[sample * per] as number) > first) later++;
		return later > 0 ? [{ column, later }] : [];
	});
	const [worst] = mixed.sort((a, b) => b.later - a.later);
	if (!worst) return pass(RULE, `By ${listed(dates.map(({ name }) => name))}, training rows come first.`);
	const columns = mixed.map(({ column }) => column.name);
	return found(
		RULE,
		'undeclared',
		'warn',
		{ columns: listed(columns), share: percent(worst.later, main.train.samples.length) },
		{ columns },
	);
}

/** Samples of each side that are later than the first of a side after it. */
function late(
	{ train, scored }: Cut,
	column: NumericColumn,
	per: number,
	{ see }: Evidence,
	into: Examples,
): void {
	const sides = [train, ...scored];
	sides.forEach((side, s) => {
		const { value: first, sample: witness } = firstOf(sides.slice(s + 1), column, per);
		for (const sample of side.samples)
			if ((column.values[sample * per] as number) > first) into.add(() => see(sample, witness));
	});
}

function firstOf(sides: readonly Side[], column: NumericColumn, per: number) {
	let value = Infinity;
	let sample = -1;
	for (const { samples } of sides)
		for (const candidate of samples) {
			const found = column.values[candidate * per] as number;
			if (found < value) [value, sample] = [found, candidate];
		}
	return { value, sample };
}

const earliest = (sides: readonly Side[], column: NumericColumn, per: number): number =>
	firstOf(sides, column, per).value;
