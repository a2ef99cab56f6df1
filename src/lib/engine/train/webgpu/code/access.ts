/** How kernels reach what they work on: in the workgroup's own memory or in storage. */

export interface Access {
	/** WGSL of four activations at a place. */
	readonly act: (at: string) => string;
	/** WGSL of four numbers of the model at a place. */
	readonly state: (at: string) => string;
	/** Statements that give `l1` and `l2` from the word of a penalty; none where a condition holds. */
	readonly penalty: (word: string, not: string) => string;
}

/** What all stages of a step know. */
export const SCENE = /* wgsl */ `
/** First word of the model, number of the step, groups of a batch and those in use; where activations and model begin. */
struct Scene { words: u32, step: u32, groups: u32, rows4: u32, batch: Batch, share: f32, room: u32, block: u32 }
`;
