/** A job: the specification of one model, known before it is trained, and where it stands in the queue. */
import * as v from 'valibot';
import { idSchema } from './common';

export const JOB_STATES = ['waiting', 'running', 'finished', 'failed', 'interrupted'] as const;

export const jobSchema = v.object({
	/** Hash of (data, pipeline, architecture, trainer, seed, repeat, fold, engine version). */
	key: idSchema,
	experiment: idSchema,
	repeat: v.number(),
	/** 0-based fold of the pipeline's split; left out without folds. */
	fold: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
	state: v.picklist(JOB_STATES),
	/** The finished run, or null. */
	run: v.nullable(idSchema),
	/** What went wrong, in words, when failed. */
	error: v.nullable(v.string()),
	/** Order of execution within the project. */
	order: v.number(),
});
export type Job = v.InferOutput<typeof jobSchema>;
