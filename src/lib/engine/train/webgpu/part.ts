/**
 * Trains models that share a kernel and fit the device together: epoch by epoch, each with an end, best weights and a
 * history of its own. One that is stopped, refused or done leaves the others alone.
 */
import type { BucketModel } from '../bucket';
import type { TrainCall, TrainedProgram } from '../executor';
import { ModelProgress } from '../progress';
import type { Outputs } from './feed';
import type { Trainer } from './trainer';

type Result = PromiseSettledResult<TrainedProgram>;

/** Those that train on, and what became of the others. */
class Field {
	readonly results: Result[] = [];
	#active: readonly number[];
	readonly #progress: readonly ModelProgress[];

	constructor(readonly models: readonly BucketModel[]) {
		this.#progress = models.map(({ program, data }) => new ModelProgress(program, data));
		this.#active = models.map((_, index) => index);
		this.#hearStops();
	}

	progressOf(model: number): ModelProgress {
		return this.#progress[model] as ModelProgress;
	}

	callOf(model: number): TrainCall {
		return (this.models[model] as BucketModel).call;
	}

	/** Positions of those that train on. */
	get active(): readonly number[] {
		const { results } = this;
		if (this.#active.some((model) => results[model]))
			this.#active = this.#active.filter((model) => !results[model]);
		return this.#active;
	}

	/** Takes a model out. */
	end(model: number, result: Result): void {
		this.results[model] = result;
	}

	#hearStops(): void {
		for (const model of this.active) {
			const { signal } = this.callOf(model);
			if (signal?.aborted) this.end(model, { status: 'rejected', reason: signal.reason });
		}
	}

	/** Lets the thread hear its messages, and those go that are to stop; throws when nobody trains on. */
	async breathe(): Promise<void> {
		const pauses = new Set(this.active.map((model) => this.callOf(model).pause));
		for (const pause of pauses) {
			const heard = pause?.();
			if (heard) await heard;
		}
		this.#hearStops();
		if (this.active.length === 0) throw new DOMException('All were stopped', 'AbortError');
	}
}

/** Takes those that are done out of the field, with their best weights. */
async function finish(field: Field, trainer: Trainer, ended: readonly number[]): Promise<void> {
	const weights = await trainer.best(ended);
	ended.forEach((model, i) => {
		try {
			const value = field.progressOf(model).result(weights[i] as Float32Array[]);
			field.end(model, { status: 'fulfilled', value });
			field.models[model]?.ended?.(value);
		} catch (reason) {
			field.end(model, { status: 'rejected', reason });
		}
	});
}

/** Goes on from where a model that trains alone was left. */
async function resume(field: Field, trainer: Trainer): Promise<void> {
	const call = field.callOf(0);
	const from = field.models.length === 1 ? call.checkpoints?.from : null;
	if (!from) return;
	trainer.restore(from.state);
	if (field.progressOf(0).resume(from.history, call)) await finish(field, trainer, [0]);
}

/** Writes down where a model that trains alone stands, when that is due. */
async function save(field: Field, trainer: Trainer): Promise<void> {
	const { checkpoints } = field.callOf(0);
	if (field.models.length > 1 || !checkpoints?.due()) return;
	checkpoints.take({ history: [...field.progressOf(0).history], state: await trainer.save() });
}

async function runEpochs(field: Field, trainer: Trainer): Promise<void> {
	const between = () => field.breathe();
	await resume(field, trainer);
	for (let epoch = field.progressOf(0).next; field.active.length > 0; epoch++) {
		const turns = field.active.map((model) => ({ model, rate: field.progressOf(model).rate }));
		await trainer.epoch(epoch, turns, between);
		const evaluated = field.active;
		const outputs = await trainer.outputs(evaluated, between);
		const kept: number[] = [];
		const ended: number[] = [];
		evaluated.forEach((model, i) => {
			if (field.results[model]) return;
			try {
				const verdict = field.progressOf(model).note(outputs[i] as Outputs, field.callOf(model));
				if (verdict.keep) kept.push(model);
				if (verdict.end) ended.push(model);
			} catch (reason) {
				field.end(model, { status: 'rejected', reason });
			}
		});
		trainer.keep(kept);
		await finish(field, trainer, ended);
		if (field.active.length === 0) break;
		await save(field, trainer);
		await field.breathe();
	}
}

/** @param create allocates for all of them; what is left of it at the end is disposed. */
export async function trainPart(
	models: readonly BucketModel[],
	create: () => Promise<Trainer>,
): Promise<Result[]> {
	const field = new Field(models);
	try {
		if (field.active.length > 0) {
			const trainer = await create();
			try {
				await runEpochs(field, trainer);
			} finally {
				trainer.dispose();
			}
		}
	} catch (reason) {
		for (const model of field.active) field.end(model, { status: 'rejected', reason });
	}
	return field.results;
}
