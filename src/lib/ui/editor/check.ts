/** A schema's verdict on a value, as the form and the source editor show it: a path and a sentence per refusal. */
import * as v from 'valibot';

export interface Issue {
	/** "split.test", "inputs.0.encode.1.columns"; empty for the whole. */
	readonly path: string;
	readonly message: string;
}

export type Checked<D> =
	{ readonly ok: true; readonly document: D } | { readonly ok: false; readonly issues: readonly Issue[] };

/** A valibot issue in words that follow the name of the field: "must be 1 or more". */
function words(issue: v.BaseIssue<unknown>): string {
	const requirement = (issue as { requirement?: unknown }).requirement;
	switch (issue.type) {
		case 'min_value':
			return `must be ${String(requirement)} or more`;
		case 'max_value':
			return `must be ${String(requirement)} or less`;
		case 'gt_value':
			return issue.message.startsWith('Invalid') ? `must be above ${String(requirement)}` : issue.message;
		case 'lt_value':
			return issue.message.startsWith('Invalid') ? `must be below ${String(requirement)}` : issue.message;
		case 'integer':
		case 'safe_integer':
			return 'must be a whole number';
		case 'number':
			return `must be a number, not ${issue.received}`;
		case 'max_length':
			return `must have ${String(requirement)} characters or fewer`;
		case 'strict_object':
			if (issue.expected === 'never') return 'is no field here';
			return issue.received === 'undefined' ? 'is missing' : `must be an object, not ${issue.received}`;
		case 'picklist':
		case 'literal':
		case 'variant':
			return `must be ${issue.expected?.replaceAll(/[()]/g, '').replaceAll(' | ', ' or ') ?? 'another value'}, not ${issue.received}`;
		default:
			return issue.message;
	}
}

export function check<S extends v.GenericSchema>(schema: S, value: unknown): Checked<v.InferOutput<S>> {
	const parsed = v.safeParse(schema, value);
	if (parsed.success) return { ok: true, document: parsed.output };
	return {
		ok: false,
		issues: parsed.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', message: words(issue) })),
	};
}
