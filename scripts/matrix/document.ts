/**
 * A document of tests/acceptance: one line of the acceptance matrix. Which files it reads and how, the pipeline with
 * names where a registered pipeline has hashes, the nets with their trainers, and the figure to be reached, if there is
 * one. Parsed with the engine's own schemas; `variantOf` fills in datasets, folds and seed.
 */
import * as v from 'valibot';
import type { Id } from '../../src/lib/engine/canonical';
import type { SourceKinds } from '../../src/lib/engine/prepare/sources';
import { architectureSchema } from '../../src/lib/engine/schema/architecture';
import { dtypeSchema, listOf } from '../../src/lib/engine/schema/common';
import { trainerSchema } from '../../src/lib/engine/schema/experiment';
import { pipelineSchema, type Pipeline } from '../../src/lib/engine/schema/pipeline';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const types = v.record(v.string(), dtypeSchema);

/** Cells that are emptied after reading: this share of each column, drawn by the seed. */
const gapsSchema = v.strictObject({
	columns: listOf(v.string()),
	share: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
	seed: whole,
});
export type Gaps = v.InferOutput<typeof gapsSchema>;

/** How a file becomes a table: rows of a .csv or .tsv, a block of its columns as a series, or pictures it lists. */
const sourceSchema = v.variant('as', [
	v.strictObject({
		as: v.literal('table'),
		file: v.string(),
		samples: whole,
		columns: types,
		gaps: v.optional(gapsSchema),
	}),
	v.strictObject({
		as: v.literal('sequence'),
		file: v.string(),
		samples: whole,
		/** The first and the last of the columns that hold the readings of one sample. */
		from: v.string(),
		to: v.string(),
		steps: whole,
		columns: types,
		gaps: v.optional(gapsSchema),
	}),
	v.strictObject({
		as: v.literal('pictures'),
		/** The table that lists them, in order; of its column the last part of each path counts. */
		file: v.string(),
		listed: v.string(),
		folder: v.string(),
		samples: whole,
		/** Pixels from top to bottom, and from left to right. */
		rows: whole,
		width: whole,
		columns: types,
	}),
]);
export type Source = v.InferOutput<typeof sourceSchema>;

const figureSchema = v.strictObject({ mean: v.number(), deviation: v.number() });

export const documentSchema = v.strictObject({
	name: v.string(),
	/** What is not as the reference has it, and why the numbers are the same. */
	note: v.string(),
	data: v.record(v.string(), sourceSchema),
	/** With three folds another file may take the place of one. */
	foldsData: v.optional(v.record(v.string(), sourceSchema)),
	/** A pipeline document whose datasets are names of `data`, without folds. */
	pipeline: v.looseObject({}),
	/** Shape of one sample of each input once prepared, and the outputs of a net. */
	shapes: listOf(listOf(whole)),
	outputs: whole,
	models: listOf(v.strictObject({ architecture: architectureSchema, trainer: trainerSchema })),
	quality: v.picklist(['accuracy', 'rocAuc', 'r2']),
	/** What the reference reaches over five seeds; ours has to reach the mean less the deviation. */
	figures: v.optional(v.strictObject({ withoutFolds: figureSchema, threeFolds: figureSchema })),
});
export type AcceptanceDocument = v.InferOutput<typeof documentSchema>;

export const VARIANTS = ['without folds', 'three folds'] as const;
export type Variant = (typeof VARIANTS)[number];
export const FOLDS = 3;

/** The files of a variant, by name. */
export const sourcesOf = (
	{ data, foldsData = {} }: AcceptanceDocument,
	variant: Variant,
): Readonly<Record<string, Source>> => (variant === 'three folds' ? { ...data, ...foldsData } : data);

/** The pipeline of a variant with the ids of its datasets. @throws where a name has none, or the document is none */
export function variantOf(
	{ pipeline }: AcceptanceDocument,
	variant: Variant,
	ids: ReadonlyMap<string, Id>,
	seed: number,
): Pipeline {
	const filled = JSON.parse(JSON.stringify(pipeline), (key, value: unknown) => {
		if (key !== 'dataset') return value;
		const id = ids.get(String(value));
		if (!id) throw new Error(`no data is called ${String(value)}`);
		return id;
	}) as { split: object };
	const split = { ...filled.split, seed, folds: variant === 'three folds' ? FOLDS : null };
	return v.parse(pipelineSchema, { ...filled, split });
}

/** What is known of the datasets before a row is read. */
export const kindsOf = (
	sources: Readonly<Record<string, Source>>,
	ids: ReadonlyMap<string, Id>,
): SourceKinds =>
	new Map(
		Object.entries(sources).map(([name, source]) => {
			const inner =
				source.as === 'table' ? [] : source.as === 'sequence' ? [source.steps] : [source.rows, source.width];
			const rows = inner.reduce((product, size) => product * size, source.samples);
			const columns = Object.entries(source.columns).map(([column, dtype]) => ({ name: column, dtype }));
			return [ids.get(name) as Id, { rows, columns, ...(inner.length > 0 && { inner }) }];
		}),
	);
