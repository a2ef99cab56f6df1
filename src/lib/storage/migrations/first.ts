/**
 * Version 1: records of a project are keyed by [project, own key], so that one range is one project; large data
 * is keyed by dataset id and shared between projects. `datasets.dataset` finds who still needs a blob.
 */
import type { Migration } from '../database';

export const first: Migration = (db) => {
	db.createObjectStore('projects', { keyPath: 'id' });
	const datasets = db.createObjectStore('datasets', { keyPath: ['project', 'id'] });
	datasets.createIndex('dataset', 'id');
	db.createObjectStore('documents', { keyPath: ['project', 'kind', 'id'] });
	for (const name of ['jobs', 'runs', 'annotations', 'predictions', 'weights', 'fitted'])
		db.createObjectStore(name, { keyPath: ['project', 'id'] });
	for (const name of ['blobs', 'caches']) db.createObjectStore(name, { keyPath: 'id' });
	db.createObjectStore('settings', { keyPath: 'id' });
};
