/**
 * A bound expression made ready to run over the rows of one table: a tree of closures, each giving a vector for the rows
 * it is asked for. AND, OR, CASE and COALESCE ask for no more rows than they need, so what they guard is not computed.
 */
import { BenchtopError } from '../errors/error';
import type { Table } from '../table/table';
import { isTextConstant, type Bound } from './bound';
import { callOver } from './run-call';
import { columnVector, rowsOf, rowAt, TextPool, type Rows, type Vector } from './vector';

/** Rows that could not be computed; null where that is refused. */
export type Failures = Set<number> | null;
export type Program = (rows: Rows, failures: Failures) => Vector;

/** @param most the greatest number of rows it will be asked for at a time */
export function program(part: Bound, table: Table, most: number): Program {
	const make = (inner: Bound): Program => program(inner, table, most);
	switch (part.kind) {
		case 'constant':
			return constantly(part, most);
		case 'column': {
			const column = table.columns[part.index]!;
			return (rows) => columnVector(column, rows);
		}
		case 'call':
			return callOver(part, part.operands.map(make));
		case 'and':
			return conjunction(part.operands.map(make), 0);
		case 'or':
			return conjunction(part.operands.map(make), 1);
		case 'coalesce':
			return chosen(
				part,
				part.operands.map((operand) => ({ when: null, then: make(operand) })),
			);
		case 'case':
			return chosen(part, [
				...part.branches.map(({ when, then }) => ({ when: make(when), then: make(then) })),
				{ when: null, then: make(part.otherwise) },
			]);
		case 'try':
			return attempted(make(part.operand));
	}
}

function constantly(part: Bound & { kind: 'constant' }, most: number): Program {
	if (isTextConstant(part) || part.type === 'string') {
		const texts = typeof part.value === 'string' ? [part.value] : [];
		const codes = new Int32Array(most).fill(texts.length - 1);
		return ({ count }) => ({ codes: codes.subarray(0, count), texts });
	}
	const values = new Float64Array(most).fill(typeof part.value === 'number' ? part.value : NaN);
	return ({ count }) => ({ values: values.subarray(0, count) });
}

const numbersOf = (vector: Vector): Float64Array => {
	if (vector.values) return vector.values;
	throw new BenchtopError('general.unexpected', { detail: 'A text stands where a number was promised' });
};

/** AND (`decisive` 0) or OR (`decisive` 1): what follows is asked only for rows that are not decided. */
function conjunction(parts: readonly Program[], decisive: 0 | 1): Program {
	return (rows, failures) => {
		const result = numbersOf(parts[0]!(rows, failures)).slice(0, rows.count);
		for (const part of parts.slice(1)) {
			const open = placesWhere(rows.count, (at) => result[at] !== decisive);
			if (open.length === 0) break;
			const all = open.length === rows.count;
			const next = numbersOf(part(all ? rows : rowsOf(rows, open), failures));
			for (let i = 0; i < open.length; i++) {
				const at = open[i] as number;
				const value = next[i] as number;
				result[at] = value === decisive ? value : (result[at] as number) + value - (1 - decisive);
			}
		}
		return { values: result };
	};
}

/** Places from 0 to `count` for which the test holds. */
function placesWhere(count: number, test: (at: number) => boolean): Uint32Array {
	const places = new Uint32Array(count);
	let found = 0;
	for (let at = 0; at < count; at++) if (test(at)) places[found++] = at;
	return places.subarray(0, found);
}

interface Alternative {
	/** Null: what is missing here is left to the next one. */
	readonly when: Program | null;
	readonly then: Program;
}

/** CASE and COALESCE: each alternative in turn, for the rows that are left. */
function chosen(part: Bound, alternatives: readonly Alternative[]): Program {
	const pool = new TextPool();
	const text = part.type === 'string';
	return (rows, failures) => {
		const values = new Float64Array(text ? 0 : rows.count).fill(NaN);
		const codes = new Int32Array(text ? rows.count : 0).fill(-1);
		let left = placesWhere(rows.count, () => true);
		const those = (places: Uint32Array): Rows => (places.length === rows.count ? rows : rowsOf(rows, places));
		for (const { when, then } of alternatives) {
			if (left.length === 0) break;
			const before = left;
			let places = before;
			if (when) {
				const hit = numbersOf(when(those(before), failures));
				places = before.filter((_, i) => hit[i] === 1);
				left = before.filter((_, i) => hit[i] !== 1);
			}
			if (places.length === 0) continue;
			const found = then(those(places), failures);
			if (found.values)
				for (let i = 0; i < places.length; i++) values[places[i] as number] = found.values[i] as number;
			else recode(found.codes, found.texts, pool, codes, places);
			if (!when) left = before.filter((at) => (text ? codes[at] === -1 : Number.isNaN(values[at])));
		}
		return text ? { codes, texts: pool.texts } : { values };
	};
}

/** Codes of another pool as codes of this one, put in their places. */
function recode(
	from: Int32Array,
	texts: readonly string[],
	pool: TextPool,
	codes: Int32Array,
	places: Uint32Array,
): void {
	const known = new Map<number, number>();
	for (let i = 0; i < places.length; i++) {
		const code = from[i] as number;
		if (code < 0) continue;
		let own = known.get(code);
		if (own === undefined) known.set(code, (own = pool.code(texts[code] as string)));
		codes[places[i] as number] = own;
	}
}

/** TRY: a row that cannot be computed is missing. */
function attempted(part: Program): Program {
	return (rows) => {
		const failures = new Set<number>();
		const found = part(rows, failures);
		if (failures.size === 0) return found;
		const result = found.values ? found.values.slice() : found.codes.slice();
		for (let i = 0; i < rows.count; i++)
			if (failures.has(rowAt(rows, i))) result[i] = found.values ? NaN : -1;
		return found.values
			? { values: result as Float64Array }
			: { codes: result as Int32Array, texts: found.texts };
	};
}
