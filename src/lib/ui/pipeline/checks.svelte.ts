/**
 * What the data worker says of the pipeline on screen: asked a moment after the last edit, the question before it taken
 * back. The last answer stays until there is another, and says whether it is still that of the document shown.
 */
import { checkedPipeline, knownCheck } from '$lib/commands/check';
import { contentId, type Id } from '$lib/engine/canonical';
import type { Finding } from '$lib/engine/check/finding';
import { asBenchtopError, isAbort, type BenchtopError } from '$lib/engine/errors/error';
import type { LongCall, Progress } from '$lib/engine/ports';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { PipelineCheck } from '$lib/workers/api';
import { app } from '$lib/ui/state/app.svelte';

type Ask = (document: Pipeline, call: LongCall) => Promise<PipelineCheck>;

interface Options {
	readonly ask?: Ask;
	/** Milliseconds without an edit before the question is asked. */
	readonly pause?: number;
	readonly now?: () => number;
}

export class Checks {
	/** The last answer there was. */
	answer = $state.raw<PipelineCheck | null>(null);
	/** Why there is none for the document: what staging and splitting refuse. */
	failure = $state.raw<BenchtopError | null>(null);
	/** The document shown is another than the answer's, or has none yet. */
	stale = $state(false);
	progress = $state.raw<Progress | null>(null);
	/** The last question was taken back by a person: nothing is asked until the next edit, or until it is asked again. */
	stopped = $state(false);
	/** Seconds the last answer took. */
	took = $state(0);
	/** Pipelines that were refused, and by which findings. */
	#refused = $state.raw<Readonly<Record<Id, readonly Finding[]>>>({});
	#call: AbortController | null = null;
	#asked: Pipeline | null = null;
	#dataset: Id | null = null;
	readonly #ask: Ask;
	readonly #pause: number;
	readonly #now: () => number;

	constructor({ ask, pause = 350, now = () => performance.now() }: Options = {}) {
		this.#ask = ask ?? ((document, call) => checkedPipeline(app.world, document, call));
		this.#pause = pause;
		this.#now = now;
	}

	readonly refusals = $derived(this.answer?.findings.filter(({ verdict }) => verdict === 'refuse') ?? []);
	readonly warnings = $derived(this.answer?.findings.filter(({ verdict }) => verdict === 'warn') ?? []);
	readonly passes = $derived(this.answer?.findings.filter(({ verdict }) => verdict === 'pass') ?? []);

	/** The findings that keep this pipeline from being trained, as far as it was checked. */
	refusalsOf(pipeline: Id | null | undefined): readonly Finding[] {
		return (pipeline && this.#refused[pipeline]) || [];
	}

	/** Looks at a document, or at none while what is shown is refused as it stands. Idempotent. */
	async look(document: Pipeline | null): Promise<void> {
		if (document === this.#asked) return;
		this.#asked = document;
		this.stop();
		this.stale = true;
		this.stopped = false;
		// What was refused is not what is shown any more.
		if (!document) this.failure = null;
		if (!document) return;
		// Another table's findings are no help with this one.
		if (document.target.dataset !== this.#dataset) this.answer = null;
		this.#dataset = document.target.dataset;
		const call = (this.#call = new AbortController());
		await new Promise((resolve) => setTimeout(resolve, this.#pause));
		if (call.signal.aborted) return;
		const begun = this.#now();
		try {
			const onProgress = (progress: Progress) => {
				if (!call.signal.aborted) this.progress = progress;
			};
			const answer = await this.#ask(document, { signal: call.signal, onProgress });
			const id = await contentId(document);
			if (call.signal.aborted) return;
			this.answer = answer;
			this.failure = null;
			this.stale = false;
			this.#note(id, answer);
		} catch (thrown) {
			if (call.signal.aborted) return;
			this.failure = isAbort(thrown) ? null : asBenchtopError(thrown);
			if (this.failure) this.answer = null;
			if (isAbort(thrown)) this.#asked = null;
		} finally {
			if (this.#call === call) {
				this.took = (this.#now() - begun) / 1000;
				this.#call = null;
				this.progress = null;
			}
		}
	}

	/** Notes what keeps a pipeline from being trained, where that is known without asking. */
	recall(id: Id): void {
		const answer = knownCheck(app.world, id);
		if (answer) this.#note(id, answer);
	}

	#note(id: Id, { findings }: PipelineCheck): void {
		const refused = findings.filter(({ verdict }) => verdict === 'refuse');
		this.#refused = { ...this.#refused, [id]: refused };
	}

	/** True while an answer is being worked out. */
	get busy(): boolean {
		return this.progress !== null;
	}

	/** Takes the question back at a person's word. */
	halt(): void {
		this.stop();
		this.stopped = this.stale;
	}

	/** Asks again what was stopped. */
	again(): void {
		const document = this.#asked;
		this.#asked = null;
		void this.look(document);
	}

	/** Takes the question back; the last answer stays. */
	stop(): void {
		this.#call?.abort();
		this.#call = null;
		this.progress = null;
	}
}

export const checks = new Checks();
