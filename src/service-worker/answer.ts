/** Answers requests below the scope from the caches, and from the network what is not there. */
import type { Precache } from './cache';
import { withPolicy } from './policy';

const isFile = (path: string): boolean => /\.[a-z0-9]+$/i.test(path);

/** The kept page for a navigation; what has no page goes to the network, and without one to the start page. */
async function pageFor(request: Request, url: URL, scope: URL, { shell }: Precache): Promise<Response> {
	const address = new URL(
		url.pathname.endsWith('/') || isFile(url.pathname) ? url.pathname : `${url.pathname}/`,
		url,
	);
	const page = await (await caches.open(shell.name)).match(address.href);
	// A redirected response must not answer a navigation.
	if (page) return page.redirected ? new Response(page.body, { headers: page.headers }) : page;
	try {
		return await fetch(request);
	} catch {
		return Response.redirect(scope.href, 302);
	}
}

async function fileFor(url: URL, { hashed, shell }: Precache): Promise<Response | undefined> {
	const address = new URL(url);
	address.hash = '';
	const kept = await (await caches.open(hashed.name)).match(address.href);
	return kept ?? (await (await caches.open(shell.name)).match(address.href, { ignoreSearch: true }));
}

/** The response, or null for what is none of our business: other origins, other folders, other methods. */
export function answer(request: Request, scope: URL, precache: Precache): Promise<Response> | null {
	const url = new URL(request.url);
	if (request.method !== 'GET' || !url.href.startsWith(scope.href)) return null;
	if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return null;
	return (async () => {
		if (request.mode === 'navigate') return pageFor(request, url, scope, precache);
		return withPolicy(request, (await fileFor(url, precache)) ?? (await fetch(request)));
	})();
}
