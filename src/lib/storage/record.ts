/**
 * Parsing a kept record, and the two kinds every visit reads. The shapes of all others are in records.ts, which knows
 * every step and layer there is and is loaded with the first project that is opened.
 */
import * as v from 'valibot';
import { BenchtopError } from '../engine/errors/error';
import { projectSchema } from '../engine/schema/project';

/** Documents by the kind they name; their order of arrival is kept beside them. */
export type DocumentKind = 'pipeline' | 'architecture' | 'experiment';

export const projectRecord = projectSchema;
export const blobRecord = v.object({ blob: v.instance(Blob) });

/** Where a schema first disagrees, in words: "columns.0.name: Expected string". */
export function issueText(issues: readonly v.BaseIssue<unknown>[]): string {
	const [issue] = issues;
	if (!issue) return 'unknown';
	const path = v.getDotPath(issue);
	return path ? `${path}: ${issue.message}` : issue.message;
}

/**
 * A stored value as its schema has it. @param kind and @param key name the record to people.
 * @throws BenchtopError `storage.damaged`
 */
export function parseAs<S extends v.GenericSchema>(
	schema: S,
	kind: string,
	key: string,
	value: unknown,
): v.InferOutput<S> {
	const result = v.safeParse(schema, value);
	if (result.success) return result.output;
	throw new BenchtopError('storage.damaged', { record: `${kind} ${key}`, detail: issueText(result.issues) });
}
