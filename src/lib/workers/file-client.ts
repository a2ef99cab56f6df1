/** The page's end of the file worker. Importing is writing, so a tab that follows another is refused. */
import parquetWasm from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import { BenchtopError, isAbort } from '../engine/errors/error';
import { DATABASE_NAME } from '../storage/database';
import { mayWrite } from '../storage/role';
import type { FileClient } from './api';
import type { FileApi } from './file.worker';
import { connect } from './thread';

/** `database` names another database than the usual one. */
export function createFileClient({ database = DATABASE_NAME } = {}): FileClient {
	const thread = connect<FileApi>(
		'Project files',
		() => new Worker(new URL('./file.worker.ts', import.meta.url), { type: 'module' }),
	);
	const world = { database, parquetWasm: new URL(parquetWasm, location.href).href };
	return {
		exportProject: (project, { signal, onProgress } = {}) =>
			thread.call('exportProject', { signal, onReport: onProgress }, world, project),
		async importProject(file, { signal, onProgress } = {}) {
			if (!mayWrite(database)) throw new BenchtopError('storage.read-only');
			try {
				return await thread.call('importProject', { signal, onReport: onProgress }, world, file);
			} catch (thrown) {
				// A hostile Parquet entry may have broken the library in there: the next call starts a fresh one.
				const clean = thrown instanceof BenchtopError && thrown.code !== 'project.invalid';
				if (!clean && !isAbort(thrown)) thread.dispose();
				throw thrown;
			}
		},
		dispose: () => thread.dispose(),
	};
}
