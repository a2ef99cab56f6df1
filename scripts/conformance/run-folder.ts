/** Reads the fixtures of a folder and runs those of every family it knows in Node; the others are named. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runFixture, type FamilyResult, type Fixture } from './families';

/** The fixtures of a folder with the names of their files, in order. */
export const readFolder = (folder: string): { name: string; fixture: Fixture }[] =>
	readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => ({
			name: file.slice(0, -'.json'.length),
			fixture: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Fixture,
		}));

/** @returns the families that were run, and the names of those that are not known, both in order of their files. */
export function runFolder(folder: string): { known: FamilyResult[]; unknown: string[] } {
	const known: FamilyResult[] = [];
	const unknown: string[] = [];
	for (const { name, fixture } of readFolder(folder)) {
		const result = runFixture(fixture, name);
		if (result) known.push(result);
		else unknown.push(fixture.family ?? name);
	}
	return { known, unknown };
}
