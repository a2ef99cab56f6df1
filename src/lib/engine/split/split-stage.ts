/** The split of a staged pipeline: rows of a table, windows, sequences or images alike. */
import type { TrainingRows } from '../check/fit-scope';
import type { Stage } from '../prepare/stage';
import { splitTable, type Split } from './split-table';

export interface Fold {
	readonly train: TrainingRows;
	readonly validation: Uint32Array;
}

export interface StageSplit extends Split {
	readonly folds: readonly Fold[] | null;
}

export const splitStage = ({ main, pipeline }: Stage): StageSplit => ({
	...splitTable(main, pipeline),
	folds: null,
});
