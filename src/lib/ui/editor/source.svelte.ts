/**
 * A document as text that may be edited: what is wrong with it and where, and the document once nothing is. Holds
 * the text only; the document in use changes when it is applied.
 */
import type { Checked, Issue } from './check';
import { lineOf, locate, syntaxOffset } from './locate';

export interface PlacedIssue extends Issue {
	readonly from: number;
	readonly to: number;
	readonly line: number;
}

export const textOf = (document: unknown): string => JSON.stringify(document, null, 2);

export class Source<D> {
	text = $state('');
	#document = $state.raw<D>() as D;
	readonly #check: (value: unknown) => Checked<D>;

	/** The text says something else than the document in use. */
	readonly changed = $derived.by(() => this.text !== textOf(this.#document));
	readonly #result = $derived.by(() => this.#read(this.text));
	readonly issues = $derived(this.#result.issues);
	/** What the text says, or null while it is refused. */
	readonly document = $derived(this.#result.document);

	constructor(document: D, check: (value: unknown) => Checked<D>) {
		this.#document = document;
		this.#check = check;
		this.text = textOf(document);
	}

	/** The document in use changed elsewhere; text that was edited meanwhile stays. */
	follow(document: D): void {
		const untouched = !this.changed;
		this.#document = document;
		if (untouched) this.revert();
	}

	revert(): void {
		this.text = textOf(this.#document);
	}

	#read(text: string): { document: D | null; issues: readonly PlacedIssue[] } {
		let value: unknown;
		try {
			value = JSON.parse(text);
		} catch (thrown) {
			const message = thrown instanceof Error ? thrown.message : String(thrown);
			const from = syntaxOffset(text, message);
			return {
				document: null,
				issues: [{ path: '', message, from, to: from + 1, line: lineOf(text, from).line }],
			};
		}
		const checked = this.#check(value);
		if (checked.ok) return { document: checked.document, issues: [] };
		const issues = checked.issues.map((issue) => {
			const place = locate(text, issue.path);
			return { ...issue, ...place, line: lineOf(text, place.from).line };
		});
		return { document: null, issues };
	}
}
