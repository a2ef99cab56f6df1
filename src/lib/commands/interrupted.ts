/** Finds what a closed or crashed tab left behind. Run whenever a project is opened for writing. */
import type { Job } from '../engine/schema/job';
import type { Command } from './command';
import { openProject } from './project';
import { isTraining } from './queued';

/** Marks jobs no queue is working on. */
export const markInterrupted: Command<void, number> = {
	id: 'train.mark-interrupted',
	label: 'Find unfinished fits',
	async run(world) {
		const { project, jobs } = await openProject(world);
		if (isTraining(world, project.id)) return 0;
		const left = jobs
			.filter(({ state }) => state === 'running' || state === 'waiting')
			.map((job): Job => ({ ...job, state: 'interrupted' }));
		if (left.length) await world.store.putJobs(project.id, left);
		return left.length;
	},
};
