/**
 * Picture files as one dataset: in which order, under which name, and in which sub-folder each lies, which is its
 * label. Knows paths only; files are opened elsewhere.
 */
import { compareNatural } from '../../engine/table/natural-order';

export interface PictureSet {
	/** Positions of the given paths in the order of the samples. */
	readonly order: readonly number[];
	/** The folder all of them lie in, or what a person would call them. */
	readonly name: string;
	/** Last part of each path, in order. */
	readonly files: readonly string[];
	/** Per picture the folders between the common one and the file; null without any sub-folder, '' outside of them. */
	readonly folders: readonly string[] | null;
}

const parts = (path: string): string[] => path.split('/').filter((part) => part !== '');

/** Leading parts that all lists share. */
function shared(lists: readonly (readonly string[])[]): string[] {
	const [first = []] = lists;
	const differs = first.findIndex((part, i) => lists.some((list) => list[i] !== part));
	return differs < 0 ? [...first] : first.slice(0, differs);
}

/** Arranges pictures given by their paths ("pets/cat/1.png"; a file alone has no folder). */
export function pictureSet(paths: readonly string[]): PictureSet {
	const order = paths.map((_, i) => i).sort((a, b) => compareNatural(paths[a] as string, paths[b] as string));
	const files = order.map((at) => parts(paths[at] as string));
	const folders = files.map((path) => path.slice(0, -1));
	const common = shared(folders);
	const labels = folders.map((folder) => folder.slice(common.length).join('/'));
	const names = files.map((path) => path.at(-1) ?? '');
	const [only = ''] = names;
	return {
		order,
		name: common[0] ?? (names.length === 1 ? only.replace(/\.[^.]+$/, '') || only : 'Pictures'),
		files: names,
		folders: labels.some((label) => label !== '') ? labels : null,
	};
}
