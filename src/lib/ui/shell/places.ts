/** The places of the rail, in the order work happens. A place that is not built is not listed. */
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import Activity from '@lucide/svelte/icons/activity';
import Rows3 from '@lucide/svelte/icons/rows-3';
import Table2 from '@lucide/svelte/icons/table-2';
import Workflow from '@lucide/svelte/icons/workflow';

export const HOME = { id: 'home', label: 'Home', path: '/' } as const;

export const PLACES = [
	{ id: 'data', label: 'Data', path: '/data/', key: 'd', icon: Table2 },
	{ id: 'pipeline', label: 'Pipeline', path: '/pipeline/', key: 'p', icon: Workflow },
	{ id: 'train', label: 'Train', path: '/train/', key: 't', icon: Activity },
	{ id: 'runs', label: 'Runs', path: '/runs/', key: 'r', icon: Rows3 },
] as const;

export type Place = (typeof PLACES)[number];
export type PlacePath = Place['path'] | typeof HOME.path;

/** The address of a place, wherever the app is hosted. (`resolve` takes one literal at a time, hence the cast.) */
export const hrefOf = (path: PlacePath): string => resolve(path as '/');

/** Opens a place. */
export const go = (path: PlacePath): Promise<void> => goto(resolve(path as '/'));
