/** What the Runs place offers to the palette: star and archive what is selected, or the run that is open. */
import { plural } from '../parts/format';
import type { PlaceAction } from '../shell/place-actions.svelte';
import type { RunsPlace } from './runs-place.svelte';

export function runActions(place: RunsPlace): PlaceAction[] {
	const open = place.open !== null;
	const rows = open ? (place.row ? [place.row] : []) : place.picked;
	if (!rows.length) return [];
	const what = open ? `run ${rows[0]?.short}` : plural(rows.length, 'selected run');
	const starred = rows.every((row) => row.starred);
	const archived = rows.every((row) => row.archived);
	return [
		{
			id: 'star',
			label: starred ? 'Unstar' : 'Star',
			detail: what,
			also: 'favourite mark runs selected',
			run: () => place.star(rows),
		},
		{
			id: 'archive',
			label: archived ? 'Bring back' : 'Archive',
			detail: what,
			also: 'hide remove runs selected',
			run: () => place.archive(rows),
		},
		...(open ? [] : [{ id: 'clear', label: 'Clear selection', detail: what, run: () => place.clearPicks() }]),
	];
}
