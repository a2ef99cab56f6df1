/** What a fitted pipeline is kept under: its pipeline, or one fold of it. */
import type { Id } from '../canonical';

export const fittedKey = (pipeline: Id, fold?: number): Id =>
	fold === undefined ? pipeline : `${pipeline}/${fold}`;
