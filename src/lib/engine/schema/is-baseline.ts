/** Whether an architecture learns nothing but the majority or the mean: asked where its schema is not needed. */
import type { Architecture } from './architecture';

/** True for the majority or mean baseline. */
export const isBaseline = (architecture: Architecture): boolean =>
	architecture.layers[0]?.layer === 'constant';
