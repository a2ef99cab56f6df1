/**
 * Jobs from tensors to runs: train, predict all three splits, measure. Pure but for the executor and the clock it is given,
 * so a worker, Node and a test do the very same thing. Jobs that an executor can train as one are given to it together.
 */
import { asBenchtopError, isAbort } from '../errors/error';
import { checkModel } from '../model/topology';
import type { Clock } from '../ports';
import { isBaseline } from '../schema/is-baseline';
import { trainsBuckets, type BucketModel } from './bucket';
import type { Executor, TrainedProgram } from './executor';
import type { Inputs } from './inputs';
import type { JobSpec, Trained } from './job-spec';
import { netModel, type JobCall } from './net-model';
import { constantOutcome, netOutcome } from './outcome';
import type { Prepared } from './prepared';
import { runOf } from './run-of';

export interface PreparedJob {
	readonly spec: JobSpec;
	readonly prepared: Prepared<Inputs>;
}

type Elapsed = Pick<Clock, 'elapsed'>;
type Ended = (job: JobSpec, result: PromiseSettledResult<Trained>) => void;

/** @throws model.* when the architecture does not fit the pipeline */
const check = ({ spec, prepared }: PreparedJob): void =>
	checkModel(
		spec.architecture,
		spec.pipeline.analysis,
		prepared.shapes,
		prepared.fitted.target.classes.length,
		prepared.outputs,
	);

/**
 * Trains one model; a baseline does not touch the executor.
 * @throws AbortError; model.* when the architecture does not fit the pipeline; what the executor throws
 */
export async function trainJob(
	spec: JobSpec,
	prepared: Prepared<Inputs>,
	executor: Executor,
	clock: Elapsed,
	call: JobCall = {},
): Promise<Trained> {
	const start = clock.elapsed();
	const seconds = () => (clock.elapsed() - start) / 1000;
	call.signal?.throwIfAborted();
	check({ spec, prepared });
	if (isBaseline(spec.architecture)) return runOf(spec, prepared, constantOutcome(spec, prepared), seconds);
	const { program, data, call: told } = netModel(spec, prepared, call);
	const trained = await executor.train(program, data, told);
	const result = await runOf(spec, prepared, netOutcome(spec, prepared, program, trained, executor), seconds);
	call.signal?.throwIfAborted();
	return result;
}

/** Whether a failure is of all jobs in training, not of one. */
const isOfAll = (thrown: unknown): boolean =>
	isAbort(thrown) || asBenchtopError(thrown).code === 'train.device';

/**
 * Trains several jobs, as one where the executor can; each is given out as soon as it is measured, and the failure of one
 * leaves the others alone.
 * @throws AbortError, train.device; jobs that had not ended by then are lost
 */
export async function trainJobs(
	jobs: readonly PreparedJob[],
	executor: Executor,
	clock: Elapsed,
	call: JobCall,
	ended: Ended,
): Promise<void> {
	const start = clock.elapsed();
	const seconds = () => (clock.elapsed() - start) / 1000;
	/** Gives out what the work comes to. */
	const settle = async (spec: JobSpec, work: () => Promise<Trained>) => {
		try {
			ended(spec, { status: 'fulfilled', value: await work() });
		} catch (thrown) {
			if (isOfAll(thrown)) throw thrown;
			ended(spec, { status: 'rejected', reason: thrown });
		}
	};
	if (!trainsBuckets(executor) || jobs.length === 1) {
		for (const { spec, prepared } of jobs)
			await settle(spec, () => trainJob(spec, prepared, executor, clock, call));
		return;
	}
	for (const bucket of buckets(jobs, call, ended)) {
		call.signal?.throwIfAborted();
		/** Jobs that are being measured while others train on; what fails of all of them is thrown at the end. */
		const measured = new Map<Bucketed, Promise<void>>();
		const measure = (one: Bucketed, trained: TrainedProgram) => {
			const { spec, prepared, model } = one;
			const outcome = netOutcome(spec, prepared, model.program, trained, executor);
			const settled = settle(spec, () => runOf(spec, prepared, outcome, seconds));
			settled.catch(() => {});
			measured.set(one, settled);
		};
		const models = bucket.map((one) => ({
			...one.model,
			ended: (trained: TrainedProgram) => measure(one, trained),
		}));
		const results = await executor.trainBucket(models);
		for (const [index, result] of results.entries()) {
			const one = bucket[index] as Bucketed;
			if (result.status === 'rejected') await settle(one.spec, () => Promise.reject(result.reason as Error));
			else if (!measured.has(one)) measure(one, result.value);
			await measured.get(one);
		}
	}
}

interface Bucketed extends PreparedJob {
	readonly model: BucketModel;
}

/** Jobs of one topology each: what a fold has learned of the data may make its tensors wider than another's. */
function buckets(jobs: readonly PreparedJob[], call: JobCall, ended: Ended): Bucketed[][] {
	const found = new Map<string, Bucketed[]>();
	for (const { spec, prepared } of jobs) {
		try {
			check({ spec, prepared });
			const model = netModel(spec, prepared, call);
			const { topology, loss, optimizer, batchSize } = model.program;
			const key = JSON.stringify([topology, loss, optimizer, batchSize]);
			found.set(key, [...(found.get(key) ?? []), { spec, prepared, model }]);
		} catch (reason) {
			ended(spec, { status: 'rejected', reason });
		}
	}
	return [...found.values()];
}
