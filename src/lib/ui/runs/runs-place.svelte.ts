/**
 * The Runs place: which runs are shown, how they are grouped and ordered, which are picked and which one is open.
 * The address holds all of it, so that every view can be linked and comes back with the back button.
 */
import { afterNavigate, goto } from '$app/navigation';
import { page } from '$app/state';
import { annotateRuns, type AnnotationChange } from '$lib/commands/runs';
import { exportProject } from '$lib/commands/project';
import { asBenchtopError, type BenchtopError } from '$lib/engine/errors/error';
import { app } from '$lib/ui/state/app.svelte';
import { count, plural } from '../parts/format';
import { everyRun, groups, meanOverRepeats, type Group, type RunLine } from './line';
import { lettered, NO_PICKS, toggle, type Letter, type Picks } from './picks';
import { matches, parseQuery, type Query } from './query';
import { digits, metricNames, runRows, type RunRow } from './row';
import { naturalOrder, sortLines, type Sort, type SortKey } from './sort';
import { addressOf, viewOf } from './address';

export type Mode = 'every' | 'mean';

/** Runs that compare with each other: their baseline on top, then the rest in order. */
export interface Section {
	readonly group: Group;
	readonly sort: Sort;
	readonly baseline: readonly RunLine[];
	readonly lines: readonly RunLine[];
	/** Range of the nets' validation scores here, for the strip plots. */
	readonly range: readonly [number, number];
}

const EVERYTHING: Query = { terms: [], archived: false };

export class RunsPlace {
	/** As typed, understood or not. */
	query = $state('');
	/** Null is best validation score first. */
	sort = $state.raw<Sort | null>(null);
	mode = $state<Mode>('every');
	/** Id, or first digits of it, of the run that is open; null is the table. */
	open = $state<string | null>(null);
	picks = $state.raw<Picks>(NO_PICKS);
	/** The run one came back from to the table, so that one goes on at its line. */
	left = $state<string | null>(null);
	#navigating = 0;

	readonly rows = $derived(app.contents ? runRows(app.contents, app.annotations) : []);
	readonly metrics = $derived(metricNames(this.rows));

	/** The last query that was understood. */
	#good = $state.raw(EVERYTHING);
	error = $state.raw<BenchtopError | null>(null);

	readonly visible = $derived(this.rows.filter((row) => matches(this.#good, row)));
	readonly hits = $derived(
		this.query
			? `${count(this.visible.length)} of ${plural(this.rows.length, 'run')}`
			: plural(this.visible.length, 'run'),
	);
	readonly archived = $derived(this.rows.filter((row) => row.archived).length);

	readonly sections = $derived.by((): Section[] => {
		const asked = this.#good.archived;
		const lines = this.mode === 'mean' ? meanOverRepeats : everyRun;
		return groups(this.rows).flatMap((group): Section[] => {
			const members = group.rows.filter((row) => matches(this.#good, row));
			if (!members.length) return [];
			const baseline = group.rows.filter((row) => row.baseline && (asked || !row.archived));
			const sort = this.sort ?? naturalOrder('valid', group.rows[0]!.higherIsBetter);
			const rest = members.filter((row) => !row.baseline);
			const scores = (rest.length ? rest : baseline).flatMap(({ valid }) => (valid === null ? [] : [valid]));
			return [
				{
					group,
					sort,
					baseline: sortLines(lines(baseline), sort),
					lines: sortLines(lines(rest), sort),
					range: [Math.min(...scores), Math.max(...scores)],
				},
			];
		});
	});

	/** The open run; null while the table is shown, or when there is no such run. */
	readonly row = $derived.by((): RunRow | null => {
		const wanted = this.open && digits(this.open);
		return (wanted && this.rows.find(({ id }) => digits(id).startsWith(wanted))) || null;
	});

	readonly picked = $derived(this.rows.filter(({ id }) => this.picks.runs.includes(id)));

	constructor() {
		this.read();
		afterNavigate(({ to }) => {
			if (!to || to.url.pathname !== page.url.pathname) return;
			const before = this.row?.id ?? null;
			if (this.#navigating === 0) this.read(to.url);
			this.left = this.open ? null : before;
		});
	}

	setQuery(query: string): void {
		this.query = query;
		this.#understand();
		void this.#write(true);
	}

	setMode(mode: Mode): void {
		this.mode = mode;
		void this.#write(true);
	}

	/** First click on a column: its natural order; second: the other way round; third: best first again. */
	sortBy(key: SortKey, higherIsBetter: boolean): void {
		const natural = naturalOrder(key, higherIsBetter);
		const current = this.sort ?? naturalOrder('valid', higherIsBetter);
		if (current.key !== key) this.sort = natural;
		else if (current.descending === natural.descending) this.sort = { key, descending: !natural.descending };
		else this.sort = null;
		void this.#write(true);
	}

	/** Opens a run, or the table (null). */
	show(run: string | null): void {
		this.open = run;
		void this.#write(false);
	}

	pick(line: RunLine): void {
		this.picks = toggle(this.picks, line.rows, this.rows);
		void this.#write(true);
	}

	clearPicks(): void {
		this.picks = NO_PICKS;
		void this.#write(true);
	}

	letter(row: RunRow): Letter | null {
		return this.picks.letters.get(row.trial) ?? null;
	}

	isPicked(line: RunLine): boolean {
		return line.rows.every(({ id }) => this.picks.runs.includes(id));
	}

	async annotate(rows: readonly RunRow[], change: AnnotationChange): Promise<void> {
		await app.run(annotateRuns, { runs: rows.map(({ id }) => id), change });
	}

	/** Stars these runs; takes the stars away when all have one. */
	star(rows: readonly RunRow[]): void {
		void this.annotate(rows, { starred: !rows.every(({ starred }) => starred) });
	}

	/** Archives these runs; brings them back when all are archived. */
	archive(rows: readonly RunRow[]): void {
		void this.annotate(rows, { archived: !rows.every(({ archived }) => archived) });
	}

	export(): void {
		if (app.contents) void app.run(exportProject, { project: app.contents.project.id });
	}

	/** Address of a run, keeping table state so that the way back leads where one was. */
	address(run: string | null): string {
		const { query, sort, mode, picks } = this;
		return addressOf({ run, query, sort, mean: mode === 'mean', picks: picks.runs }) || page.url.pathname;
	}

	async #write(replace: boolean): Promise<void> {
		this.#navigating++;
		try {
			await goto(this.address(this.open), { replaceState: replace, keepFocus: replace, noScroll: replace });
		} finally {
			this.#navigating--;
		}
	}

	#understand(): void {
		try {
			this.#good = parseQuery(this.query, this.metrics);
			this.error = null;
		} catch (thrown) {
			this.error = asBenchtopError(thrown);
		}
	}

	/** Takes everything from the address; again when another project opens. */
	read(url: URL = page.url): void {
		const view = viewOf(url.searchParams);
		this.query = view.query;
		this.#good = EVERYTHING;
		this.#understand();
		this.sort = view.sort;
		this.mode = view.mean ? 'mean' : 'every';
		this.open = view.run;
		const runs = view.picks.flatMap(
			(start) => this.rows.find(({ id }) => digits(id).startsWith(start))?.id ?? [],
		);
		this.picks = lettered(runs, this.picks.letters, this.rows);
	}
}
