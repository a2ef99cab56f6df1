/** What people said about runs, by run: built anew whenever the project is read, never changed in place. */
import type { ProjectContents } from '$lib/engine/ports';
import type { Annotation } from '$lib/engine/schema/run';

export const annotationsByRun = (
	contents: ProjectContents | null,
): ReadonlyMap<Annotation['run'], Annotation> =>
	new Map(contents?.annotations.map((each) => [each.run, each]));
