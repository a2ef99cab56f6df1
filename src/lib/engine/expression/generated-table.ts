/** A table drawn from a seed, with a column of every type and a sixth of its values missing, to try expressions on. */
import type { Stream } from '../random/stream';
import { compareCodePoints } from '../table/compare';
import type { Column, NumericDtype, Table } from '../table/table';
import { Draw, TEXTS } from './generated-expressions';

/** Columns i j x y f b s t d e u. */
export function generatedTable(stream: Stream, rows: number): Table {
	const draw = new Draw(stream);
	const numbers = (name: string, dtype: NumericDtype, make: () => number): Column => ({
		name,
		dtype,
		values: Float64Array.from({ length: rows }, () => (draw.below(6) === 0 ? NaN : make())),
	});
	const texts = (name: string): Column => {
		const values = Array.from({ length: rows }, () => (draw.below(6) === 0 ? null : draw.of(TEXTS)));
		const dictionary = [...new Set(values.filter((text) => text !== null))].sort(compareCodePoints);
		return {
			name,
			dtype: 'string',
			dictionary,
			codes: Int32Array.from(values, (text) => (text === null ? -1 : dictionary.indexOf(text))),
		};
	};
	const days = (): number => (draw.below(40_000) - 10_000) * 86_400_000;
	return {
		rows,
		columns: [
			numbers('i', 'int32', () => draw.below(41) - 20),
			numbers('j', 'int64', () => draw.below(21) - 10),
			numbers('x', 'float64', () => (draw.below(2001) - 1000) / 16),
			numbers('y', 'float64', () => draw.stream.uniform() * 100 - 50),
			numbers('f', 'float32', () => Math.fround(draw.stream.uniform() * 20 - 10)),
			numbers('b', 'bool', () => draw.below(2)),
			texts('s'),
			texts('t'),
			numbers('d', 'date', days),
			numbers('e', 'date', days),
			numbers('u', 'timestamp', () => days() + draw.below(86_400_000)),
		],
	};
}
