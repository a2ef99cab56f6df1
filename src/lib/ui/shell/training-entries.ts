/** The palette's actions about training: those that apply to the open project now, with what they would be done to. */
import { discardJobs, resumeJobs, trainBaseline } from '$lib/commands/train';
import { plural } from '$lib/ui/parts/format';
import { proposals } from '$lib/ui/pipeline/proposals.svelte';
import { app } from '$lib/ui/state/app.svelte';
import type { PlaceAction } from './place-actions.svelte';
import { go } from './places';

export function trainingEntries(): PlaceAction[] {
	const { training } = app.activity;
	const list: PlaceAction[] = [];
	if (training.active)
		list.push({
			id: 'stop',
			label: 'Stop training, keep results',
			also: 'cancel',
			run: () => training.stop(),
		});
	if (app.role !== 'writer') return list;
	const { pipeline, dataset, contents } = app;
	if (pipeline && dataset && proposals.pending === null)
		list.push({
			id: 'baseline',
			label: trainBaseline.label,
			detail: `${pipeline.document.target.columns.join(', ')} in ${dataset.name}`,
			also: 'fit run start learn model net',
			run: () => void go('/train/').then(() => app.run(trainBaseline, { pipeline: pipeline.id })),
		});
	const left = contents?.jobs.filter(({ state }) => state === 'interrupted').length ?? 0;
	if (left && !training.active)
		list.push(
			{
				id: 'resume',
				label: resumeJobs.label,
				detail: plural(left, 'fit'),
				also: 'continue resume restart interrupted',
				run: () => void go('/train/').then(() => app.run(resumeJobs, undefined)),
			},
			{
				id: 'discard',
				label: discardJobs.label,
				detail: plural(left, 'fit'),
				also: 'remove give up interrupted',
				run: () => void app.run(discardJobs, undefined),
			},
		);
	return list;
}
