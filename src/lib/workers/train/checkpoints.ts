/** When a worker tells where a model stands, so that little is lost when it dies, and what it goes on from. */
import type { Checkpoint, Checkpoints } from '../../engine/train/checkpoint';

/** Parameters beyond which copies of weights and moments would cost more than they save. */
const MOST = 4_000_000;

/** What a job that trains alone is told about checkpoints. */
export interface CheckpointSetting {
	/** The last one taken of it; null where there is none. */
	readonly from: Checkpoint | null;
	/** Milliseconds between two. */
	readonly every: number;
}

/**
 * @param fingerprint of the executor in use: what another wrote is of no use to it. @param elapsed monotonic milliseconds.
 * @param tell the arrays of the state are the receiver's.
 */
export function checkpointsOf(
	{ from, every }: CheckpointSetting,
	fingerprint: string,
	parameters: number,
	elapsed: () => number,
	tell: (checkpoint: Checkpoint) => void,
): Checkpoints {
	let last = elapsed();
	return {
		from: from?.fingerprint === fingerprint ? from : null,
		due: () => parameters <= MOST && elapsed() - last >= every,
		take(checkpoint) {
			last = elapsed();
			tell({ ...checkpoint, fingerprint });
		},
	};
}
