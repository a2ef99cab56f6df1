/**
 * The train client without what stands behind it: the pool of workers is fetched when something is first asked of it, so
 * that a first visit, which trains nothing, does not wait for it.
 */
import type { Engine, TrainClient } from './api';

/** @param load fetches and makes the client, once. */
export function lazyTrainClient(load: () => Promise<TrainClient>): TrainClient {
	const listeners = new Set<(engine: Engine) => void>();
	let made: TrainClient | null = null;
	let making: Promise<TrainClient> | null = null;
	const ask = async (): Promise<TrainClient> => {
		making ??= load().catch((thrown: unknown) => {
			making = null;
			throw thrown;
		});
		const client = await making;
		if (made !== client) {
			made = client;
			client.onEngine((engine) => {
				for (const listener of listeners) listener(engine);
			});
		}
		return client;
	};
	return {
		start: async (...call) => (await ask()).start(...call),
		use: async (...call) => (await ask()).use(...call),
		onEngine(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		load: async (...call) => (await ask()).load(...call),
		holds: (dataset) => made?.holds(dataset) ?? false,
		// What was never fetched holds nothing that could be released.
		release: async (dataset) => made?.release(dataset),
		isPrepared: async (...call) => (await ask()).isPrepared(...call),
		restore: async (...call) => (await ask()).restore(...call),
		prepare: async (...call) => (await ask()).prepare(...call),
		plan: async (...call) => (await ask()).plan(...call),
		lane: async (...call) => (await ask()).lane(...call),
		train: async (...call) => (await ask()).train(...call),
		dispose: () => made?.dispose(),
	};
}
