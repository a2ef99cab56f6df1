/** A worker of the pool in somebody's hands: brings it the tensors a job needs, trains in it, and says how it failed. */
import { BenchtopError } from '../engine/errors/error';
import type { Id } from '../engine/canonical';
import type { Checkpoint } from '../engine/train/checkpoint';
import type { JobSpec, Lane, Preparation, TrainingPlan } from './api';
import { asLost, keyOf, type TrainMember } from './train-member';
import type { TrainPool } from './train-pool';

/** Brings the tensors of a job to a worker that does not have them; they are made in the first one only. */
async function provide(pool: TrainPool, member: TrainMember, of: Preparation): Promise<void> {
	if (member === pool.first || (await member.isPrepared(of))) return;
	const tensors = await pool.first.give(of);
	if (!tensors || !(await member.restore(of, tensors)))
		throw new BenchtopError('train.worker-lost', {
			executor: 'The worker that prepares',
			detail: 'its tensors are gone',
		});
}

/** What is known of jobs that have not ended: where they stood when it was last told. */
export interface CheckpointKeeper {
	readonly kept: Map<Id, Checkpoint>;
	/** Milliseconds between two. */
	readonly every: number;
}

/** @param learn told of a failure that concerns all jobs, before it is thrown. */
export function laneOf(
	pool: TrainPool,
	member: TrainMember,
	{ kept, every }: CheckpointKeeper,
	learn: (thrown: unknown, plan: TrainingPlan, job: JobSpec) => Promise<void>,
): Lane {
	let released = false;
	return {
		holds: (of) => member.tensors.has(keyOf(of)),
		async train(jobs, plan, { signal, onEpoch }, ended) {
			const waiting = new Map<Id, JobSpec>(jobs.map((job) => [job.key, job]));
			/** Ends a job once. */
			const take = (key: Id): JobSpec | undefined => {
				const job = waiting.get(key);
				waiting.delete(key);
				return job;
			};
			try {
				await member.ready();
				for (const job of jobs) await provide(pool, member, job);
				await member.thread.call(
					'train',
					{
						signal,
						onReport(report) {
							if ('epochs' in report) return report.epochs.forEach((event) => onEpoch?.(event));
							if ('checkpoint' in report) return void kept.set(report.job, report.checkpoint);
							kept.delete(report.job);
							const job = take(report.job);
							if (!job) return;
							if ('trained' in report) ended(job, { status: 'fulfilled', value: report.trained });
							else ended(job, { status: 'rejected', reason: BenchtopError.fromData(report.failure) });
						},
					},
					jobs,
					plan.backend,
					{ from: (jobs.length === 1 && jobs[0] && kept.get(jobs[0].key)) || null, every },
				);
			} catch (thrown) {
				const error = asLost(thrown, plan.name);
				const [job] = jobs;
				if (job) await learn(error, plan, job);
				throw error;
			}
		},
		release() {
			if (released) return;
			released = true;
			pool.release(member);
		},
	};
}
