/** What is kept: one cache for hashed files across versions, one per version for everything else. */

interface Part {
	readonly name: string;
	readonly urls: readonly string[];
}

export interface Precache {
	readonly hashed: Part;
	readonly shell: Part;
}

/** Told after each file: how many of how many. */
type Step = (done: number, total: number) => void;

/**
 * Fetches what is missing, hashed files one after the other so that never several large ones are in memory.
 * Rejects when one cannot be fetched; what was fetched stays for the next attempt.
 */
export async function install({ hashed, shell }: Precache, step: Step): Promise<void> {
	const pages = await caches.open(shell.name);
	await pages.addAll(shell.urls.map((url) => new Request(url, { cache: 'no-cache' })));
	const kept = await caches.open(hashed.name);
	const have = new Set((await kept.keys()).map(({ url }) => url));
	const missing = hashed.urls.filter((url) => !have.has(url));
	for (const [index, url] of missing.entries()) {
		await kept.add(url);
		step(index + 1, missing.length);
	}
}

/** Forgets other versions and the hashed files this version no longer names. */
export async function prune({ hashed, shell }: Precache): Promise<void> {
	for (const name of await caches.keys()) {
		if (/^(files|shell)-/.test(name) && name !== hashed.name && name !== shell.name)
			await caches.delete(name);
	}
	const kept = await caches.open(hashed.name);
	const named = new Set(hashed.urls);
	for (const request of await kept.keys()) if (!named.has(request.url)) await kept.delete(request);
}
