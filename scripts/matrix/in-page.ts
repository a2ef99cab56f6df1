/** The page of the matrix: hands a task to one of its threads and waits for what comes of it. */
import type { SeedResult } from './result';
import type { Task } from './run-seed';

type Answer = { readonly result: SeedResult } | { readonly error: string };

const threads = new Map<number, Worker>();

/** @param slot which thread; each takes one task at a time */
function runTask(slot: number, task: Task): Promise<Answer> {
	const thread = threads.get(slot) ?? new Worker('worker.js', { type: 'module' });
	threads.set(slot, thread);
	return new Promise((resolve) => {
		const failed = (error: string) => {
			thread.terminate();
			threads.delete(slot);
			resolve({ error });
		};
		thread.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
		thread.onerror = ({ message }) => failed(message);
		thread.onmessageerror = () => failed('the answer of a thread could not be read');
		thread.postMessage(task);
	});
}

export type RunTask = typeof runTask;
Object.assign(globalThis, { runTask });
