/** What the kernel is told of each model: words whose places topology and layout fix, floats by their bits. */

/** Words every model has, in their order; after them four or five per layer that may drop, then two per tensor. */
export const WORDS = [
	'x',
	'y',
	'weights',
	'order',
	'samples',
	'size',
	'block',
	'smoothing',
	'delta',
	'gamma',
	'momentum',
	'clipValue',
	'clipNorm',
] as const;
export type Word = (typeof WORDS)[number];

/** Words of a layer that may drop: two keys, the limit of draws, what is kept, where given masks lie. */
export const DROP = 5;
export const PENALTY = 2;

export interface WordsLayout {
	/** Words of a model. */
	readonly stride: number;
	word(name: Word): number;
	drop(slot: number): number;
	penalty(tensor: number): number;
}

export function wordsLayout(slots: number, tensors: number): WordsLayout {
	const drops = WORDS.length;
	const penalties = drops + DROP * slots;
	return {
		stride: penalties + PENALTY * tensors,
		word: (name) => WORDS.indexOf(name),
		drop: (slot) => drops + DROP * slot,
		penalty: (tensor) => penalties + PENALTY * tensor,
	};
}
