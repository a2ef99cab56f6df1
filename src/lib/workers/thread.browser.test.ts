import { expect, it } from 'vitest';
import { connect, type Call } from './thread';

interface Testing {
	work(call: Call<never>): Promise<void>;
}

const workerOf = (source: string) => () => new Worker(URL.createObjectURL(new Blob([source])));

it('a worker that dies rejects what is pending, tells its listeners, and is replaced on the next call', async () => {
	let started = 0;
	const thread = connect<Testing>('Testing', () => {
		started++;
		return workerOf('onmessage = () => { throw new Error("out of memory"); };')();
	});
	let deaths = 0;
	const forget = thread.onDeath(() => deaths++);
	const pending = [thread.call('work', {}), thread.call('work', {})];
	for (const call of pending) {
		await expect(call).rejects.toMatchObject({ code: 'thread.died', operands: { work: 'Testing' } });
	}
	expect([thread.alive, deaths, started]).toEqual([false, 1, 1]);
	await expect(thread.call('work', {})).rejects.toMatchObject({ code: 'thread.died' });
	expect([deaths, started]).toEqual([2, 2]);
	forget();
});

it('a worker that ends without a word rejects what is pending as well', async () => {
	const workers: Worker[] = [];
	const thread = connect<Testing>('Testing', () => {
		const worker = new Worker(new URL('./testing/waiting.worker.ts', import.meta.url), { type: 'module' });
		workers.push(worker);
		return worker;
	});
	const pending = thread.call('work', {});
	const refused = expect(pending).rejects.toMatchObject({ code: 'thread.died' });
	const [worker] = workers;
	if (!worker) throw new Error('no worker was started');
	const watched = async () => {
		const { pending: waiting = [] } = await navigator.locks.query();
		return waiting.some(({ name }) => name?.startsWith('thread/'));
	};
	await expect.poll(watched).toBe(true);
	worker.terminate();
	await refused;
	expect(thread.alive).toBe(false);
});

it('disposing rejects what is pending as stopped', async () => {
	const thread = connect<Testing>('Testing', workerOf(''));
	const pending = thread.call('work', {});
	thread.dispose();
	await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
	expect(thread.alive).toBe(false);
});

it('an aborted signal starts nothing', async () => {
	let started = 0;
	const thread = connect<Testing>('Testing', () => {
		started++;
		return workerOf('')();
	});
	await expect(thread.call('work', { signal: AbortSignal.abort() })).rejects.toMatchObject({
		name: 'AbortError',
	});
	expect(started).toBe(0);
});
