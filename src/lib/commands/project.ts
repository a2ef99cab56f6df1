/** What can be done with a whole project: make, rename, delete, hand over as a file, take in from one. */
import { BenchtopError } from '../engine/errors/error';
import type { ProjectContents } from '../engine/ports';
import type { Project } from '../engine/schema/project';
import type { Command } from './command';
import type { World } from './world';

/** The open project as the store has it now; refuses when none is open. */
export async function openProject(world: World): Promise<ProjectContents> {
	const id = world.current()?.project.id;
	const contents = id ? await world.store.contents(id) : null;
	if (!contents) throw new BenchtopError('project.none-open');
	return contents;
}

/** Writes the project record with a change, and when it happened. */
export async function touch(world: World, project: Project, change: Partial<Project> = {}): Promise<void> {
	await world.store.putProject({ ...project, ...change, modifiedAt: world.clock.now() });
}

/** Makes a project and opens it. */
export const createProject: Command<{ name: string }, Project> = {
	id: 'project.create',
	label: 'New project',
	async run(world, { name }) {
		const now = world.clock.now();
		const project: Project = {
			id: world.newId(),
			name: name.trim() || 'Untitled',
			createdAt: now,
			modifiedAt: now,
			active: { dataset: null, pipeline: null },
		};
		await world.store.putProject(project);
		await world.open(project.id);
		return project;
	},
};

export const renameProject: Command<{ project: string; name: string }> = {
	id: 'project.rename',
	label: 'Rename project',
	async run(world, { project, name }) {
		const contents = await world.store.contents(project);
		const trimmed = name.trim();
		if (!contents || !trimmed || contents.project.name === trimmed) return;
		await touch(world, contents.project, { name: trimmed });
		world.notices.say(`Renamed to ${trimmed}`, () => touch(world, contents.project));
	},
};

/** Removes a project and frees its space. Asked for confirmation by the page; there is no undo. */
export const deleteProject: Command<{ project: string }> = {
	id: 'project.delete',
	label: 'Delete project',
	async run(world, { project }) {
		const open = world.current()?.project.id === project;
		const name = (await world.store.projects()).find(({ id }) => id === project)?.name ?? 'Project';
		if (open) await world.open(null);
		await world.store.deleteProject(project);
		world.notices.say(`Deleted ${name}`);
	},
};

/** Downloads the project as one file. */
export const exportProject: Command<{ project: string }> = {
	id: 'project.export',
	label: 'Export project',
	key: '⌘S',
	async run(world, { project }) {
		const task = world.activity.begin('Exporting the project');
		try {
			const file = await world.files.exportProject(project, {
				signal: task.signal,
				onProgress: task.progress,
			});
			world.download(file);
		} finally {
			task.done();
		}
	},
};

/** Checks a project file, adds what is in it and opens that; gives the project's id. A refused file changes nothing. */
export const importProject: Command<{ file: File }, string> = {
	id: 'project.import',
	label: 'Open project',
	async run(world, { file }) {
		const task = world.activity.begin(`Opening ${file.name}`);
		try {
			const project = await world.files.importProject(file, {
				signal: task.signal,
				onProgress: task.progress,
			});
			await world.open(project);
			world.notices.say(`Opened ${world.current()?.project.name ?? file.name}`);
			return project;
		} finally {
			task.done();
		}
	},
};
