/**
 * The shape of every kept record, as schemas: what is read from the database is parsed here before anyone sees
 * it. A record that does not fit becomes a `storage.damaged` error that names it; the others are not affected.
 */
import * as v from 'valibot';
import { BenchtopError } from '../engine/errors/error';
import { fittedPipelineSchema } from '../engine/prepare/fitted';
import { architectureSchema } from '../engine/schema/architecture';
import { idSchema } from '../engine/schema/common';
import { datasetSchema } from '../engine/schema/dataset';
import { experimentSchema } from '../engine/schema/experiment';
import { jobSchema } from '../engine/schema/job';
import { pipelineSchema } from '../engine/schema/pipeline';
import { projectSchema } from '../engine/schema/project';
import { annotationSchema, runSchema } from '../engine/schema/run';

/** Documents by the kind they name; their order of arrival is kept beside them. */
export type DocumentKind = 'pipeline' | 'architecture' | 'experiment';

const splitPredictionSchema = v.pipe(
	v.object({
		rows: v.instance(Uint32Array),
		truth: v.instance(Float64Array),
		scores: v.instance(Float64Array),
		width: v.pipe(v.number(), v.integer(), v.minValue(1)),
	}),
	v.check(
		({ rows, truth, scores, width }) =>
			(truth.length === rows.length || truth.length === scores.length) &&
			scores.length === rows.length * width,
		'has as many truths and scores as rows',
	),
);
const predictionSchema = v.object({
	run: idSchema,
	train: splitPredictionSchema,
	validation: splitPredictionSchema,
	test: splitPredictionSchema,
});
const weightsSchema = v.array(
	v.pipe(
		v.object({
			name: v.string(),
			shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
			values: v.instance(Float32Array),
		}),
		v.check(
			({ shape, values }) => shape.reduce((size, side) => size * side, 1) === values.length,
			'has as many values as its shape says',
		),
	),
);

const document = <D extends v.GenericSchema>(schema: D) =>
	v.object({ id: idSchema, added: v.number(), document: schema });

export const RECORDS = {
	projects: projectSchema,
	datasets: v.object({ document: datasetSchema }),
	pipeline: document(pipelineSchema),
	architecture: document(architectureSchema),
	experiment: document(experimentSchema),
	jobs: v.object({ document: jobSchema }),
	runs: v.object({ document: runSchema }),
	annotations: v.object({ document: annotationSchema }),
	predictions: v.object({ document: predictionSchema }),
	weights: v.object({ document: weightsSchema }),
	fitted: v.object({ document: fittedPipelineSchema }),
	blobs: v.object({ blob: v.instance(Blob) }),
} as const;
export type RecordKind = keyof typeof RECORDS;

/** Where a schema first disagrees, in words: "columns.0.name: Expected string". */
export function issueText(issues: readonly v.BaseIssue<unknown>[]): string {
	const [issue] = issues;
	if (!issue) return 'unknown';
	const path = v.getDotPath(issue);
	return path ? `${path}: ${issue.message}` : issue.message;
}

/**
 * The record behind a stored value.
 * @throws BenchtopError `storage.damaged` naming the record.
 */
export function parseRecord<K extends RecordKind>(
	kind: K,
	key: string,
	value: unknown,
): v.InferOutput<(typeof RECORDS)[K]> {
	const result = v.safeParse(RECORDS[kind], value);
	if (!result.success) {
		throw new BenchtopError('storage.damaged', {
			record: `${kind} ${key}`,
			detail: issueText(result.issues),
		});
	}
	return result.output as v.InferOutput<(typeof RECORDS)[K]>;
}
