/** What differs between systems: the name of the command key, and whether a key press holds it. */
import { browser } from '$app/environment';

const isMac = browser && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** "⌘K" as this system writes it. */
export const shortcut = (key: string): string => (isMac ? key : key.replace('⌘', 'Ctrl '));

export const holdsCommand = (event: KeyboardEvent): boolean =>
	(isMac ? event.metaKey : event.ctrlKey) && !event.altKey;
