/** Starts the laboratory once per tab, as soon as the shell is loaded; what needs it waits here. */
import { browser } from '$app/environment';
import { app } from '$lib/ui/state/app.svelte';

export const started: Promise<void> = browser ? app.start() : Promise.resolve();
