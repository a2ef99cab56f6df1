/** A transform behind the split with what it learned, as it is kept in a fitted pipeline. */
import * as v from 'valibot';
import { transformStepSchema } from '../../schema/transform-step';

export const fittedTransformSchema = v.object({
	step: transformStepSchema,
	/** What the step learned; its own file knows the shape and parses it. */
	state: v.record(v.string(), v.unknown()),
});
export type FittedTransform = v.InferOutput<typeof fittedTransformSchema>;
