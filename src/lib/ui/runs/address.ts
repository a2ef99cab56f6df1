/** The state of the Runs place as the query part of an address, and back. Defaults are written as nothing. */
import { digits } from './row';
import { parseSort, sortText, type Sort } from './sort';

export interface RunsView {
	/** Id, or first digits of it, of the open run; null is the table. */
	readonly run: string | null;
	readonly query: string;
	readonly sort: Sort | null;
	readonly mean: boolean;
	/** Ids, or first digits, in the order they were picked. */
	readonly picks: readonly string[];
}

/** Digits of a picked run in the address: enough to be its own among millions. */
const PICK_DIGITS = 12;

/** "?run=…&q=…"; empty when everything is as at first. */
export function addressOf({ run, query, sort, mean, picks }: RunsView): string {
	const search = new URLSearchParams();
	const order = sortText(sort);
	if (run) search.set('run', digits(run));
	if (query) search.set('q', query);
	if (order) search.set('sort', order);
	if (mean) search.set('show', 'mean');
	if (picks.length) search.set('pick', picks.map((id) => digits(id).slice(0, PICK_DIGITS)).join(' '));
	const text = search.toString();
	return text && `?${text}`;
}

/** The state an address asks for; what it does not say is as at first. */
export const viewOf = (search: URLSearchParams): RunsView => ({
	run: search.get('run'),
	query: search.get('q') ?? '',
	sort: parseSort(search.get('sort')),
	mean: search.get('show') === 'mean',
	picks: (search.get('pick') ?? '').split(' ').filter(Boolean),
});
