/**
 * Calls across a thread boundary. `serve` puts an object of async functions at a worker's end, `connect`
 * gives the same object at the page's end. Three things comlink lacks are added: BenchtopErrors and
 * AbortErrors arrive as themselves, every call can be stopped by an AbortSignal, and a worker that dies
 * rejects what was pending (`thread.died`) instead of leaving it waiting for ever: also one that dies without a word,
 * since the lock it holds while it lives goes over to the page then.
 *
 * Worker:  `serve({ async parse({ signal, report }: Call<Progress>, text: string) { … } })`
 * Client:  `const thread = connect<Api>('Reading files', () => new Worker(new URL('./x.worker.ts', import.meta.url), { type: 'module' }))`
 *          `await thread.call('parse', { signal, onReport }, text)`
 * Large arrays move instead of being copied when wrapped: `transfer(value, [buffers])` as argument or result.
 */
import * as Comlink from 'comlink';
import { BenchtopError, isAbort, type ErrorData } from '../engine/errors/error';

/** What a served function gets first: stop asked for by the other side, and a way to report progress. */
export interface Call<Report = unknown> {
	readonly signal: AbortSignal;
	report(report: Report): void;
}

type Served = Record<string, (call: Call<never>, ...rest: never[]) => Promise<unknown>>;
type Arguments<F> = F extends (call: Call<never>, ...rest: infer Rest) => Promise<unknown> ? Rest : never;
type Result<F> = F extends (call: Call<never>, ...rest: never[]) => Promise<infer Value> ? Value : never;
type Reported<F> = F extends (call: Call<infer Report>, ...rest: never[]) => Promise<unknown>
	? Report
	: never;

export interface CallOptions<Report> {
	signal?: AbortSignal | undefined;
	onReport?: ((report: Report) => void) | undefined;
}

type Failure =
	| { kind: 'benchtop'; data: ErrorData }
	| { kind: 'abort' }
	| { kind: 'other'; name: string; message: string; stack: string | undefined };
type Answer = { ok: true; value: unknown } | { ok: false; failure: Failure };

interface Endpoint {
	run(
		id: number,
		name: string,
		report: ((report: unknown) => void) | null,
		...rest: unknown[]
	): Promise<Answer>;
	abort(id: number): void;
	/** Takes a lock for as long as this thread lives; false where there are none. */
	live(lock: string): Promise<boolean>;
}

const moved = new WeakMap<object, Transferable[]>();

/** Moves these buffers with the value instead of copying them; give it as an argument or as a result. */
export function transfer<T extends object>(value: T, buffers: Transferable[]): T {
	moved.set(value, buffers);
	return Comlink.transfer(value, buffers);
}

/** The error of a stopped call. */
export const abortError = (): DOMException => new DOMException('Stopped', 'AbortError');

function toFailure(thrown: unknown): Failure {
	if (thrown instanceof BenchtopError) return { kind: 'benchtop', data: thrown.toData() };
	if (isAbort(thrown)) return { kind: 'abort' };
	if (thrown instanceof Error)
		return { kind: 'other', name: thrown.name, message: thrown.message, stack: thrown.stack };
	return { kind: 'other', name: 'Error', message: String(thrown), stack: undefined };
}

function fromFailure(failure: Failure): Error {
	if (failure.kind === 'benchtop') return BenchtopError.fromData(failure.data);
	if (failure.kind === 'abort') return abortError();
	const error = new Error(failure.message);
	error.name = failure.name;
	if (failure.stack !== undefined) error.stack = failure.stack;
	return error;
}

/** comlink looks for transfers on the outermost object only: gives the answer those of its value. */
function carry(answer: Answer & { ok: true }): Answer {
	const { value } = answer;
	const buffers = value !== null && typeof value === 'object' ? moved.get(value) : undefined;
	return buffers ? Comlink.transfer(answer, buffers) : answer;
}

/** Serves these functions to the page that started this worker. Call once, at the end of the worker's script. */
export function serve(api: object): void {
	const functions = api as Served;
	const running = new Map<number, AbortController>();
	const endpoint: Endpoint = {
		async run(id, name, report, ...rest) {
			const controller = new AbortController();
			running.set(id, controller);
			let reported: unknown;
			try {
				const call = {
					signal: controller.signal,
					report: (value: unknown) => void (reported = report?.(value)),
				};
				const served = functions[name];
				if (!served) throw new TypeError(`The worker has no function "${name}"`);
				const value = await served.call(functions, call as Call<never>, ...(rest as never[]));
				await reported;
				return carry({ ok: true, value });
			} catch (thrown) {
				return { ok: false, failure: toFailure(thrown) };
			} finally {
				running.delete(id);
				if (report) (report as unknown as Comlink.ProxyMethods)[Comlink.releaseProxy]();
			}
		},
		abort: (id) => running.get(id)?.abort(),
		live: (lock) =>
			new Promise((resolve) => {
				const { locks } = navigator as Partial<Navigator>;
				if (!locks) resolve(false);
				void locks?.request(lock, () => {
					resolve(true);
					return new Promise<never>(() => {});
				});
			}),
	};
	Comlink.expose(endpoint);
}

export interface Thread<Api> {
	/** Runs one function in the worker, which is started on first use and again after it died. */
	call<N extends keyof Api & string>(
		name: N,
		options: CallOptions<Reported<Api[N]>>,
		...rest: Arguments<Api[N]>
	): Promise<Result<Api[N]>>;
	/** True while a worker is alive. */
	readonly alive: boolean;
	/** Called when the worker died, after pending calls were rejected. */
	onDeath(listener: () => void): () => void;
	/** Ends the worker; pending calls are rejected as aborted. */
	dispose(): void;
}

/**
 * The page's end of a served api. `work` names in words what the worker does ("Training"), for the error shown when
 * it dies. Aborting a call rejects with an AbortError once the worker has let go; an aborted signal never starts one.
 */
export function connect<Api extends object>(work: string, start: () => Worker): Thread<Api> {
	interface Live {
		worker: Worker;
		remote: Comlink.Remote<Endpoint>;
		pending: Set<(error: Error) => void>;
	}
	let live: Live | null = null;
	let ids = 0;
	const listeners = new Set<() => void>();

	function end(ending: Live, error: Error): void {
		if (live !== ending) return;
		live = null;
		ending.worker.terminate();
		for (const reject of [...ending.pending]) reject(error);
	}

	function begin(): Live {
		const worker = start();
		const begun: Live = { worker, remote: Comlink.wrap<Endpoint>(worker), pending: new Set() };
		const died = (detail: string) => {
			if (live !== begun) return;
			end(begun, new BenchtopError('thread.died', { work, detail }));
			for (const listener of listeners) listener();
		};
		worker.addEventListener('error', (event) => died(event.message || 'it could not be started'));
		worker.addEventListener('messageerror', () => died('a message could not be read'));
		const lock = `thread/${crypto.randomUUID()}`;
		void begun.remote.live(lock).then((held) => {
			if (held) void navigator.locks.request(lock, () => died('it ended without a word'));
		});
		return begun;
	}

	return {
		get alive() {
			return live !== null;
		},
		async call(name, { signal, onReport }, ...rest) {
			if (signal?.aborted) throw abortError();
			const now = (live ??= begin());
			const id = ids++;
			const report = onReport ? Comlink.proxy(onReport as (report: unknown) => void) : null;
			const stop = () => void now.remote.abort(id);
			signal?.addEventListener('abort', stop, { once: true });
			let rejectPending: (error: Error) => void = () => {};
			try {
				const answer = await new Promise<Answer>((resolve, reject) => {
					rejectPending = reject;
					now.pending.add(reject);
					now.remote.run(id, name, report, ...(rest as unknown[])).then(resolve, reject);
				});
				if (!answer.ok) throw fromFailure(answer.failure);
				return answer.value as never;
			} finally {
				now.pending.delete(rejectPending);
				signal?.removeEventListener('abort', stop);
			}
		},
		onDeath(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		dispose() {
			if (live) end(live, abortError());
		},
	};
}
