import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Table } from '../engine/table/table';
import { packedBuffers, packTable, unpackTable } from './packed-table';

const text = fc.string({ unit: 'grapheme', maxLength: 8 });

it('a packed table is unpacked to the same table, whatever its texts', () => {
	fc.assert(
		fc.property(fc.array(text, { maxLength: 30 }), fc.boolean(), (dictionary, pictures) => {
			const codes = Int32Array.from(dictionary, (_, code) => code);
			const table: Table = {
				rows: dictionary.length,
				columns: [
					{ name: 'n', dtype: 'float64', values: Float64Array.from(dictionary, (_, row) => row / 3) },
					{ name: 's', dtype: 'string', codes, dictionary },
				],
				...(pictures ? { inner: [dictionary.length] } : {}),
			};
			const packed = packTable(table);
			expect(packedBuffers(packed)).toHaveLength(4);
			expect(unpackTable(structuredClone(packed))).toEqual(table);
		}),
	);
});

it('keeps a byte order mark and empty texts, and names a shared buffer once', () => {
	const all = new Float64Array(4);
	const table: Table = {
		rows: 2,
		columns: [
			{ name: 'a', dtype: 'float64', values: all.subarray(0, 2) },
			{ name: 'b', dtype: 'float64', values: all.subarray(2) },
			{ name: 's', dtype: 'string', codes: Int32Array.of(0, 1), dictionary: ['', '\ufeffx'] },
		],
	};
	expect(unpackTable(packTable(table))).toEqual(table);
	expect(packedBuffers(packTable(table))).toHaveLength(4);
});
