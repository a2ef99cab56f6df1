/** Addresses: the app may be hosted under any path, so everything is relative to where the worker lies. */
import { base } from '$service-worker';

/** The folder the worker and the app live in, with a slash at the end. */
export const scopeOf = (worker: string): URL => new URL('./', worker);

/** Paths of the build ("/sub/app/x.js") as full addresses below the scope. */
export const addressesOf = (paths: readonly string[], scope: URL): string[] =>
	paths.map((path) => new URL(path.slice(base.length).replace(/^\//, ''), scope).href);
