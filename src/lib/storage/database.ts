/**
 * The database below the store: opening with migrations, and transactions that are kept whole or not at all.
 * Page and file worker both use it. Who may write, and telling others, is left to the store.
 */
import { openDB, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { BenchtopError } from '../engine/errors/error';
import { MIGRATIONS } from './migrations';

export const DATABASE_NAME = 'benchtop';

/** Stores whose records belong to one project and are keyed [project, id]. */
export const PROJECT_STORES = [
	'datasets',
	'jobs',
	'runs',
	'annotations',
	'predictions',
	'weights',
	'fitted',
] as const;
export type ProjectStore = (typeof PROJECT_STORES)[number];

interface ProjectRecord {
	project: string;
	id: string;
	document: unknown;
}
interface DocumentRecord extends ProjectRecord {
	kind: string;
	/** Order of arrival within the project. */
	added: number;
}

interface Keyed<V> {
	key: [string, string];
	value: V;
}
interface Schema {
	projects: { key: string; value: { id: string } };
	datasets: Keyed<ProjectRecord> & { indexes: { dataset: string } };
	documents: { key: [string, string, string]; value: DocumentRecord };
	jobs: Keyed<ProjectRecord>;
	runs: Keyed<ProjectRecord>;
	annotations: Keyed<ProjectRecord>;
	predictions: Keyed<ProjectRecord>;
	weights: Keyed<ProjectRecord>;
	fitted: Keyed<ProjectRecord>;
	blobs: { key: string; value: { id: string; blob: Blob } };
	caches: { key: string; value: { id: string; blob: Blob } };
	settings: { key: string; value: { id: string; value: unknown } };
}
type StoreName = StoreNames<Schema>;
export type Database = IDBPDatabase<Schema>;
export type Write = IDBPTransaction<Schema, StoreName[], 'readwrite'>;
export type Read = IDBPTransaction<Schema, StoreName[], 'readonly'>;

/** One step forward; runs inside the upgrade, so a failure leaves the old version as it was. */
export type Migration = (
	db: IDBPDatabase,
	transaction: IDBPTransaction<unknown, string[], 'versionchange'>,
) => void | Promise<void>;

const ALL_STORES: StoreName[] = ['projects', ...PROJECT_STORES, 'documents', 'blobs', 'caches', 'settings'];

const unavailable = (detail: string, cause?: unknown): BenchtopError =>
	new BenchtopError('general.storage-unavailable', { detail }, { cause });

export interface OpenOptions {
	name?: string;
	migrations?: readonly Migration[];
	/** Called when the connection is gone: another tab upgrades, or the browser closed it. */
	onLost?: () => void;
}

/**
 * Opens the database at the newest version, migrating forward.
 * @throws BenchtopError `general.storage-unavailable` when it is switched off, newer than this program, or held
 *   at an older version by another tab.
 */
export async function openDatabase({
	name = DATABASE_NAME,
	migrations = MIGRATIONS,
	onLost,
}: OpenOptions = {}): Promise<Database> {
	if (typeof indexedDB === 'undefined') throw unavailable('it has no IndexedDB');
	let refuse: (error: BenchtopError) => void = () => {};
	const blocked = new Promise<never>((_, reject) => (refuse = reject));
	let opened: Database | undefined;
	let failure: unknown;
	let opening: Promise<Database> | undefined;
	try {
		opening = openDB<Schema>(name, migrations.length, {
			async upgrade(db, from, _to, transaction) {
				try {
					for (const migrate of migrations.slice(from)) {
						await migrate(
							db as unknown as IDBPDatabase,
							transaction as unknown as IDBPTransaction<unknown, string[], 'versionchange'>,
						);
					}
				} catch (thrown) {
					failure = thrown;
					transaction.done.catch(() => undefined);
					transaction.abort();
				}
			},
			blocked: () => refuse(unavailable('another tab still runs an older version; close it and reload')),
			blocking: () => {
				opened?.close();
				onLost?.();
			},
			terminated: () => onLost?.(),
		});
		opened = await Promise.race([opening, blocked]);
		return opened;
	} catch (thrown) {
		void opening?.then((late) => late.close()).catch(() => undefined);
		if (thrown instanceof BenchtopError) throw thrown;
		const newer = thrown instanceof DOMException && thrown.name === 'VersionError';
		const cause = failure ?? thrown;
		const detail = cause instanceof Error ? cause.message : String(cause);
		throw unavailable(
			newer ? 'what is kept here was written by a newer version; reload to get it' : detail,
			cause,
		);
	}
}

/** Any failure of the database in our words; `what` names what was to be kept. */
export function storageError(thrown: unknown, what: string): unknown {
	if (!(thrown instanceof DOMException)) return thrown;
	if (thrown.name === 'QuotaExceededError')
		return new BenchtopError('storage.quota', { what }, { cause: thrown });
	if (thrown.name === 'InvalidStateError')
		return unavailable(
			'the connection was closed, perhaps by an update in another tab; reload the page',
			thrown,
		);
	if (thrown.name === 'UnknownError') return unavailable(thrown.message, thrown);
	return thrown;
}

/**
 * Runs `work` in one read-write transaction. All of it is kept, or, if anything throws, nothing.
 * `work` awaits database requests only, or the transaction ends early.
 * @throws BenchtopError `storage.quota` when the disk is full.
 */
export async function write<T>(
	db: Database,
	what: string,
	work: (transaction: Write) => Promise<T>,
): Promise<T> {
	let transaction: Write | undefined;
	try {
		transaction = db.transaction(ALL_STORES, 'readwrite');
		const result = await work(transaction);
		await transaction.done;
		return result;
	} catch (thrown) {
		if (transaction) {
			transaction.done.catch(() => undefined);
			try {
				transaction.abort();
			} catch {
				// Already aborted by the failure itself.
			}
		}
		throw storageError(transaction?.error ?? thrown, what);
	}
}

/** Runs `work` over one consistent view. */
export async function read<T>(db: Database, work: (transaction: Read) => Promise<T>): Promise<T> {
	try {
		const transaction = db.transaction(ALL_STORES, 'readonly');
		const result = await work(transaction);
		await transaction.done;
		return result;
	} catch (thrown) {
		throw storageError(thrown, '');
	}
}

/** All keys [project, …] of one project. */
export const ofProject = (project: string): IDBKeyRange => IDBKeyRange.bound([project], [project, []]);
