import { describe, expect, it } from 'vitest';
import { compareCodePoints } from './compare';
import { contentHash } from './content-hash';
import { selectRows } from './select-rows';
import type { Column, Table } from './table';

const float = (name: string, values: number[], dtype: 'float64' | 'int64' = 'float64'): Column => ({
	name,
	dtype,
	values: Float64Array.from(values),
});
const text = (name: string, dictionary: string[], codes: number[]): Column => ({
	name,
	dtype: 'string',
	dictionary,
	codes: Int32Array.from(codes),
});
const table = (...columns: Column[]): Table => ({ rows: 3, columns });

const base = table(float('a', [1, 2, NaN]), text('b', ['x', 'y'], [0, 1, -1]));

describe('contentHash', () => {
	it('is the same on every machine', async () => {
		expect(await contentHash(base)).toMatchInlineSnapshot(
			`"sha256:617ce253c7ffbcb9fd8db0fc3f072faf5aa0b4720795bfdd1478e662af4e6fe7"`,
		);
	});

	it('does not depend on how missing, zero or a dictionary are written', async () => {
		const bits = new Uint32Array([0, 0x7ff80001, 0, 0x80000000, 0, 0x3ff00000]);
		const odd: Column = { name: 'a', dtype: 'float64', values: new Float64Array(bits.buffer) };
		expect(await contentHash(table(odd))).toBe(await contentHash(table(float('a', [NaN, 0, 1]))));
		const loose = table(float('a', [1, 2, NaN]), text('b', ['y', 'unused', 'x'], [2, 0, -1]));
		expect(await contentHash(loose)).toBe(await contentHash(base));
	});

	it('changes with any value, type, name or order', async () => {
		const others = [
			table(float('a', [1, 3, NaN]), text('b', ['x', 'y'], [0, 1, -1])),
			table(float('a', [1, 2, NaN], 'int64'), text('b', ['x', 'y'], [0, 1, -1])),
			table(float('c', [1, 2, NaN]), text('b', ['x', 'y'], [0, 1, -1])),
			table(text('b', ['x', 'y'], [0, 1, -1]), float('a', [1, 2, NaN])),
			table(float('a', [1, 2, NaN]), text('b', ['x', 'y'], [1, 0, -1])),
			table(float('a', [1, 2, NaN]), text('b', ['x', 'z'], [0, 1, -1])),
			table(float('a', [1, 2, NaN]), text('b', ['xy', ''], [0, 1, -1])),
		];
		const hashes = await Promise.all([base, ...others].map(contentHash));
		expect(new Set(hashes).size).toBe(hashes.length);
	});
});

describe('selectRows', () => {
	it('keeps only the texts that occur, in order', () => {
		const { columns } = selectRows(table(text('b', ['x', 'y', 'z'], [2, 0, 1])), Uint32Array.of(2, 0));
		expect(columns[0]).toEqual(text('b', ['y', 'z'], [0, 1]));
	});
});

describe('compareCodePoints', () => {
	it('puts astral characters after the rest, as numpy does', () => {
		expect(['\u{1F600}', '\uFFFD', 'é', 'b', 'a', ''].sort(compareCodePoints)).toEqual([
			'',
			'a',
			'b',
			'é',
			'\uFFFD',
			'\u{1F600}',
		]);
	});
});
