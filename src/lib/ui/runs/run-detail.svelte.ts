/** What a run page needs beyond the run's record: its prediction and, when asked for, what its pipeline learned. */
import type { FittedPipeline } from '$lib/engine/prepare/fitted';
import { asBenchtopError, BenchtopError } from '$lib/engine/errors/error';
import type { Prediction, Run } from '$lib/engine/schema/run';
import { app } from '$lib/ui/state/app.svelte';

export class RunDetail {
	prediction = $state.raw<Prediction | null>(null);
	fitted = $state.raw<FittedPipeline | null>(null);
	failure = $state.raw<BenchtopError | null>(null);
	loading = $state(false);
	#run: string | null = null;

	/** Loads the prediction of this run; what an earlier call brings later is dropped. */
	async load(run: Run): Promise<void> {
		const project = app.contents?.project.id;
		if (!project || this.#run === run.id) return;
		this.#run = run.id;
		this.prediction = null;
		this.fitted = null;
		this.failure = null;
		this.loading = true;
		try {
			const prediction = await app.store.prediction(project, run.id);
			if (this.#run !== run.id) return;
			this.prediction = prediction;
			if (!prediction)
				this.failure = new BenchtopError('runs.prediction-missing', { id: run.id.slice(7, 11) });
		} catch (thrown) {
			if (this.#run === run.id) this.failure = asBenchtopError(thrown);
		} finally {
			if (this.#run === run.id) this.loading = false;
		}
	}

	/** What the run's pipeline learned from its training rows. */
	async loadFitted(run: Run): Promise<void> {
		const project = app.contents?.project.id;
		if (!project || this.fitted) return;
		try {
			const fitted = await app.store.fitted(project, run.pipeline, run.fold);
			if (this.#run === run.id) this.fitted = fitted;
		} catch (thrown) {
			if (this.#run === run.id) this.failure = asBenchtopError(thrown);
		}
	}
}
