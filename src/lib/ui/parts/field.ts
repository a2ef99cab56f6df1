/**
 * Whether something that happened, happened where text is written: there, letters are letters and a paste is a
 * paste. Looks through shadow roots, since the source editor lives in one.
 */

const FIELDS =
	'input:not([type=checkbox], [type=radio], [type=file]), textarea, select, [contenteditable], [role=textbox]';

export function isInField(event: Event): boolean {
	const [target] = event.composedPath();
	return target instanceof Element && target.closest(FIELDS) !== null;
}
