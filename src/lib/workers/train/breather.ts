/** Lets a thread that computes hear its messages: now and then it waits for the next turn of the event loop. */

/** @param every milliseconds of work between two looks at the messages. */
export function breather(every: number): () => Promise<void> | undefined {
	let last = performance.now();
	const { port1, port2 } = new MessageChannel();
	const waiting: (() => void)[] = [];
	port1.onmessage = () => {
		last = performance.now();
		waiting.shift()?.();
	};
	return () => {
		if (performance.now() - last < every) return undefined;
		return new Promise<void>((resolve) => {
			waiting.push(resolve);
			port2.postMessage(null);
		});
	};
}
