/** j and k: the focus goes from one line of a table to the next, on the link that opens it. */
import { isLetter } from './letter-keys';

/** Moves among the links of this list that match; the first press takes the first or the last line. */
export function moveRows(event: KeyboardEvent, list: HTMLElement | undefined, link: string): void {
	if (!list || !isLetter(event, ['j', 'k'])) return;
	const links = [...list.querySelectorAll<HTMLElement>(link)];
	const row = document.activeElement?.closest('tr');
	const at = links.findIndex((each) => row?.contains(each));
	const forward = event.key === 'j';
	const next = at < 0 ? (forward ? 0 : links.length - 1) : at + (forward ? 1 : -1);
	links[Math.max(0, Math.min(next, links.length - 1))]?.focus();
	event.preventDefault();
}
