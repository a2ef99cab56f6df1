/** The job key: equal keys mean the same model would be trained again, whatever trains it. */
import { contentId, type Id } from '../canonical';
import type { Trainer } from '../schema/experiment';
import { ENGINE_VERSION } from '../version';

export interface JobIdentity {
	readonly dataset: Id;
	readonly pipeline: Id;
	readonly architecture: Id;
	readonly trainer: Trainer;
	readonly seed: number;
	/** 0-based. */
	readonly repeat: number;
	/** 0-based; not given without folds. */
	readonly fold?: number | undefined;
}

export const jobKey = (identity: JobIdentity, engine = ENGINE_VERSION): Promise<Id> =>
	contentId({ ...identity, engine });

/** A run's id: executors differ in the last bits, so who trained it belongs to it. */
export const runId = (key: Id, fingerprint: string): Promise<Id> => contentId({ jobKey: key, fingerprint });
