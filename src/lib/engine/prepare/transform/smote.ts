/**
 * SMOTE: new rows of a class on the line between one of its rows and one of that row's nearest neighbours of the class.
 * Text and truth values take the most frequent value among the neighbours (SMOTE-NC). Rows with a gap in the columns
 * that are mixed are neither base nor neighbour. Columns that are not mixed are the base row's.
 * Source: Chawla, Bowyer, Hall, Kegelmeyer, "SMOTE: synthetic minority over-sampling technique" (JAIR 16, 2002).
 */
import { BenchtopError } from '../../errors/error';
import type { Stream } from '../../random/stream';
import { gather } from '../../table/select-rows';
import { isString, type Column, type NumericColumn, type Table } from '../../table/table';
import { columnNamed } from './columns';
import { mixedSpace, nearestOf, type MixedSpace } from './mixed-space';
import type { Transformed } from './transform';

export interface SmoteParams {
	readonly columns: readonly string[];
	readonly neighbors: number;
	/** The class column, for messages. */
	readonly by: string;
}

/** A class that is to grow by `missing` rows. */
export interface ShortClass {
	readonly name: string;
	readonly rows: Uint32Array;
	readonly missing: number;
	readonly chance: Stream;
}

/** Comparisons of one number with another that a person can wait for. */
const COST_LIMIT = 1e10;

/** A new row: from `base` the share `gap` of the way to `neighbor`, among the base's nearest rows. */
interface Draw {
	readonly base: number;
	readonly neighbor: number;
	readonly gap: number;
	readonly nearest: Uint32Array;
}

/** The table with each short class grown; new rows last, class by class, in the order they were drawn. */
export function smote(table: Table, params: SmoteParams, classes: readonly ShortClass[]): Transformed {
	const columns = params.columns.map((name) => columnNamed(table, name));
	const space = mixedSpace(columns, table.rows);
	const draws = classes.flatMap((one) => drawn(space, one, params));
	const origin = new Uint32Array(table.rows + draws.length);
	for (let row = 0; row < origin.length; row++) origin[row] = draws[row - table.rows]?.base ?? row;
	const mixed = new Set(params.columns);
	return {
		table: {
			rows: origin.length,
			columns: table.columns.map((column) => {
				const result = gather(column, origin);
				if (mixed.has(column.name)) mix(column, result, table.rows, draws);
				return result;
			}),
		},
		origin,
	};
}

function drawn(space: MixedSpace, { name, rows, missing, chance }: ShortClass, params: SmoteParams): Draw[] {
	const members = rows.filter((row) => space.complete[row] === 1);
	if (members.length < 2)
		throw new BenchtopError('transform.smote-rows', {
			column: params.by,
			class: name,
			count: members.length,
		});
	const bases = Math.min(members.length, missing);
	if (members.length * bases * params.columns.length > COST_LIMIT)
		throw new BenchtopError('transform.smote-size', { class: name, rows: members.length, added: missing });
	const nearest = nearestOf(space, members, params.neighbors);
	const known = new Map<number, Uint32Array>();
	return Array.from({ length: missing }, () => {
		const base = members[chance.below(members.length)] as number;
		let rowsNear = known.get(base);
		if (!rowsNear) known.set(base, (rowsNear = nearest(base)));
		const neighbor = rowsNear[chance.below(rowsNear.length)] as number;
		return { base, neighbor, gap: chance.uniform(), nearest: rowsNear };
	});
}

/** Writes the new rows' values behind the others. Whole numbers and dates are rounded to what their type holds. */
function mix(source: Column, result: Column, from: number, draws: readonly Draw[]): void {
	if (isString(source) || source.dtype === 'bool') {
		const held = isString(source) ? source.codes : source.values;
		const into = isString(result) ? result.codes : result.values;
		draws.forEach(({ base, nearest }, i) => (into[from + i] = mostFrequent(held, base, nearest)));
		return;
	}
	const into = (result as NumericColumn).values;
	const step = source.dtype === 'date' ? 86_400_000 : 1;
	const round = source.dtype === 'float32' || source.dtype === 'float64' ? null : step;
	draws.forEach(({ base, neighbor, gap }, i) => {
		const a = source.values[base] as number;
		const value = a + gap * ((source.values[neighbor] as number) - a);
		into[from + i] = round === null ? value : Math.round(value / round) * round;
	});
}

/** The value most of the neighbours have; of several the base's own, otherwise the first in sorted order. */
function mostFrequent(held: Int32Array | Float64Array, base: number, nearest: Uint32Array): number {
	const own = held[base] as number;
	const counts = new Map<number, number>();
	for (const row of nearest) {
		const value = held[row] as number;
		counts.set(value, (counts.get(value) ?? 0) + 1);
	}
	const most = Math.max(...counts.values());
	const best = [...counts].filter(([, count]) => count === most).map(([value]) => value);
	return best.includes(own) ? own : Math.min(...best);
}
