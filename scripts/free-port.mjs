// A port, and the one after it, that nobody listens on: tests and measurements must not collide with what else runs.
import { createServer } from 'node:net';

const isFree = (port) =>
	new Promise((resolve) => {
		const probe = createServer();
		probe.once('error', () => resolve(false));
		probe.listen(port, () => probe.close(() => resolve(true)));
	});

/** @param {number} from where to begin looking @returns {Promise<number>} */
export async function freePort(from) {
	for (let port = from; port < from + 1000; port += 2)
		if ((await isFree(port)) && (await isFree(port + 1))) return port;
	throw new Error(`No free port from ${from} on`);
}
