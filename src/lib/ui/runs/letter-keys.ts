/** When a single letter may act: outside fields, menus and dialogs, without ⌘ or Ctrl, unless switched off in Keys. */

import { isInField } from '../parts/field';

/** Where the shell keeps whether letters act (WCAG 2.1.4). */
const STORED = 'letter-keys';

/** Whether this key press is one of these letters and free to act. */
export function isLetter(event: KeyboardEvent, letters: readonly string[]): boolean {
	if (
		event.defaultPrevented ||
		event.ctrlKey ||
		event.metaKey ||
		event.altKey ||
		!letters.includes(event.key)
	)
		return false;
	const { target } = event;
	if (isInField(event)) return false;
	if (target instanceof Element && target.closest('[role=dialog], [role=alertdialog], [role=menu]'))
		return false;
	try {
		return localStorage.getItem(STORED) !== 'off';
	} catch {
		return true;
	}
}
