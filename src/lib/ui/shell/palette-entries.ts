/** What the palette finds: actions, places, datasets, projects, samples and themes, as one list of entries. */
import { chooseDataset } from '$lib/commands/data';
import { exportProject } from '$lib/commands/project';
import { sizeWords } from '$lib/ui/data/size-words';
import { app } from '$lib/ui/state/app.svelte';
import { theme, THEMES } from '$lib/ui/theme/theme.svelte';
import { openSample } from '../home/open-sample';
import { SAMPLES } from '../home/samples';
import { intake } from './intake.svelte';
import { overlays } from './overlays.svelte';
import { HOME, go, PLACES } from './places';
import { placeActions } from './place-actions.svelte';
import { shortcut } from './platform';
import { trainingEntries } from './training-entries';
import type { UndoStack } from './undo-stack.svelte';

export type PaletteGroup = 'Actions' | 'Go to' | 'Datasets' | 'Projects' | 'Samples' | 'Appearance';

export interface PaletteEntry {
	readonly id: string;
	readonly group: PaletteGroup;
	readonly label: string;
	/** Fainter, after the label. */
	readonly detail?: string;
	/** Key as shown. */
	readonly key?: string;
	/** Other words people might type. */
	readonly also?: string;
	run(): void;
}

function actions(undo: UndoStack): PaletteEntry[] {
	const project = app.contents?.project;
	const entry = (
		id: string,
		label: string,
		run: () => void,
		rest: Partial<PaletteEntry> = {},
	): PaletteEntry => ({
		id,
		group: 'Actions',
		label,
		run,
		...rest,
	});
	const here = [...placeActions.list, ...trainingEntries()];
	const list = [
		...here.map(({ id, label, run, ...rest }) => entry(id, label, run, rest)),
		entry('add', 'Add data', () => intake.choose(), {
			key: shortcut('⌘O'),
			also: 'open file csv tsv parquet npy upload import',
		}),
		entry('add-folder', 'Add a folder of pictures', () => intake.chooseFolder(), {
			also: 'open images png jpeg directory',
		}),
		entry('paste', 'Paste a table', () => overlays.open('paste'), { also: 'clipboard spreadsheet' }),
		entry('new', 'New project', () => overlays.open('new'), { also: 'create empty' }),
	];
	if (project) {
		const about = { id: project.id, name: project.name };
		list.push(
			entry('export', 'Export project', () => void app.run(exportProject, { project: project.id }), {
				key: shortcut('⌘S'),
				also: 'save download benchtop file',
			}),
			entry('rename', 'Rename project', () => overlays.open('rename', about), { detail: project.name }),
			entry('delete', 'Delete project', () => overlays.open('delete', about), {
				detail: project.name,
				also: 'remove',
			}),
		);
	}
	const { last } = undo;
	if (last)
		list.push(entry('undo', 'Undo', () => void undo.undo(), { detail: last.text, key: shortcut('⌘Z') }));
	list.push(entry('keys', 'Keys', () => overlays.open('keys'), { key: '?', also: 'shortcuts help' }));
	return list;
}

/** All entries, in the order they are shown before anything is typed. */
export function paletteEntries(undo: UndoStack): PaletteEntry[] {
	const open = app.contents?.project.id;
	return [
		...actions(undo),
		...[{ ...HOME, key: 'h' }, ...PLACES].map(({ id, label, path, key }): PaletteEntry => ({
			id: `go-${id}`,
			group: 'Go to',
			label,
			key: `g ${key}`,
			run: () => void go(path),
		})),
		...(app.contents?.datasets ?? []).map(({ id, name, version, ...rest }): PaletteEntry => ({
			id: `dataset-${id}`,
			group: 'Datasets',
			label: `${name} v${version}`,
			detail: sizeWords(rest),
			also: rest.columns.map((column) => column.name).join(' '),
			run: () => void app.run(chooseDataset, { dataset: id }).then(() => go('/data/')),
		})),
		...app.projects
			.filter(({ id }) => id !== open)
			.map(({ id, name }): PaletteEntry => ({
				id: `project-${id}`,
				group: 'Projects',
				label: name,
				run: () => void app.open(id).then(() => go('/data/')),
			})),
		...SAMPLES.map((sample): PaletteEntry => ({
			id: `sample-${sample.id}`,
			group: 'Samples',
			label: sample.name,
			detail: sample.question,
			also: 'sample example',
			run: () => void openSample(sample),
		})),
		...THEMES.map((choice): PaletteEntry => ({
			id: `theme-${choice}`,
			group: 'Appearance',
			label: { system: 'Theme as the system', light: 'Light theme', dark: 'Dark theme' }[choice],
			also: 'color mode appearance',
			run: () => theme.set(choice),
		})),
	];
}
