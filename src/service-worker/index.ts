/**
 * Offline: after one visit everything works without a network, under any sub-path. Files whose name carries a
 * hash of their content are fetched once and kept across versions; pages, icons and the manifest are fetched
 * anew with each version. A new version waits until the page asks for it.
 */
/// <reference types="@sveltejs/kit" />
import { build, files, prerendered, version } from '$service-worker';
import { install, prune, type Precache } from './cache';
import { answer } from './answer';
import { addressesOf, scopeOf } from './address';

declare const self: ServiceWorkerGlobalScope;

const scope = scopeOf(self.location.href);
const precache: Precache = {
	hashed: { name: 'files-v1', urls: addressesOf(build, scope) },
	shell: { name: `shell-${version}`, urls: addressesOf([...prerendered, ...files], scope) },
};

async function tell(message: unknown): Promise<void> {
	for (const client of await self.clients.matchAll({ includeUncontrolled: true }))
		client.postMessage(message);
}

self.addEventListener('install', (event) => {
	event.waitUntil(install(precache, (done, total) => void tell({ type: 'precache', done, total })));
});

self.addEventListener('activate', (event) => {
	event.waitUntil(prune(precache).then(() => self.clients.claim()));
});

self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
	const asked: unknown = data;
	if (typeof asked === 'object' && asked !== null && 'type' in asked && asked.type === 'SKIP_WAITING')
		void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
	const response = answer(event.request, scope, precache);
	if (response) event.respondWith(response);
});
