/** A schema's verdict on a value, as the form and the source editor show it: a path and a sentence per refusal. */
import * as v from 'valibot';

export interface Issue {
	/** "split.test", "inputs.0.encode.1.columns"; empty for the whole. */
	readonly path: string;
	readonly message: string;
}

export type Checked<D> =
	{ readonly ok: true; readonly document: D } | { readonly ok: false; readonly issues: readonly Issue[] };

export function check<S extends v.GenericSchema>(schema: S, value: unknown): Checked<v.InferOutput<S>> {
	const parsed = v.safeParse(schema, value);
	if (parsed.success) return { ok: true, document: parsed.output };
	return {
		ok: false,
		issues: parsed.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message })),
	};
}
