/** Project files as a forger, a bad disk or another program would leave them. */
import { digestOf } from '../hashing';
import { bytesOf, type Packed } from './places';

export const ROOT = 'palmer-penguins/';
export const encode = (text: string) => new TextEncoder().encode(text);
export const at = (entries: readonly Packed[], ending: string): Packed => {
	const found = entries.find(({ path }) => path.endsWith(ending));
	if (!found) throw new Error(`no ${ending}`);
	return found;
};

/** Writes the text of one entry anew. */
export function edit(entries: readonly Packed[], ending: string, change: (text: string) => string): Packed[] {
	const { path } = at(entries, ending);
	return entries.map((each) =>
		each.path === path ? { path, bytes: encode(change(new TextDecoder().decode(each.bytes))) } : each,
	);
}

/** Lists everything anew, as a forger would. */
export async function relist(entries: readonly Packed[]): Promise<Packed[]> {
	const listed: { path: string; bytes: number; sha256: string }[] = [];
	for (const { path, bytes } of entries) {
		if (path.endsWith('manifest.json')) continue;
		const digest = await digestOf(bytes);
		listed.push({ path: path.slice(ROOT.length), bytes: digest.bytes, sha256: digest.sha256 });
	}
	return edit(entries, 'manifest.json', (text) =>
		JSON.stringify({ ...(JSON.parse(text) as object), entries: listed }),
	);
}

export const patch = async (file: File, change: (bytes: Uint8Array) => void): Promise<File> => {
	const bytes = await bytesOf(file);
	change(bytes);
	return new File([bytes], 'bad.benchtop');
};
export const find = (bytes: Uint8Array, text: string, from = 0): number => {
	const wanted = encode(text);
	for (let i = from; i <= bytes.length - wanted.length; i++)
		if (wanted.every((byte, k) => bytes[i + k] === byte)) return i;
	throw new Error(`no ${text}`);
};
