/**
 * A staged pipeline after its split: what runs before anything is encoded, each step on the rows its scope allows.
 * Transforms that learn or look at neighbours come first, then interpolation, and last the changes of which training rows
 * there are, so that what is copied or mixed has no gaps an interpolation would have filled.
 */
import { mapRows, type TrainingRows } from '../check/fit-scope';
import { BenchtopError } from '../errors/error';
import type { SplitName } from '../schema/common';
import { isString, type Column, type Table } from '../table/table';
import { interpolateStage } from './interpolate-stage';
import { rowsComparedWith, type Stage } from './stage';
import type { FittedTransform } from './transform/fitted-transform';
import { transformContext } from './transform/pipeline-context';
import { fitTransforms } from './transform/run-transforms';
import { orderOf, transformOf } from './transform/transforms';

/** Samples of a stage: one split of it. */
export interface Part<Samples extends Uint32Array = Uint32Array> {
	readonly stage: Stage;
	/** Numbers of the stage's samples. */
	readonly samples: Samples;
}

export interface Parts {
	/** Every sample, ready to be encoded; vocabularies are read from it. */
	readonly whole: Stage;
	/** The training rows as they are learned from: some repeated, left out or made up, where the pipeline says so. */
	readonly train: Part<TrainingRows>;
	/** Behind the split, in the order they ran. */
	readonly transforms: readonly FittedTransform[];
}

/** Sample numbers of the three splits, or of a fold and what is kept from it. */
export interface SplitSamples {
	readonly train: TrainingRows;
	readonly validation: Uint32Array;
	readonly test: Uint32Array;
}

/** @throws `transform.*`, `interpolate.*`; `pipeline.smote-inputs` where rows are made up that other inputs lack */
export function partsOf(stage: Stage, samples: SplitSamples): Parts {
	const { after } = orderOf(stage.pipeline.transform ?? []);
	const choosing = after.filter((step) => transformOf(step).scope === 'training-rows');
	const changing = after.filter((step) => !choosing.includes(step));
	const context = transformContext(stage.pipeline);
	const rows = rowsBySplit(stage, samples);
	const changed = changing.length > 0 ? fitTransforms(stage.main, rows, changing, context) : null;
	const ready = changed ? withMain(stage, spread(stage.main.rows, rows, changed.splits)) : stage;
	const whole = interpolateStage(ready, (input) => {
		const { train, validation, test } = input < 0 ? rows : inputRows(stage, samples, input);
		return { train, evaluation: [validation, test] };
	});
	if (choosing.length === 0)
		return { whole, train: { stage: whole, samples: samples.train }, transforms: changed?.fitted ?? [] };
	const chosen = fitTransforms(whole.main, rows, choosing, context);
	return {
		whole,
		train: trainingPart(whole, samples.train, chosen.splits.train),
		transforms: [...(changed?.fitted ?? []), ...chosen.fitted],
	};
}

/** Rows of the main table per split: rows that windows of several splits share stay with the first. */
function rowsBySplit({ inputs, main }: Stage, samples: SplitSamples): SplitSamples {
	const windowed = inputs.find(({ windows }) => windows);
	if (!windowed) return samples;
	const taken = new Uint8Array(main.rows);
	const own = (of: Uint32Array) => {
		const rows = rowsComparedWith(windowed, of).filter((row) => taken[row] === 0);
		for (const row of rows) taken[row] = 1;
		return rows;
	};
	return { train: mapRows(samples.train, own), validation: own(samples.validation), test: own(samples.test) };
}

function inputRows({ inputs }: Stage, samples: SplitSamples, input: number): Rows {
	const staged = inputs[input];
	if (!staged) return samples;
	const of = (name: SplitName) => rowsComparedWith(staged, samples[name]);
	return { train: of('train'), validation: of('validation'), test: of('test') };
}

type Rows = Readonly<Record<SplitName, Uint32Array>>;

function withMain(stage: Stage, main: Table, origin: Uint32Array | null = stage.origin): Stage {
	const inputs = stage.inputs.map((input, i) =>
		stage.pipeline.inputs[i]?.dataset === stage.pipeline.target.dataset ? { ...input, table: main } : input,
	);
	return { ...stage, main, origin, inputs };
}

/** Splits of a table put back in their places; rows of no split have no values. */
function spread(
	rows: number,
	places: Rows,
	splits: Readonly<Record<SplitName, { readonly table: Table }>>,
): Table {
	const names = ['train', 'validation', 'test'] as const;
	const columns = splits.train.table.columns.map((first, c): Column => {
		const into = isString(first)
			? { ...first, codes: new Int32Array(rows).fill(-1) }
			: { ...first, values: new Float64Array(rows).fill(NaN) };
		for (const name of names) {
			const column = splits[name].table.columns[c];
			if (!column) continue;
			places[name].forEach((row, i) => {
				if (isString(into)) into.codes[row] = isString(column) ? (column.codes[i] as number) : -1;
				else into.values[row] = isString(column) ? NaN : (column.values[i] as number);
			});
		}
		return into;
	});
	return { rows, columns };
}

/** The training rows as a table of their own, with the samples that belong to them in inputs that have another table. */
function trainingPart(
	whole: Stage,
	train: TrainingRows,
	{ table, origin }: { readonly table: Table; readonly origin: Uint32Array },
): Part<TrainingRows> {
	const shares = (i: number) =>
		whole.pipeline.inputs[i]?.dataset === whole.pipeline.target.dataset &&
		whole.inputs[i]?.table === whole.main;
	const others = whole.inputs.some((_, i) => !shares(i));
	if (
		others &&
		whole.pipeline.transform?.some((step) => step.transform === 'sample' && step.method === 'smote')
	)
		throw new BenchtopError('pipeline.smote-inputs');
	const behind = (rows: Uint32Array | null) => (rows ? origin.map((row) => rows[row] as number) : origin);
	const inputs = whole.inputs.map((input, i) =>
		shares(i) ? { ...input, table } : { ...input, origin: behind(input.origin) },
	);
	const every = Uint32Array.from({ length: table.rows }, (_, i) => i);
	const stage = { ...whole, main: table, origin: behind(whole.origin), inputs, samples: table.rows };
	return { stage, samples: mapRows(train, () => every) };
}
