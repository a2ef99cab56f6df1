/**
 * Who writes: of all tabs on one database, the one that holds a Web Lock. Others wait in line and get it when the
 * writer's tab closes. `take` asks the writer to finish first and then steals the lock, so that it goes to the tab
 * where the person is and not to the next in line. Where there are no Web Locks, the only tab writes.
 */
import type { Role } from '../engine/ports';
import { BenchtopError } from '../engine/errors/error';
import type { Channel } from './channel';

/** How long a writer may take to finish before the lock is taken from it (its tab may be frozen). */
const PATIENCE_MS = 2000;
/** How long a writer that stopped for another tab waits for it before it writes again. */
const RECOVER_MS = 5000;

export class Pen {
	#role: Role = 'follower';
	#closed = false;
	#release: (() => void) | null = null;
	#waiting: AbortController | null = null;
	readonly #id = crypto.randomUUID();
	readonly #writes = new Set<Promise<unknown>>();
	readonly #listeners = new Set<(role: Role) => void>();
	readonly #locks =
		typeof navigator === 'undefined' ? undefined : (navigator.locks as LockManager | undefined);

	private constructor(
		readonly name: string,
		readonly channel: Channel,
	) {}

	/** Resolves when it is known whether this tab writes. */
	static async open(name: string, channel: Channel): Promise<Pen> {
		const pen = new Pen(name, channel);
		if (!pen.#locks) pen.#become('writer');
		else if (!(await pen.#request({ ifAvailable: true }))) pen.#wait();
		channel.listen((message) => {
			if (message.type === 'pen-asked') void pen.#layDown(message.from);
		});
		return pen;
	}

	get role(): Role {
		return this.#role;
	}

	onRole(listener: (role: Role) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/**
	 * Runs a write; the pen is not given away before it ends.
	 * @throws BenchtopError `storage.read-only` in a follower.
	 */
	async use<T>(work: () => Promise<T>): Promise<T> {
		if (this.#role !== 'writer') throw new BenchtopError('storage.read-only');
		const write = work();
		this.#writes.add(write);
		try {
			return await write;
		} finally {
			this.#writes.delete(write);
		}
	}

	/** Resolves when this tab writes. */
	async take(): Promise<void> {
		if (this.#role === 'writer' || !this.#locks || this.#closed) return;
		await new Promise<void>((resolve) => {
			const finish = () => {
				clearTimeout(timer);
				unlisten();
				resolve();
			};
			const timer = setTimeout(finish, PATIENCE_MS);
			const unlisten = this.channel.listen((message) => {
				if (message.type === 'pen-laid-down' && message.to === this.#id) finish();
			});
			this.channel.post({ type: 'pen-asked', from: this.#id });
		});
		this.#waiting?.abort();
		await this.#request({ steal: true });
	}

	close(): void {
		this.#closed = true;
		this.#listeners.clear();
		this.#waiting?.abort();
		this.#release?.();
	}

	#become(role: Role): void {
		if (this.#role === role) return;
		this.#role = role;
		for (const listener of [...this.#listeners]) listener(role);
	}

	#wait(): void {
		const waiting = (this.#waiting = new AbortController());
		void this.#request({ signal: waiting.signal });
	}

	/** Resolves true once the lock is held, false when it was not to be had; the lock is kept until released or stolen. */
	#request(options: LockOptions): Promise<boolean> {
		return new Promise((resolve) => {
			const granted = (lock: Lock | null): Promise<void> | undefined => {
				resolve(lock !== null && !this.#closed);
				if (!lock || this.#closed) return undefined;
				return new Promise<void>((release) => {
					this.#release = release;
					this.#become('writer');
				}).finally(() => this.#lose());
			};
			this.#locks?.request(this.name, options, granted).catch(() => {
				resolve(false);
				if (!options.signal?.aborted) this.#lose();
			});
		});
	}

	#lose(): void {
		const held = this.#release;
		this.#release = null;
		this.#become('follower');
		if (held && !this.#closed) this.#wait();
	}

	/** Stops writing for the tab that asked, which then takes the lock; if it never does, goes on. */
	async #layDown(to: string): Promise<void> {
		const release = this.#release;
		if (this.#role !== 'writer' || !release) return;
		this.#become('follower');
		await Promise.allSettled([...this.#writes]);
		this.channel.post({ type: 'pen-laid-down', to });
		setTimeout(() => {
			if (this.#release === release) release();
		}, RECOVER_MS);
	}
}
