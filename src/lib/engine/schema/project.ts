/** A project: the workbench everything else belongs to, and what was last looked at in it. */
import * as v from 'valibot';
import { idSchema, nameSchema } from './common';

export const projectSchema = v.object({
	id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{8,64}$/)),
	name: nameSchema,
	createdAt: v.number(),
	modifiedAt: v.number(),
	/** The dataset and pipeline the places open with. */
	active: v.object({ dataset: v.nullable(idSchema), pipeline: v.nullable(idSchema) }),
});
export type Project = v.InferOutput<typeof projectSchema>;
