/**
 * The inner shape of a dataset whose samples are more than one table row (SPEC §2): a sequence or a picture. Its rows
 * are stored flattened, sample by sample, a picture row by row; its table columns are the series or the channels.
 * A dataset without a shape is tabular: one row is one sample.
 */
import * as v from 'valibot';

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const datasetShapeSchema = v.variant('kind', [
	v.strictObject({ kind: v.literal('sequence'), samples: size, rows: size }),
	v.strictObject({ kind: v.literal('image'), samples: size, rows: size, columns: size }),
]);
export type DatasetShape = v.InferOutput<typeof datasetShapeSchema>;

/** A dataset, or what will become one, as far as its kind goes. */
interface Shaped {
	readonly rows: number;
	readonly shape?: DatasetShape | undefined;
}
export type DatasetKind = 'tabular' | DatasetShape['kind'];

/** The `inner` of its engine table: [rows] of a sequence, [rows, columns] of a picture; nothing of a table. */
export function innerOf(shape: DatasetShape | undefined): { readonly inner?: readonly number[] } {
	if (!shape) return {};
	return { inner: shape.kind === 'image' ? [shape.rows, shape.columns] : [shape.rows] };
}

export const kindOf = ({ shape }: Shaped): DatasetKind => shape?.kind ?? 'tabular';

/** Number of samples: of a table its rows. */
export const samplesIn = ({ rows, shape }: Shaped): number => shape?.samples ?? rows;

/** The shape as SPEC §2.2 lists it: samples × columns, samples × rows × columns, samples × channels × rows × columns. */
export function fullShape({ rows, shape, columns }: Shaped & { readonly columns: { length: number } }) {
	if (!shape) return [rows, columns.length];
	return shape.kind === 'image'
		? [shape.samples, columns.length, shape.rows, shape.columns]
		: [shape.samples, shape.rows, columns.length];
}
