/** Project files, off the page's thread: opens the database for each call and tells the tabs when it has written. */
import '../engine/errors/engine-words';
import type { Progress } from '../engine/ports';
import { Channel } from '../storage/channel';
import { openDatabase, type Database } from '../storage/database';
import { loadParquet } from './data/parquet';
import { exportProject } from './file/export-project';
import { importProject } from './file/import-project';
import { serve, type Call } from './thread';

/** Where the database and the Parquet library are; the page knows. */
export interface FileWorld {
	readonly database: string;
	readonly parquetWasm: string;
}

async function withDatabase<T>(world: FileWorld, work: (db: Database) => Promise<T>): Promise<T> {
	await loadParquet(world.parquetWasm);
	const db = await openDatabase({ name: world.database });
	try {
		return await work(db);
	} finally {
		db.close();
	}
}

/** Reports at most ten times a second, but every new phase. */
function calmly(report: (progress: Progress) => void): (progress: Progress) => void {
	let last = { at: -Infinity, phase: '' };
	return (progress) => {
		const at = performance.now();
		if (progress.phase === last.phase && at - last.at < 100) return;
		last = { at, phase: progress.phase };
		report(progress);
	};
}

const api = {
	exportProject: ({ signal, report }: Call<Progress>, world: FileWorld, project: string): Promise<File> =>
		withDatabase(world, (db) => exportProject(db, project, { signal, onProgress: calmly(report) })),

	importProject: ({ signal, report }: Call<Progress>, world: FileWorld, file: File): Promise<string> =>
		withDatabase(world, async (db) => {
			const project = await importProject(db, file, { signal, onProgress: calmly(report) });
			const channel = new Channel(world.database);
			channel.post({ type: 'changed', project: null });
			channel.close();
			return project;
		}),
};
export type FileApi = typeof api;

serve(api);
