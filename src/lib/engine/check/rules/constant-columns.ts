/** Inputs with one value in all training rows, or in all but very few. */
import { isString, rowsOfSamples, type Column } from '../../table/table';
import type { Breathe, Evidence } from '../evidence';
import { counted, found, listed, pass, percent, type Finding } from '../finding';

const RULE = 'constant-columns';
/** At most this share of the training rows differs from the most frequent value; a single row may in small tables. */
const FEW = 0.005;
const NAMED = 4;

export async function constantColumns(
	{ inputColumns, cuts, table }: Evidence,
	breathe: Breathe,
): Promise<Finding> {
	const train = rowsOfSamples(table, cuts[0].train.samples);
	const names: string[] = [];
	const where: string[] = [];
	for (const column of inputColumns) {
		await breathe();
		const different = train.length - mostFrequent(column, train);
		if (train.length === 0 || different > FEW * train.length) continue;
		names.push(column.name);
		where.push(
			different === 0
				? `"${column.name}" has one value.`
				: `"${column.name}" has another value in ${percent(different, train.length)} of the rows.`,
		);
	}
	return names.length === 0
		? pass(RULE, `${counted(inputColumns.length, 'input column')} of the training rows were looked at.`)
		: found(
				RULE,
				'constant',
				'warn',
				{ columns: listed(names), where: where.slice(0, NAMED).join(' ') },
				{ columns: names },
			);
}

/** How often the majority value occurs, missing counted as a value (Boyer and Moore's vote, then a count); 0 without majority. */
function mostFrequent(column: Column, rows: Uint32Array): number {
	const values = isString(column) ? column.codes : column.values;
	let candidate = NaN;
	let votes = 0;
	for (const row of rows) {
		const value = values[row] as number;
		if (votes === 0) candidate = value;
		votes += same(value, candidate) ? 1 : -1;
	}
	let count = 0;
	for (const row of rows) if (same(values[row] as number, candidate)) count++;
	return 2 * count > rows.length ? count : 0;
}

const same = (a: number, b: number): boolean => a === b || (a !== a && b !== b);
