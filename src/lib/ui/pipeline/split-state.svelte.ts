/**
 * The split as its card shows it: which fields the method has, what they may hold, the samples each split gets – from the
 * declaration at once, from the data when the check has answered – and what is wrong with each field.
 */
import { samplesIn } from '$lib/engine/schema/dataset-shape';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { SplitMethod, SplitSpec } from '$lib/engine/schema/split';
import { count, plural } from '$lib/ui/parts/format';
import { checks } from './checks.svelte';
import { columnsAfter } from './columns-after';
import { setSplit } from './edit';
import type { PipelinePlace } from './pipeline-place.svelte';
import {
	fieldOf,
	gapOf,
	groupColumns,
	METHODS,
	methodOf,
	offers,
	setFolds,
	setGap,
	setMethod,
	setRepeats,
	setShare,
	timeColumns,
	type GapUnit,
	type SplitField,
} from './split-edit';

/** Seeds that are drawn are small enough to be read out. */
const SEEDS = 100_000;

const NO_SIZES = { train: 0, validation: 0, test: 0 };

export class SplitState {
	readonly #place: PipelinePlace;
	readonly #read: () => Pipeline;

	constructor(place: PipelinePlace, read: () => Pipeline) {
		this.#place = place;
		this.#read = read;
	}

	get document(): Pipeline {
		return this.#read();
	}
	get split(): SplitSpec {
		return this.document.split;
	}
	get readOnly(): boolean {
		return this.#place.readOnly;
	}

	readonly #dataset = $derived.by(() =>
		this.#place.datasets.find(({ id }) => id === this.document.target.dataset),
	);
	readonly #columns = $derived.by(() => (this.#dataset ? columnsAfter(this.document, this.#dataset) : []));
	readonly #rows = $derived.by(() => (this.#dataset ? samplesIn(this.#dataset) : 0));

	readonly method = $derived.by(() => methodOf(this.split));
	readonly hint = $derived.by(() => METHODS[this.method].hint);
	readonly methods = $derived.by(() =>
		(Object.keys(METHODS) as SplitMethod[])
			.filter((each) => each === this.method || offers(each, this.#columns, this.#rows))
			.map((value) => ({ value, label: METHODS[value].label })),
	);
	readonly groups = $derived.by(() =>
		this.#withCurrent(groupColumns(this.#columns, this.#rows), this.split.group),
	);
	readonly times = $derived.by(() => this.#withCurrent(timeColumns(this.#columns), this.split.time));
	readonly groupHint = $derived.by(() => {
		const column = this.#columns.find(({ name }) => name === this.split.group);
		return column ? plural(column.statistics.distinct, 'group') : '';
	});

	/** Which fields go with the method. */
	readonly shows = $derived.by(() => {
		const alone = this.method === 'leave-one-group-out';
		const byChance = !alone && this.method !== 'time';
		return {
			group: this.method === 'group' || alone,
			time: this.method === 'time',
			clusters: this.method === 'cluster',
			shares: !alone,
			folds: !alone,
			repeats: byChance && Boolean(this.split.folds),
			stratify: byChance,
			bins: byChance && this.split.stratify !== null && this.#cutsInBins,
			/** Nothing is left to chance in time, nor where every group is held back once. */
			seed: byChance,
		};
	});

	/** True where what is stratified by is a quantity. */
	get #cutsInBins(): boolean {
		const { stratify } = this.split;
		if (stratify === 'target') return this.document.analysis === 'regression';
		const column = this.#inputColumns.find(({ name }) => name === stratify?.column);
		return column !== undefined && column.dtype !== 'string' && column.dtype !== 'bool';
	}
	readonly #inputColumns = $derived.by(() => {
		const [first] = this.document.inputs;
		const dataset = this.#place.datasets.find(({ id }) => id === first?.dataset);
		return dataset ? columnsAfter(this.document, dataset) : [];
	});
	/** What the split can keep the shares of: the target, or without one a column of the first input. */
	readonly strata = $derived.by(() => {
		const none = { value: '', label: 'Nothing' };
		if (this.document.target.unsupervised === undefined)
			return [none, { value: 'target', label: 'The target' }];
		return [none, ...this.#inputColumns.map(({ name }) => ({ value: `column:${name}`, label: name }))];
	});
	readonly stratum = $derived.by(() => {
		const { stratify } = this.split;
		return stratify === null ? '' : stratify === 'target' ? 'target' : `column:${stratify.column}`;
	});

	readonly gap = $derived.by(() => gapOf(this.split));
	readonly gapUnits = $derived.by((): readonly { value: GapUnit; label: string }[] => {
		const dtype = this.#columns.find(({ name }) => name === this.split.time)?.dtype;
		const spans = dtype === 'date' || dtype === 'timestamp' ? (['days', 'hours', 'minutes'] as const) : [];
		return [
			{ value: 'none', label: 'No gap' },
			...(['rows', ...spans] as const).map((value) => ({ value, label: value })),
		];
	});

	/** The samples of each split; exact once they were counted. */
	readonly sizes = $derived.by(
		() => (checks.stale ? null : checks.answer?.sizes) ?? this.#place.facts?.sizes ?? NO_SIZES,
	);
	readonly exact = $derived.by(() => !checks.stale && checks.answer !== null);
	readonly unit = $derived.by(() => {
		if (this.document.inputs.some(({ window }) => window)) return 'window';
		const first = this.#place.datasets.find(({ id }) => id === this.document.inputs[0]?.dataset);
		return first?.shape?.kind === 'image' ? 'picture' : first?.shape ? 'sequence' : 'row';
	});
	/** "5 folds: 96–97 train, 24–25 validate in each", in words. */
	readonly folds = $derived.by(() => {
		const folds = checks.stale ? null : checks.answer?.folds;
		if (!folds?.length) return null;
		const range = (sizes: readonly number[]) => {
			const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
			return low === high ? count(low) : `${count(low)}–${count(high)}`;
		};
		const repeats = 1 + Math.max(...folds.map(({ repeat }) => repeat));
		const often = repeats > 1 ? `, cut ${count(repeats)} times` : '';
		const each = plural(folds.length / repeats, 'fold');
		const shares = `${each}${often}: ${range(folds.map(({ train }) => train))} train and ${range(folds.map(({ validation }) => validation))} validate in each.`;
		const idle = this.sizes.validation;
		if (!idle) return shares;
		return `${shares} The validation share (${plural(idle, this.unit)}) takes no part in them: set it to 0 to train on it.`;
	});
	readonly warnings = $derived.by(() => (checks.stale ? [] : (checks.answer?.warnings ?? [])));

	/** What is wrong with a field: in the declaration, or as the data shows; null when nothing is. */
	wrong(field: SplitField): string | null {
		const declared = field === '' ? this.#whole : this.#place.wrong(`split.${field}`);
		if (declared !== null) return declared;
		const { failure } = checks;
		return failure && fieldOf(failure.code) === field ? failure.message : null;
	}
	/** What is wrong with the split as a whole. */
	get #whole(): string | null {
		return this.#place.issues.find(({ path }) => path === 'split')?.message ?? null;
	}
	/** Neither folds nor validation rows: training would not know when to stop. */
	readonly unjudged = $derived.by(
		() => this.split.validation === null && !this.split.folds && this.method !== 'leave-one-group-out',
	);

	check(next: Pipeline, field: SplitField): string | null {
		const path = `split.${field}`;
		// Shares that do not go together are refused of the split, at either share.
		const whole =
			field === 'test' || field === 'validation' ? this.#place.refusal(next, 'split', true) : null;
		return this.#place.refusal(next, path) ?? whole;
	}

	setMethod(method: SplitMethod): void {
		this.#place.edit(setMethod(this.document, method, this.#columns, this.#rows));
	}
	set(change: Partial<SplitSpec>): void {
		this.#place.edit(setSplit(this.document, change));
	}
	with(change: Partial<SplitSpec>): Pipeline {
		return setSplit(this.document, change);
	}
	share(name: 'test' | 'validation', share: number): Pipeline {
		return setShare(this.document, name, share);
	}
	foldsTo(folds: number): Pipeline {
		return setFolds(this.document, folds);
	}
	repeatsTo(repeats: number): Pipeline {
		return setRepeats(this.document, repeats);
	}
	gapTo(unit: GapUnit, size = Math.max(1, this.gap.size)): Pipeline {
		return setGap(this.document, unit, size);
	}
	save(document: Pipeline): void {
		this.#place.edit(document);
	}
	stratify(value: string): void {
		const stratify =
			value === '' ? null : value === 'target' ? 'target' : { column: value.slice('column:'.length) };
		const quantity =
			stratify === 'target'
				? this.document.analysis === 'regression'
				: this.#inputColumns.some(
						({ name, dtype }) => name === stratify?.column && dtype !== 'string' && dtype !== 'bool',
					);
		this.set({ stratify, bins: stratify !== null && quantity ? (this.split.bins ?? 4) : null });
	}
	/** Another seed, drawn. */
	draw(): void {
		const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
		this.set({ seed: drawn % SEEDS });
	}

	#withCurrent(columns: readonly { name: string }[], current: string | null | undefined) {
		const names = columns.map(({ name }) => name);
		const all = current && !names.includes(current) ? [...names, current] : names;
		return all.map((value) => ({ value, label: value }));
	}
}
