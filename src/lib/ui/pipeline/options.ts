/**
 * A setting of a step as the form draws it: its field, its words and what holds when the document says nothing (the
 * engine's step has the same). Reading a field and writing it into a step are here; which settings a step has is in the
 * table of its family.
 */
interface Common {
	readonly key: string;
	readonly label: string;
	readonly hint?: string;
	/** Shown only where it matters, for this step as it stands. */
	readonly when?: (step: Readonly<Record<string, unknown>>) => boolean;
}

/** Which columns a setting can name. */
export type ColumnSort = 'any' | 'number' | 'time';

export type Option =
	| (Common & { readonly kind: 'flag'; readonly fallback: boolean })
	| (Common & {
			readonly kind: 'choice';
			readonly fallback: string;
			readonly of: readonly { readonly value: string; readonly label: string }[];
	  })
	| (Common & {
			readonly kind: 'number';
			readonly fallback: number;
			/** Whole numbers from here on; any number when left out. */
			readonly least?: number;
			readonly not?: number;
	  })
	/** One column; `none` is what leaving it out means, and is offered where it may be left out. */
	| (Common & {
			readonly kind: 'column';
			readonly of: ColumnSort;
			readonly fallback: '';
			readonly none?: string;
	  })
	/** Several of a fixed list, in its order. */
	| (Common & {
			readonly kind: 'picks';
			readonly fallback: readonly string[];
			readonly of: readonly { readonly value: string; readonly label: string }[];
	  })
	/**
	 * Free text: a value, a separator, two numbers, a list with commas, one of texts or of whole numbers alone, SQL, pairs
	 * "what => by what" line by line; empty leaves it out.
	 */
	| (Common & { readonly kind: 'text'; readonly as: TextKind; readonly fallback: string });

export type TextKind = 'value' | 'text' | 'pair' | 'list' | 'words' | 'number' | 'numbers' | 'sql' | 'pairs';

const optionsFrom = (of: Readonly<Record<string, string>>) =>
	Object.entries(of).map(([value, label]) => ({ value, label }));
const said = (hint: string | undefined) => (hint === undefined ? {} : { hint });

export const choice = (
	key: string,
	label: string,
	of: Readonly<Record<string, string>>,
	hint?: string,
	fallback = Object.keys(of)[0] ?? '',
): Option => ({ kind: 'choice', key, label, fallback, of: optionsFrom(of), ...said(hint) });

export const flag = (key: string, label: string, fallback: boolean, hint?: string): Option => ({
	kind: 'flag',
	key,
	label,
	fallback,
	...said(hint),
});

export const number = (
	key: string,
	label: string,
	fallback: number,
	more: { least?: number; not?: number; hint?: string; when?: Common['when'] } = {},
): Option => ({ kind: 'number', key, label, fallback, ...more });

export const text = (key: string, label: string, as: TextKind, fallback: string, hint: string): Option => ({
	kind: 'text',
	key,
	label,
	as,
	fallback,
	hint,
});

export const column = (
	key: string,
	label: string,
	of: ColumnSort,
	{ none, hint }: { none?: string; hint?: string } = {},
): Option => ({
	kind: 'column',
	key,
	label,
	of,
	fallback: '',
	...(none === undefined ? {} : { none }),
	...said(hint),
});

export const picks = (key: string, label: string, of: Readonly<Record<string, string>>): Option => ({
	kind: 'picks',
	key,
	label,
	fallback: [],
	of: optionsFrom(of),
});

/** The option, shown only where the step says so. */
export const where = (option: Option, when: Common['when']): Option => (when ? { ...option, when } : option);

/** What the step says, or what holds when it says nothing. */
export function told(step: object, { key, fallback }: Option): unknown {
	const value = (step as Readonly<Record<string, unknown>>)[key];
	return value === undefined || value === null ? fallback : value;
}

/** As written in a text field. */
export function written(value: unknown, as: TextKind = 'value'): string {
	if (!Array.isArray(value)) return String(value);
	if (as === 'pairs') return (value as unknown[][]).map((pair) => pair.join(' => ')).join('\n');
	return value.join(', ');
}

const asNumber = (word: string): number | string =>
	word.trim() !== '' && Number.isFinite(Number(word)) ? Number(word) : word.trim();

/** What a text field means; undefined leaves the setting out. */
export function meant(as: TextKind, typed: string): unknown {
	if (as === 'value') return asNumber(typed);
	if (as === 'text') return typed === '' ? undefined : typed;
	if (as === 'sql') return typed.trim();
	if (typed.trim() === '') return undefined;
	if (as === 'number') return asNumber(typed);
	if (as === 'pairs') return typed.split('\n').filter(Boolean).map(pairOf);
	const words = typed.split(',').map((word) => word.trim());
	if (as === 'numbers') return words.filter(Boolean).map(asNumber);
	return as === 'words' ? words.filter(Boolean) : words.map(asNumber);
}

/** "a => b"; without an arrow the text is taken out. */
function pairOf(line: string): [string, string] {
	const [what = '', ...by] = line.split(' => ');
	return [what.replace(/ =>$/, ''), by.join(' => ')];
}

/** The step told `value`; undefined, or an empty choice, leaves it unsaid. The document's check refuses what is wrong. */
export function tell<S extends object>(step: S, { key, kind }: Option, value: unknown): S {
	const rest = Object.fromEntries(Object.entries(step).filter(([name]) => name !== key));
	const unsaid = value === '' && (kind === 'choice' || kind === 'column');
	return (value === undefined || unsaid ? rest : { ...rest, [key]: value }) as S;
}
