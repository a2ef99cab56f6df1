/**
 * The columns a dataset offers to inputs: those of the registered data, and for the target's table what the transforms
 * make of them. Statistics are the registered ones; of a column that a transform makes, nothing is known before it runs.
 */
import * as v from 'valibot';
import { BenchtopError } from '$lib/engine/errors/error';
import type { ColumnKind } from '$lib/engine/prepare/step';
import { targetColumn } from '$lib/engine/prepare/transform/pipeline-context';
import { declareTransforms } from '$lib/engine/prepare/transform/transforms';
import type { Dataset, DatasetColumn } from '$lib/engine/schema/dataset';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import { transformStepSchema, type TransformStep } from '$lib/engine/schema/transform-step';

type Source = Pick<Dataset, 'id' | 'columns'>;

/** Of a column that is not in the data yet. */
const UNKNOWN = { kind: 'categorical', missing: 0, distinct: 0, top: [] } as const;

/** True when a transform makes the column: its values are not known yet. */
export const isMade = ({ statistics }: DatasetColumn): boolean =>
	statistics.distinct === 0 && statistics.missing === 0;

/** The columns before transform `step`, or after all; as far as the first that is refused. */
export function columnsAfter(
	{ transform = [], target }: Pick<Pipeline, 'transform' | 'target'>,
	dataset: Source,
	step = transform.length,
): readonly DatasetColumn[] {
	if (target.dataset !== dataset.id || step === 0) return dataset.columns;
	const known = new Map(dataset.columns.map((column) => [column.name, column]));
	return kindsAfter(dataset.columns, transform.slice(0, step), targetColumn(target)).map(
		({ name, dtype }) => {
			const before = known.get(name);
			return before?.dtype === dtype ? before : { name, dtype, statistics: { ...UNKNOWN, top: [] } };
		},
	);
}

function kindsAfter(
	columns: readonly ColumnKind[],
	steps: readonly TransformStep[],
	target: string | null,
): readonly ColumnKind[] {
	// A step that is being mended may lack a field: what no schema takes, the engine is not asked about.
	const unfinished = steps.findIndex((step) => !v.is(transformStepSchema, step));
	for (let count = unfinished < 0 ? steps.length : unfinished; count > 0; count--) {
		try {
			return declareTransforms(columns, steps.slice(0, count), { target });
		} catch (thrown) {
			if (!(thrown instanceof BenchtopError)) throw thrown;
		}
	}
	return columns;
}
