import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { BenchtopError } from '../../engine/errors/error';
import { createDataClient } from '../data-client';
import type { Staged } from '../api';

const client = createDataClient({ memory: '200MB' });
afterAll(() => client.dispose());

const file = (name: string, ...parts: BlobPart[]): File => new File(parts, name);
const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);
const utf16 = (text: string, big = false, mark = true): Uint8Array<ArrayBuffer> => {
	const units = [...(mark ? '\uFEFF' : ''), ...text].map((c) => c.charCodeAt(0));
	return Uint8Array.from(units.flatMap((unit) => (big ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])));
};
const refusal = async (given: File): Promise<BenchtopError> => {
	const staged: Staged | BenchtopError = await client
		.stage(given, 'auto')
		.catch((error: BenchtopError) => error);
	if ('columns' in staged) throw new Error(`It was read: ${JSON.stringify(staged)}`);
	return staged;
};
const shape = ({ columns }: Staged): string[] => columns.map(({ name, dtype }) => `${name}:${dtype}`);

afterEach(async () => {
	const staged = await client.stage(file('good.csv', 'a,b\n1,x\n2,y\n'), 'auto');
	expect(shape(staged)).toEqual(['a:int64', 'b:string']);
	await client.discard(staged.id);
});

describe('refused, with a reason, and a good file is read right afterwards', () => {
	it('an empty file, of text and of Parquet', async () => {
		expect((await refusal(file('none.csv'))).code).toBe('data.empty-file');
		expect((await refusal(file('blank.csv', '\n\n  \n'))).code).toBe('data.empty-file');
		expect((await refusal(file('none.parquet'))).code).toBe('data.empty-file');
	});
	it('a header without rows', async () => {
		expect((await refusal(file('head.csv', 'a,b,c\n'))).code).toBe('data.no-rows');
		expect((await refusal(file('head.csv', 'a,b,c'))).code).toBe('data.no-rows');
	});
	it('ragged lines, named with what they hold', async () => {
		const error = await refusal(file('ragged.csv', 'a,b,c\n1,2,3\n1,2\n"x\ny",2,3\n4,5,6,7\n'));
		expect(error.code).toBe('data.ragged');
		expect(error.message).toContain('line 3 (2), line 6 (4)');
		expect(error.message).toContain('3 cells');
	});
	it('a ragged line far down', async () => {
		const error = await refusal(file('far.csv', 'a,b\n', '1,2\n'.repeat(50_000), '1\n', '1,2\n'.repeat(10)));
		expect(error.code).toBe('data.ragged');
		expect(error.message).toContain('line 50002 (1)');
	});
	it('binary data under a text name', async () => {
		expect((await refusal(file('sheet.csv', bytes(0x50, 0x4b, 3, 4, 20, 0, 6, 0)))).code).toBe(
			'data.binary-file',
		);
		const noise = Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) & 255);
		expect((await refusal(file('noise.csv', noise))).code).toBe('data.binary-file');
	});
	it('a file of another kind', async () => {
		const error = await refusal(file('model.onnx', 'abc'));
		expect(error.code).toBe('data.file-type');
		expect(error.message).toContain('onnx');
	});
	it('Parquet that is none, cut off, or damaged', async () => {
		expect((await refusal(file('text.parquet', 'a,b\n1,2\n'))).code).toBe('data.not-parquet');
		const good = await client.register((await client.stage(file('a.csv', 'a,b\n1,x\n2,y\n'), 'auto')).id);
		const whole = new Uint8Array(await good.parquet.arrayBuffer());
		await client.close(good.dataset.id);
		expect((await refusal(file('cut.parquet', whole.slice(0, -20)))).code).toBe('data.truncated-parquet');
		expect((await refusal(file('cut.parquet', whole.slice(0, 4)))).code).toBe('data.truncated-parquet');
		const broken = whole.slice();
		broken.fill(0xff, broken.length - 60, broken.length - 8);
		expect((await refusal(file('broken.parquet', broken))).code).toBe('data.unreadable-parquet');
	});
	it('a file larger than the memory', async () => {
		const block = new Blob([
			Array.from({ length: 20_000 }, (_, i) => `${i * 7.123456},text number ${i * 31}\n`).join(''),
		]);
		const error = await refusal(file('huge.csv', 'a,b\n', ...Array.from({ length: 400 }, () => block)));
		expect(error.code).toBe('data.out-of-memory');
	});
	it('a quote that is never closed', async () => {
		expect((await refusal(file('quote.csv', 'a,b\n1,"x\n2,y\n3,z\n'))).code).toMatch(
			/data\.(ragged|unreadable-text)/,
		);
	});
});

describe('read, with what was put right said in a note', () => {
	const read = async (given: File, format: 'auto' | 'paste' = 'auto'): Promise<Staged> => {
		const staged = await client.stage(given, format);
		await client.discard(staged.id);
		return staged;
	};
	it.each([
		['UTF-16LE with a mark', utf16('näme;größe\nÄ;1,5\nÖ;2,25\n'), 'UTF-16LE'],
		['UTF-16BE with a mark', utf16('näme;größe\nÄ;1,5\nÖ;2,25\n', true), 'UTF-16BE'],
		['UTF-16LE without one', utf16('näme;größe\nÄ;1,5\nÖ;2,25\n', false, false), 'UTF-16LE'],
		[
			'windows-1252',
			bytes(...[...'näme;größe\nÄ;1,5\nÖ;2,25\n'].map((c) => c.charCodeAt(0))),
			'windows-1252',
		],
	])('%s', async (_, content, note) => {
		const staged = await read(file('enc.csv', content));
		expect(shape(staged)).toEqual(['näme:string', 'größe:float64']);
		expect(staged.columns.map(({ examples }) => examples)).toEqual([
			['Ä', 'Ö'],
			[1.5, 2.25],
		]);
		expect(staged.notes.join()).toContain(note);
		expect(staged.notes.join()).toContain('decimal comma');
	});
	it('windows-1252 that shows only far down', async () => {
		const staged = await read(file('late.csv', 'a,b\n', 'x,1\n'.repeat(200_000), bytes(0xe9), ',2\n'));
		expect(staged.rows).toBe(200_001);
		expect(staged.notes.join()).toContain('windows-1252');
	});
	it('a byte order mark of UTF-8', async () => {
		expect(shape(await read(file('bom.csv', bytes(0xef, 0xbb, 0xbf), 'a,b\n1,2\n')))).toEqual([
			'a:int64',
			'b:int64',
		]);
	});
	it('one column where a delimiter was missed', async () => {
		const staged = await read(file('one.csv', 'a:b:c\n1:2:3\n4:5:6\n'));
		expect(staged.columns).toHaveLength(1);
		expect(staged.notes.join()).toContain('Only one column');
	});
	it('doubled and empty names', async () => {
		const staged = await read(file('names.csv', 'a,a,,A,\n1,2,3,4,5\n'));
		expect(shape(staged)).toEqual(['a:int64', 'a_2:int64', '2:int64', 'A:int64', '4:int64']);
		expect(staged.notes).toHaveLength(2);
	});
	it('no header', async () => {
		const staged = await read(file('bare.csv', '5.1,3.5,x\n4.9,3.0,y\n'));
		expect(shape(staged)).toEqual(['0:float64', '1:float64', '2:string']);
		expect(staged.notes.join()).toContain('No header');
	});
	it('missing tokens leave a column numeric', async () => {
		const staged = await read(file('gaps.csv', 'a,b\n1,x\nNA,?\nN/A,null\n?,NaN\n2.5,y\n'));
		expect(shape(staged)).toEqual(['a:float64', 'b:string']);
		expect(staged.columns.map(({ missing }) => missing)).toEqual([3, 3]);
	});
	it('a type that the first rows do not show', async () => {
		const staged = await read(file('late.csv', 'a,b\n', '1,1\n'.repeat(30_000), '1.5,x\n'));
		expect(shape(staged)).toEqual(['a:float64', 'b:string']);
	});
	it('whole numbers too large to be exact', async () => {
		const staged = await read(file('ids.csv', 'id,n\n9007199254740993,1\n9007199254740995,2\n'));
		expect(shape(staged)).toEqual(['id:string', 'n:int64']);
		expect(staged.columns[0]?.examples[0]).toBe('9007199254740993');
		expect(staged.notes.join()).toContain('2^53');
	});
	it('other delimiters', async () => {
		expect(shape(await read(file('t.csv', 'a\tb\n1\tx\n')))).toEqual(['a:int64', 'b:string']);
		expect(shape(await read(file('p.txt', 'a|b\n1|x\n')))).toEqual(['a:int64', 'b:string']);
		expect(shape(await read(file('semi.tsv', 'a;b\n1;x\n')))).toEqual(['a:int64', 'b:string']);
		expect(shape(await read(file('pasted', 'a\tb\r\n1\tx\r\n2\ty'), 'paste'))).toEqual([
			'a:int64',
			'b:string',
		]);
		expect(shape(await read(file('comma.csv', 'x\n1,5\n2,5\n')))).toEqual(['x:float64']);
	});
	it('numbers with spaces around them, and gaps of spaces', async () => {
		const text = 'a,b,c,d\n 1.5 ,7 ,x , 007\n2 ,  ,y,12345678901234567890 \n NA,9 , z ,8\n';
		const staged = await read(file('spaces.csv', text));
		expect(shape(staged)).toEqual(['a:float64', 'b:int64', 'c:string', 'd:string']);
		expect(staged.columns.map(({ missing }) => missing)).toEqual([1, 1, 0, 0]);
		expect(staged.columns[0]?.examples).toEqual([1.5, 2, null]);
		expect(staged.notes.join()).toContain('Spaces around numbers were left out: "a", "b"');
		const german = await read(file('german.csv', 'a;b;c\n1,5 ;1.234 ;0,5\n2,5 ;2.345 ;0,7\n'));
		expect(shape(german)).toEqual(['a:float64', 'b:string', 'c:float64']);
	});
	it('10,000 columns', { timeout: 240_000 }, async () => {
		const columns = Array.from({ length: 10_000 }, (_, i) => i);
		const row = columns.map((i) => i / 2).join(',');
		const roomy = createDataClient();
		const header = columns.map((i) => `c ${i}`).join(',');
		const staged = await roomy.stage(file('wide.csv', `${header}\n`, `${row}\n`.repeat(3)), 'auto');
		const { dataset } = await roomy.register(staged.id);
		expect((await roomy.page(dataset.id, 2, 5)).rows[0]?.[9999]).toBe(4999.5);
		roomy.dispose();
		expect(staged.columns).toHaveLength(10_000);
		expect(staged.columns[9999]?.examples[0]).toBe(4999.5);
	});
});
