/** Names for the columns of a file: every column gets one, no two are alike, and what was changed is said in words. */

export interface Named {
	readonly names: string[];
	readonly notes: string[];
}

const list = (items: readonly string[]): string =>
	items.length > 5 ? `${items.slice(0, 5).join(', ')} and ${items.length - 5} more` : items.join(', ');

/** Unnamed columns get their position ("0", "1", …; SPEC DS-04), a repeated name the suffix _2, _3, …. */
export function columnNames(raw: readonly string[]): Named {
	const taken = new Set(raw.map((name) => name.trim()).filter((name) => name !== ''));
	const used = new Set<string>();
	const unnamed: string[] = [];
	const doubled: string[] = [];
	const free = (wanted: string): string => {
		if (!used.has(wanted) && !taken.has(wanted)) return wanted;
		let n = 2;
		while (used.has(`${wanted}_${n}`) || taken.has(`${wanted}_${n}`)) n++;
		return `${wanted}_${n}`;
	};
	const names = raw.map((text, index) => {
		const wanted = text.trim();
		let name = wanted;
		if (wanted === '') {
			name = free(String(index));
			unnamed.push(name);
		} else if (used.has(wanted)) {
			name = free(wanted);
			doubled.push(`${wanted} → ${name}`);
		}
		used.add(name);
		return name;
	});
	const notes: string[] = [];
	if (doubled.length > 0) notes.push(`Repeated column names were made different: ${list(doubled)}`);
	if (unnamed.length > 0) notes.push(`Columns without a name were numbered: ${list(unnamed)}`);
	return { names, notes };
}
