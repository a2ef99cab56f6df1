/**
 * The shape of every kept record, as schemas: what is read from the database is parsed here before anyone sees
 * it. A record that does not fit becomes a `storage.damaged` error that names it; the others are not affected.
 */
import * as v from 'valibot';
import { fittedPipelineSchema } from '../engine/prepare/fitted';
import { architectureSchema } from '../engine/schema/architecture';
import { idSchema } from '../engine/schema/common';
import { datasetSchema } from '../engine/schema/dataset';
import { experimentSchema } from '../engine/schema/experiment';
import { jobSchema } from '../engine/schema/job';
import { pipelineSchema } from '../engine/schema/pipeline';
import { parseAs, blobRecord, projectRecord } from './record';
import { annotationSchema, runSchema } from '../engine/schema/run';

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
	projects: projectRecord,
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
	blobs: blobRecord,
} as const;
export type RecordKind = keyof typeof RECORDS;

/**
 * The record behind a stored value.
 * @throws BenchtopError `storage.damaged` naming the record.
 */
export const parseRecord = <K extends RecordKind>(
	kind: K,
	key: string,
	value: unknown,
): v.InferOutput<(typeof RECORDS)[K]> => parseAs<(typeof RECORDS)[K]>(RECORDS[kind], kind, key, value);
export type ParseRecord = typeof parseRecord;
