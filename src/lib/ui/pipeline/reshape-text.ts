/** The indices of a reshape as a person types them: `0, "14", [1, 2]`, which is their JSON without the outer brackets. */
import * as v from 'valibot';
import { reshapeSchema, type PipelineInput } from '$lib/engine/schema/pipeline';

type Indices = NonNullable<PipelineInput['reshape']>;

export const indicesText = (indices: Indices): string =>
	indices.map((index) => (Array.isArray(index) ? `[${index.join(', ')}]` : JSON.stringify(index))).join(', ');

/** What is typed, or null where it is none of the language. */
export function indicesOf(typed: string): Indices | null {
	try {
		const parsed = v.safeParse(reshapeSchema, JSON.parse(`[${typed}]`));
		return parsed.success ? parsed.output : null;
	} catch {
		return null;
	}
}
