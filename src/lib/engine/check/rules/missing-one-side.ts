/**
 * Inputs with gaps in some splits and none in others. Gaps that training never met are always worth a warning; gaps that
 * only some splits lack, when chance would hardly have left them out.
 */
import { isString, rowsOfSamples, type Column } from '../../table/table';
import type { Breathe, Evidence } from '../evidence';
import { counted, found, listed, pass, type Finding } from '../finding';

const RULE = 'missing-one-side';
/** Chance of a split without gaps, were they spread evenly, below which it is no accident. */
const ACCIDENT = 0.01;
const NAMED = 4;

export async function missingOneSide(
	{ inputColumns, cuts, table }: Evidence,
	breathe: Breathe,
): Promise<Finding> {
	const [{ train, scored }] = cuts;
	const sides = [train, ...scored].map(({ name, samples }) => ({
		name,
		rows: rowsOfSamples(table, samples),
	}));
	const names: string[] = [];
	const where: string[] = [];
	for (const column of inputColumns) {
		await breathe();
		const gaps = sides.map(({ rows }) => gapsIn(column, rows));
		const total = gaps.reduce((a, b) => a + b, 0);
		const all = sides.reduce((a, { rows }) => a + rows.length, 0);
		const without = sides.filter(
			({ name, rows }, s) =>
				gaps[s] === 0 &&
				total > 0 &&
				rows.length > 0 &&
				(name === 'train' || Math.exp(-(total / all) * rows.length) < ACCIDENT / inputColumns.length),
		);
		if (without.length === 0) continue;
		names.push(column.name);
		where.push(
			`"${column.name}": ${sides.map(({ name }, s) => `${counted(gaps[s] as number, 'gap')} in ${name}`).join(', ')}.`,
		);
	}
	return names.length === 0
		? pass(RULE, `${counted(inputColumns.length, 'input column')} were looked at.`)
		: found(
				RULE,
				'some',
				'warn',
				{ columns: listed(names), where: where.slice(0, NAMED).join(' ') },
				{ columns: names },
			);
}

function gapsIn(column: Column, rows: Uint32Array): number {
	let count = 0;
	if (isString(column)) for (const row of rows) count += (column.codes[row] as number) < 0 ? 1 : 0;
	else
		for (const row of rows) {
			const value = column.values[row] as number;
			if (value !== value) count++;
		}
	return count;
}
