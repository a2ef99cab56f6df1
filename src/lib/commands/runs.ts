/** What people say about runs: star, archive, note. The runs themselves are never edited. */
import type { Id } from '../engine/canonical';
import type { Annotation } from '../engine/schema/run';
import type { Command } from './command';
import { openProject } from './project';

export type AnnotationChange = Partial<Omit<Annotation, 'run'>>;

function describe(change: AnnotationChange, count: number): string {
	const runs = count === 1 ? 'the run' : `${count} runs`;
	if (change.archived !== undefined) return `${change.archived ? 'Archived' : 'Brought back'} ${runs}`;
	if (change.starred !== undefined) return `${change.starred ? 'Starred' : 'Unstarred'} ${runs}`;
	return `Noted on ${runs}`;
}

export const annotateRuns: Command<{ runs: readonly Id[]; change: AnnotationChange }> = {
	id: 'runs.annotate',
	label: 'Annotate runs',
	async run(world, { runs, change }) {
		const { project, annotations } = await openProject(world);
		const before = runs.map(
			(run): Annotation =>
				annotations.find((each) => each.run === run) ?? { run, starred: false, archived: false, note: '' },
		);
		if (!before.length) return;
		await world.store.annotate(
			project.id,
			before.map((each) => ({ ...each, ...change })),
		);
		world.notices.say(describe(change, runs.length), () => world.store.annotate(project.id, before));
	},
};
