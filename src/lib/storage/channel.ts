/**
 * What the threads and tabs of one laboratory tell each other: that something was kept, and who wants the pen.
 * Where the browser has no BroadcastChannel there is one tab, and nobody to tell.
 */
import * as v from 'valibot';

const messageSchema = v.variant('type', [
	/** Something was committed; `project` null means the list of projects. */
	v.object({ type: v.literal('changed'), project: v.nullable(v.string()) }),
	/** A follower wants to write. */
	v.object({ type: v.literal('pen-asked'), from: v.string() }),
	/** The writer has finished what it was writing and stopped. */
	v.object({ type: v.literal('pen-laid-down'), to: v.string() }),
]);
export type Message = v.InferOutput<typeof messageSchema>;

export class Channel {
	readonly #channel: BroadcastChannel | null;
	readonly #listeners = new Set<(message: Message) => void>();

	constructor(name: string) {
		this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
		this.#channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
			const message = v.safeParse(messageSchema, data);
			if (message.success) for (const listener of [...this.#listeners]) listener(message.output);
		});
	}

	/** Tells all others; the sender does not hear itself. */
	post(message: Message): void {
		this.#channel?.postMessage(message);
	}

	listen(listener: (message: Message) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	close(): void {
		this.#listeners.clear();
		this.#channel?.close();
	}
}
