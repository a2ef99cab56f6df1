/**
 * One input of a pipeline learns from the training rows (SPEC §5, §6). The one exception is the vocabulary of
 * categorical encoders, which takes the set of categories, and nothing else, from every row when it is declared "all".
 */
import { after, trainingBlock, vocabularyOf, type TrainingRows } from '../check/fit-scope';
import { BenchtopError } from '../errors/error';
import type { EncodeStep } from '../schema/encode-step';
import type { PipelineInput } from '../schema/pipeline';
import { columnOf, type Column, type Table } from '../table/table';
import { alongside, imputed, type Imputation } from './apply-input';
import type { FittedEncode, FittedInput } from './fitted';
import type { ResolvedInput } from './resolve';
import type { State } from './step';
import { encoderOf, imputerOf, readsAllRows } from './steps';

/** More features than this come from one-hot encoding something that is no kind. */
const FEATURE_LIMIT = 50_000;

/** The training rows and the table they are rows of. */
export interface TrainingTable {
	readonly table: Table;
	readonly rows: TrainingRows;
}

/**
 * Fits every step of `input`. @param train what is learned from. @param all the table of every row, read for
 * vocabularies only.
 * @throws `pipeline.*` when a step cannot learn from the rows.
 */
export function fitInput(
	input: PipelineInput,
	resolved: ResolvedInput,
	train: TrainingTable,
	all: Table = train.table,
): Omit<FittedInput, 'shape'> {
	const columnsOf = (names: readonly string[], table: Table) =>
		names.map((name) => columnOf(table, name) as Column);

	const impute = input.impute.map((step, s) => {
		const columns = [...(resolved.impute[s] ?? [])];
		const state = imputerOf(step).fit(trainingBlock(columnsOf(columns, train.table), train.rows), step);
		return { step, columns, names: imputerOf(step).bind(state).names(columns), state };
	});
	const imputation: Imputation[] = impute.map((fitted) => ({
		columns: fitted.columns,
		joint: imputerOf(fitted.step).joint,
		bound: imputerOf(fitted.step).bind(fitted.state),
	}));
	const dropped = new Set(
		impute.flatMap(({ columns, names }) => columns.filter((name) => !names.includes(name))),
	);

	const encode = input.encode.map((step, s): FittedEncode => {
		const columns = (resolved.encode[s] ?? []).filter((name) => !dropped.has(name));
		const beside = alongside(columns, imputation);
		const filled = (block: readonly Column[]) =>
			imputed(block, imputation).filter(({ name }) => columns.includes(name));
		const state = fitEncoder(
			step,
			columnsOf(beside, train.table),
			train.rows,
			columnsOf(beside, all),
			filled,
		);
		return { step, columns, names: encoderOf(step).bind(state).names(columns), state };
	});
	const leftover = resolved.leftover.filter((name) => !dropped.has(name));
	const indicators = impute.flatMap(({ columns, names }) =>
		names.filter((name, i) => !columns.includes(name) || names.indexOf(name) < i),
	);
	const taken = indicators.find((name) => resolved.columns.includes(name));
	if (taken !== undefined) throw new BenchtopError('pipeline.indicator-name', { column: taken });
	const features = [...encode.flatMap(({ names }) => names), ...leftover, ...indicators];
	if (features.length === 0) throw new BenchtopError('pipeline.nothing-left');
	if (features.length > FEATURE_LIMIT)
		throw new BenchtopError('pipeline.too-wide', { count: features.length, limit: FEATURE_LIMIT });

	return {
		columns: [...resolved.columns],
		impute,
		encode,
		leftover,
		...(indicators.length > 0 ? { indicators } : {}),
		features,
	};
}

/**
 * Learns from training rows; a vocabulary declared "all", from the values of `every` row. `filled` does what comes before.
 */
export function fitEncoder(
	step: EncodeStep,
	columns: readonly Column[],
	train: TrainingRows,
	every: readonly Column[] = columns,
	filled: (block: readonly Column[]) => readonly Column[] = (block) => block,
): State {
	const encoder = encoderOf(step);
	return encoder.fitVocabulary && readsAllRows(step)
		? encoder.fitVocabulary(vocabularyOf(filled(every)), step)
		: encoder.fit(after(trainingBlock(columns, train), filled), step);
}
