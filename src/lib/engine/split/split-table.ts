/** The split of a pipeline whose samples are the rows of one table, or its sequences or images. */
import type { Pipeline } from '../schema/pipeline';
import { samplesOf, type Table } from '../table/table';
import type { Split } from './split';
import { splitStage } from './split-stage';

export type { Split };

/** @throws pipeline.column-unknown, and what splitSamples refuses */
export const splitTable = (table: Table, pipeline: Pipeline): Split =>
	splitStage({
		main: table,
		pipeline,
		inputs: [{ table, origin: null, windows: null }],
		samples: samplesOf(table),
	});
