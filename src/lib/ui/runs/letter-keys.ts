/** When a single letter may act: outside fields, menus and dialogs, without ⌘ or Ctrl, unless switched off in Keys. */

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
	if (
		target instanceof Element &&
		target.closest(
			'input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=menu]',
		)
	)
		return false;
	try {
		return localStorage.getItem(STORED) !== 'off';
	} catch {
		return true;
	}
}
