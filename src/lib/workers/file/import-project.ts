/**
 * A project file into the database, all or nothing. A file whose project is here already, with the same content, opens
 * that one; with other content it becomes a copy of its own, so that importing never changes what is here.
 */
import type { LongCall } from '../../engine/ports';
import { write, type Database } from '../../storage/database';
import { addWholeProject, type WholeProject } from '../../storage/whole-project';
import { openArchive } from './archive';
import { projectEntries, takeSnapshot } from './entries';
import { CRATE, PROJECT, README, refusing, type Listed } from './layout';
import { listEntries } from './pack';
import { readProject } from './read-project';

/** What identifies the content of a project: all entries but its name, its last look, and what is said about it. */
function fingerprint(entries: readonly Listed[]): string {
	const about: readonly string[] = [PROJECT, README, CRATE];
	return entries
		.filter(({ path }) => !about.includes(path))
		.map(({ path, sha256 }) => `${path} ${sha256}`)
		.sort()
		.join('\n');
}

/** Null when no project of that id is here. */
async function fingerprintHere(db: Database, project: string, call: LongCall): Promise<string | null> {
	if ((await db.getKey('projects', project)) === undefined) return null;
	const entries = projectEntries(db, await takeSnapshot(db, project), { signal: call.signal });
	return fingerprint(await listEntries(entries, call.signal));
}

const copyOf = (project: WholeProject['project']): WholeProject['project'] => ({
	...project,
	id: crypto.randomUUID(),
	name: `${project.name.slice(0, 190)} (copy)`,
});

/**
 * @returns the id of the project to open.
 * @throws BenchtopError `project.*` for a file that is refused, `storage.quota` when there is no room. Nothing is
 *   changed then.
 */
export async function importProject(db: Database, file: File, call: LongCall = {}): Promise<string> {
	const refuse = refusing(file.name);
	const archive = await openArchive(file, refuse, call);
	const whole = await readProject(archive, refuse, call);
	const here = await fingerprintHere(db, whole.project.id, call);
	if (here !== null && here === fingerprint(archive.manifest.entries)) return whole.project.id;
	const project = here === null ? whole.project : copyOf(whole.project);
	call.signal?.throwIfAborted();
	call.onProgress?.({ done: 0, total: null, unit: 'records', phase: 'Keeping the project' });
	await write(db, `the project "${project.name}"`, (tx) => addWholeProject(tx, { ...whole, project }));
	return project.id;
}
