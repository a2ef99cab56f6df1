import { describe, expect, it } from 'vitest';
import { marked, rank, search } from './palette-search';

const entry = (label: string, also = '') => ({ label, also, group: 'Actions' as const });

describe('palette search', () => {
	it('prefers the start of the label, then of a word, then anywhere, then other words', () => {
		const entries = [
			entry('Zip', 'export'),
			entry('Reexport'),
			entry('Project export'),
			entry('Export project'),
			entry('Nothing'),
		];
		expect(search(entries, 'exp').map(({ label }) => label)).toEqual([
			'Export project',
			'Project export',
			'Reexport',
			'Zip',
		]);
	});

	it('asks for every word', () => {
		expect(rank(entry('Export project'), 'project exp')).toBeGreaterThan(0);
		expect(rank(entry('Export project'), 'project gone')).toBe(0);
	});

	it('keeps the order when nothing is typed', () => {
		const entries = [entry('b'), entry('a')];
		expect(search(entries, '  ')).toEqual(entries);
	});

	it('marks what was typed and loses no letter', () => {
		expect(marked('Export project', 'pro')).toEqual([
			{ text: 'Export ', hit: false },
			{ text: 'pro', hit: true },
			{ text: 'ject', hit: false },
		]);
		expect(marked('', 'x')).toEqual([]);
	});
});
