/**
 * Offline: registers the service worker after the page has loaded, says when everything is kept, and offers
 * a new version when one waits. The worker itself is in src/service-worker.
 */
import { dev } from '$app/environment';
import { resolve } from '$app/paths';

/** What the worker tells the page while it fetches. */
interface Fetched {
	readonly type: 'precache';
	readonly done: number;
	readonly total: number;
}

const isFetched = (data: unknown): data is Fetched =>
	typeof data === 'object' &&
	data !== null &&
	'type' in data &&
	data.type === 'precache' &&
	'done' in data &&
	'total' in data;

class OfflineState {
	/** Everything the app needs is kept in this browser. */
	ready = $state(false);
	/** Files fetched of all, while the first fetch runs. */
	fetched = $state.raw<{ done: number; total: number } | null>(null);
	/** A new version waits. */
	update = $state(false);
	online = $state(true);
	#registration: ServiceWorkerRegistration | null = null;
	#reloads = false;

	/** Follows the network and, when built, the worker. Call once in the browser. */
	start(): void {
		this.online = navigator.onLine;
		addEventListener('online', () => (this.online = true));
		addEventListener('offline', () => (this.online = false));
		if (dev || !('serviceWorker' in navigator)) return;
		const register = () => void this.#register();
		if (document.readyState === 'complete') register();
		else addEventListener('load', register, { once: true });
	}

	/** Hands over to the waiting version; the page reloads when it has. */
	reload(): void {
		this.#reloads = true;
		this.#registration?.waiting?.postMessage({ type: 'SKIP_WAITING' });
	}

	async #register(): Promise<void> {
		const { serviceWorker } = navigator;
		serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
			if (isFetched(data))
				this.fetched = data.done < data.total ? { done: data.done, total: data.total } : null;
		});
		serviceWorker.addEventListener('controllerchange', () => {
			if (this.#reloads) location.reload();
		});
		try {
			const registration = await serviceWorker.register(`${resolve('/')}service-worker.js`);
			this.#registration = registration;
			registration.addEventListener('updatefound', () => this.#watch(registration.installing));
			this.#watch(registration.installing);
			this.#settle();
		} catch {
			this.fetched = null;
		}
	}

	#watch(worker: ServiceWorker | null): void {
		worker?.addEventListener('statechange', () => this.#settle());
	}

	#settle(): void {
		const registration = this.#registration;
		if (!registration) return;
		this.ready = registration.active !== null;
		this.update = registration.waiting !== null && registration.active !== null;
		if (this.ready) this.fetched = null;
	}
}

export const offline = new OfflineState();
