/** A thread of the matrix in Chromium: takes a task, gives its result or what went wrong, one after the other. */
import '../../src/lib/engine/errors/engine-words';
import { runSeed, type Task } from './run-seed';

const open = async (path: string): Promise<Blob> => {
	const answer = await fetch(new URL(`data/${path}`, location.href));
	if (!answer.ok) throw new Error(`there is no ${path}`);
	return answer.blob();
};

globalThis.onmessage = ({ data }: MessageEvent<Task>) => {
	void runSeed(open, data).then(
		(result) => globalThis.postMessage({ result }),
		(thrown: unknown) =>
			globalThis.postMessage({ error: thrown instanceof Error ? thrown.message : String(thrown) }),
	);
};
