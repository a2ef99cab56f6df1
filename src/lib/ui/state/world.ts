/** Puts the World together from storage and workers. The only place that knows all of them. */
import type { World } from '$lib/commands/world';
import { openStore } from '$lib/storage/open-store';
import { createDataClient } from '$lib/workers/data-client';
import { createFileClient } from '$lib/workers/file-client';
import { lazyTrainClient } from '$lib/workers/lazy-train-client';
import { watchWrites } from './watch-writes';

export interface Connection {
	readonly world: World;
}

function download(file: File): void {
	const url = URL.createObjectURL(file);
	const link = document.createElement('a');
	link.href = url;
	link.download = file.name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export async function connectWorld({
	onWrites,
	...page
}: Pick<World, 'activity' | 'notices' | 'current' | 'open' | 'startEngine'> & {
	onWrites: (inFlight: number) => void;
}): Promise<Connection> {
	const data = createDataClient();
	// The database takes a second to start: on Data it does so while the store is still being read.
	if (/\/data\/?$/.test(location.pathname)) data.warm();
	return {
		world: {
			...page,
			store: watchWrites(await openStore(), onWrites),
			data,
			train: lazyTrainClient(async () => (await import('$lib/workers/train-client')).createTrainClient()),
			files: createFileClient(),
			clock: { now: () => Date.now(), elapsed: () => performance.now() },
			newId: () => crypto.randomUUID(),
			download,
			userAgent: navigator.userAgent,
		},
	};
}
