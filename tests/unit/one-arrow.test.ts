/** Two versions of apache-arrow side by side make inserts silent no-ops; the tree must hold one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Every installed copy of a package below a node_modules folder, as path and version. */
function copies(folder: string, name: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (!entry.isDirectory() || entry.name.startsWith('.')) return [];
		const path = join(folder, entry.name);
		if (entry.name.startsWith('@')) return copies(path, name);
		const own =
			entry.name === name
				? [String(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).version)]
				: [];
		return [...own, ...copies(join(path, 'node_modules'), name)];
	});
}

describe('apache-arrow', () => {
	it('is installed once, in the version DuckDB-WASM was built with', () => {
		expect(copies('node_modules', 'apache-arrow')).toEqual(['17.0.0']);
	});
});
