/** What a run of the matrix says of each model, and of each variant of a test when all its seeds are through. */
import type { Variant } from './document';

/** A loss on the very predictions a net's loss is measured on, by the name of what knows nothing of the inputs. */
export interface Baseline {
	readonly name: string;
	readonly loss: number;
}

/** What came of the whole data put through the trained model as new data. */
export interface Inferred {
	readonly rows: number;
	/** Quality of what was predicted with labels at hand; null in a forecast, which has none, or where undefined. */
	readonly quality: number | null;
}

export interface ModelResult {
	readonly model: string;
	/** 0-based; null without folds. */
	readonly fold: number | null;
	readonly executor: string;
	readonly parameters: number;
	readonly seconds: number;
	readonly epochs: number;
	/** Samples of the test split. */
	readonly rows: number;
	readonly quality: number | null;
	readonly loss: number;
	/** The one the loss has to be below first. */
	readonly baselines: readonly Baseline[];
	readonly inferred: Inferred | null;
}

export interface SeedResult {
	readonly name: string;
	readonly variant: Variant;
	readonly seed: number;
	/** Reading and preparing, all folds together. */
	readonly prepareSeconds: number;
	/** Findings of the leak guard that the document does not override; asked of the first seed only. */
	readonly refused: readonly string[];
	readonly models: readonly ModelResult[];
}
