/** A project into one .benchtop file. Equal projects give equal bytes; nothing says when it was exported. */
import { canonicalJson } from '../../engine/canonical';
import type { LongCall } from '../../engine/ports';
import { storageError, type Database } from '../../storage/database';
import { crate, readme } from './crate';
import { projectEntries, takeSnapshot } from './entries';
import { CRATE, MANIFEST, README, slug, type Listed } from './layout';
import { createPacker, manifestOf } from './pack';
import { openSink } from './sink';

/**
 * @throws BenchtopError `storage.no-project`, `storage.damaged` when a run's predictions or weights cannot be read,
 *   `storage.quota` when there is no room for the file.
 */
export async function exportProject(
	db: Database,
	project: string,
	{ signal, onProgress }: LongCall = {},
): Promise<File> {
	signal?.throwIfAborted();
	const snapshot = await takeSnapshot(db, project);
	const total = snapshot.datasets.reduce((sum, { parquet }) => sum + parquet.bytes, 0);
	let written = 0;
	const sink = await openSink();
	try {
		const name = slug(snapshot.project.name);
		const packer = createPacker(sink.writable, name, {
			signal,
			onBytes(bytes) {
				written += bytes;
				if (written <= total) onProgress?.({ done: written, total, unit: 'bytes', phase: 'Writing data' });
			},
		});
		const listed: Listed[] = [];
		const text = (value: string) => new TextEncoder().encode(value);
		for await (const entry of projectEntries(db, snapshot, { signal, onProgress }))
			listed.push(await packer.add(entry));
		listed.push(await packer.add({ path: README, body: text(readme(snapshot)) }));
		listed.push(await packer.add({ path: CRATE, body: text(crate(snapshot, listed)) }));
		await packer.add({ path: MANIFEST, body: text(canonicalJson(manifestOf(listed))) });
		await packer.close();
		return await sink.finish(`${name}.benchtop`);
	} catch (thrown) {
		await sink.discard().catch(() => undefined);
		throw storageError(thrown, 'the project file');
	}
}
