/** Reasons of one kind said once: sixty skewed columns are one line that opens, not sixty lines. */
import type { Reason } from '$lib/engine/schema/proposal';

export interface ReasonGroup {
	readonly verdict: Reason['verdict'];
	/** What all of them say, without each column's own number. */
	readonly text: string;
	readonly reasons: readonly Reason[];
}

/** Up to this many of a kind stand on their own. */
const APART = 3;
const ORDER: Record<Reason['verdict'], number> = { warn: 0, 'left-out': 1, info: 2 };

function general(text: string): string {
	const bare = text.replace(/ \([−\d.,]+\)/, '').replace(/^[\d,]+ /, '');
	return bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** Warnings first, then what was left out, then the rest; within a verdict in the order given. */
export function groupReasons(reasons: readonly Reason[]): ReasonGroup[] {
	const kinds = new Map<string, Reason[]>();
	for (const reason of reasons) {
		const key = `${reason.verdict} ${reason.column === null ? reason.text : general(reason.text)}`;
		kinds.set(key, [...(kinds.get(key) ?? []), reason]);
	}
	return [...kinds.values()]
		.flatMap((kind): ReasonGroup[] => {
			const [first] = kind;
			if (!first) return [];
			const { verdict } = first;
			if (kind.length > APART) return [{ verdict, text: general(first.text), reasons: kind }];
			return kind.map((reason) => ({ verdict, text: reason.text, reasons: [reason] }));
		})
		.sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict]);
}
