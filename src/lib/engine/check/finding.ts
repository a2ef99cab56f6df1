/**
 * What a rule says about a split: a verdict with its reason, the columns and rows to look at and what to do. The words are
 * in the catalogue; a rule gives the numbers. Findings are never stored: they follow from the data and the pipeline.
 */
import { fill, type Operands } from '../errors/error';
import { RULES, type RuleId } from './catalogue';

/** refuse: nothing is trained unless the document names the finding's override. */
export type Verdict = 'pass' | 'warn' | 'refuse';

export interface RowsToSee {
	/** "train 12 ↔ test 40": row numbers of the dataset, counted from 1. */
	readonly label: string;
	/** Row numbers of the dataset, counted from 0. */
	readonly rows: readonly number[];
}

export interface Finding {
	readonly rule: RuleId;
	readonly verdict: Verdict;
	/** One line: what was found, or that nothing was. */
	readonly title: string;
	/** Why it matters, and what was counted how. */
	readonly detail: string;
	readonly columns?: readonly string[];
	/** At most `ROWS_SHOWN`. */
	readonly rows?: readonly RowsToSee[];
	/** How many more there are than `rows` shows. */
	readonly more?: number;
	/** What to do; empty where nothing is to be done. */
	readonly remedy: string;
	/** What a document may name to go on in spite of this finding. */
	readonly override?: string;
}

export const ROWS_SHOWN = 20;
/** Names listed in a title or detail. */
const NAMED = 4;
/** Characters of a name that are shown. */
const LONG = 40;

/** Nothing found; `detail` says what was looked at. */
export const pass = (rule: RuleId, detail: string): Finding => ({
	rule,
	verdict: 'pass',
	title: RULES[rule].pass,
	detail,
	remedy: '',
});

interface Shown {
	readonly columns?: readonly string[];
	readonly examples?: Examples;
	/** Said after the catalogue's detail. */
	readonly note?: string;
}

/** Something found. `which` is the case of the rule's catalogue entry. */
export function found<R extends RuleId>(
	rule: R,
	which: keyof (typeof RULES)[R]['found'] & string,
	verdict: Exclude<Verdict, 'pass'>,
	operands: Operands,
	{ columns, examples, note }: Shown = {},
): Finding {
	const cases: Readonly<Record<string, { title: string; detail: string; remedy: string }>> =
		RULES[rule].found;
	const text = cases[which] as { title: string; detail: string; remedy: string };
	return {
		rule,
		verdict,
		title: fill(text.title, operands),
		detail: [fill(text.detail, operands), note].filter(Boolean).join(' '),
		...(columns ? { columns } : {}),
		...(examples ? { rows: examples.rows, more: examples.more } : {}),
		remedy: fill(text.remedy, operands),
		...(verdict === 'refuse' && RULES[rule].mayOverride ? { override: rule } : {}),
	};
}

/** The first rows to look at, and a count of the others. */
export class Examples {
	readonly rows: RowsToSee[] = [];
	#count = 0;

	get count(): number {
		return this.#count;
	}
	get more(): number {
		return this.#count - this.rows.length;
	}
	/** `make` is called only while there is room. */
	add(make: () => RowsToSee): void {
		if (this.rows.length < ROWS_SHOWN) this.rows.push(make());
		this.#count++;
	}
}

/** "1 row", "1,200 rows". */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
	`${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`;

/** "12.5 %", and never 0 % of something or 100 % of less than all. */
export function percent(part: number, whole: number): string {
	const share = (100 * part) / whole;
	if (share > 0 && share < 0.1) return 'below 0.1 %';
	if (share < 100 && share > 99.9) return 'above 99.9 %';
	return `${Number(share.toFixed(1))} %`;
}

/** “"a", "b" and 3 more”. */
export function listed(names: readonly string[]): string {
	const shown = names
		.slice(0, NAMED)
		.map((name) => `"${name.length > LONG ? `${name.slice(0, LONG)}…` : name}"`);
	const more = names.length - shown.length;
	if (more > 0) return `${shown.join(', ')} and ${more} more`;
	return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
