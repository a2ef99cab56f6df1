import { describe, expect, it } from 'vitest';
import { sortIncoming, walk } from './incoming';

const given = (...paths: string[]) =>
	paths.map((path) => ({ path, file: new File(['x'], path.split('/').at(-1) ?? path) }));
const names = (files: readonly File[]) => files.map(({ name }) => name);

describe('what comes in', () => {
	it('is pictures, projects or tables by its name', () => {
		const { projects, pictures, tables } = sortIncoming(
			given('a.PNG', 'b.jpeg', 'p.benchtop', 'q.zip', 't.csv', 'x.npy', 'what.is'),
		);
		expect(pictures.map(({ path }) => path)).toEqual(['a.PNG', 'b.jpeg']);
		expect(names(projects)).toEqual(['p.benchtop', 'q.zip']);
		expect(names(tables)).toEqual(['t.csv', 'x.npy', 'what.is']);
	});
	it('from a folder is only pictures and tables, without hidden files (DS-18)', () => {
		const { projects, pictures, tables } = sortIncoming(
			given('f/.a.png', 'f/.git/b.png', '__MACOSX/f/c.png', 'f/d.gif', 'f/old.zip', 'f/t.tsv', 'f/notes.md'),
		);
		expect(pictures.map(({ path }) => path)).toEqual(['f/d.gif']);
		expect(names(projects)).toEqual([]);
		expect(names(tables)).toEqual(['t.tsv']);
	});
});

/** Entries as a browser gives them, a folder's in portions of two. */
function file(fullPath: string): FileSystemEntry {
	const name = fullPath.split('/').at(-1) ?? '';
	const entry = { isFile: true, isDirectory: false, fullPath, name };
	return {
		...entry,
		file: (done: (file: File) => void) => done(new File([], name)),
	} as unknown as FileSystemEntry;
}
function folder(fullPath: string, ...inside: FileSystemEntry[]): FileSystemEntry {
	const createReader = () => {
		const left = [...inside];
		return { readEntries: (done: (entries: FileSystemEntry[]) => void) => done(left.splice(0, 2)) };
	};
	return { isFile: false, isDirectory: true, fullPath, createReader } as unknown as FileSystemEntry;
}

describe('dropped folders', () => {
	it('are walked to the end, however many portions they come in', async () => {
		const all = ['1', '2', '3', '4', '5'].map((name) => file(`/top/sub/${name}.png`));
		const found = await walk([
			folder('/top', folder('/top/sub', ...all), file('/top/notes.md')),
			file('/one.csv'),
		]);
		expect(found.map(({ path }) => path)).toEqual([
			...['1', '2', '3', '4', '5'].map((name) => `top/sub/${name}.png`),
			'top/notes.md',
			'one.csv',
		]);
	});
	it('without anything give nothing', async () => {
		expect(await walk([folder('/top')])).toEqual([]);
	});
	it('that cannot be read say so', async () => {
		const broken = {
			...folder('/top'),
			createReader: () => ({
				readEntries: (_: unknown, fail: (why: Error) => void) => fail(new Error('gone')),
			}),
		} as unknown as FileSystemEntry;
		await expect(walk([broken])).rejects.toThrow('gone');
	});
});
