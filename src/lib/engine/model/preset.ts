/** A model that is offered, with the trainer that suits it, and the groups they are offered in. */
import type { Architecture } from '../schema/architecture';
import type { Trainer } from '../schema/experiment';

export interface Preset {
	readonly architecture: Architecture;
	readonly trainer: Trainer;
}

export interface PresetGroup {
	/** "Sequences", "Reference nets". */
	readonly name: string;
	readonly presets: readonly Preset[];
}
