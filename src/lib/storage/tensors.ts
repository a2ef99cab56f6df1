/**
 * Prepared tensors among the caches: large Blobs by pipeline and fold that save a preparation after a reload. They count as
 * storage used, go with the caches, with their pipeline, and when newer ones need the room.
 */
import type { Id } from '../engine/canonical';
import { fittedKey } from '../engine/prepare/fitted-key';
import { read, type Database, type Write } from './database';

/** Bytes of all kept tensors together. */
const MOST = 2e9;

const PREFIX = 'tensors ';
const keyOf = (pipeline: Id, fold?: number): string => PREFIX + fittedKey(pipeline, fold);

export async function readTensors(db: Database, pipeline: Id, fold?: number): Promise<Blob | null> {
	const record = await read(db, (tx) => tx.objectStore('caches').get(keyOf(pipeline, fold)));
	return record?.blob instanceof Blob ? record.blob : null;
}

/** Keeps tensors of a pipeline that is there; when all would be too much, the others go. */
export async function keepTensors(
	tx: Write,
	project: string,
	pipeline: Id,
	blob: Blob,
	fold?: number,
): Promise<void> {
	if (!(await tx.objectStore('documents').getKey([project, 'pipeline', pipeline]))) return;
	const caches = tx.objectStore('caches');
	const range = IDBKeyRange.bound(PREFIX, `${PREFIX}\uffff`);
	const others = await caches.getAll(range);
	const total = others.reduce((sum, other) => sum + other.blob.size, blob.size);
	if (total > MOST) await caches.delete(range);
	await caches.put({ id: keyOf(pipeline, fold), blob });
}

/** Those of a pipeline and of all its folds. */
export async function dropTensors(tx: Write, pipeline: string): Promise<void> {
	const key = PREFIX + pipeline;
	await tx.objectStore('caches').delete(IDBKeyRange.bound(key, `${key}/\uffff`));
}
