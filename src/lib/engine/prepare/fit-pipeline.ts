/**
 * A pipeline learns from the training rows (SPEC §5, §6). The one exception is the vocabulary of categorical encoders,
 * which takes the set of categories, and nothing else, from every row when it is declared "all".
 */
import type { Id } from '../canonical';
import { after, trainingBlock, vocabularyOf, type TrainingRows } from '../check/fit-scope';
import { BenchtopError } from '../errors/error';
import type { EncodeStep } from '../schema/encode-step';
import type { Pipeline } from '../schema/pipeline';
import { columnOf, type Column, type Table } from '../table/table';
import { alongside, imputed, type Imputation } from './apply-pipeline';
import { classNames } from './classes';
import type { FittedEncode, FittedPipeline } from './fitted';
import { resolvePipeline } from './resolve';
import type { State } from './step';
import { encoderOf, imputerOf, readsAllRows } from './steps';

export { applyPipeline } from './apply-pipeline';
export { decodeTarget, encodeTarget, targetTruth } from './target';

/** More features than this come from one-hot encoding something that is no kind. */
const FEATURE_LIMIT = 50_000;
/** More classes than this are refused: it is an identifier or free text. */
export const CLASS_LIMIT = 1000;

/**
 * Fits every step of `pipeline` and returns what was learned as one small document.
 * @param split row numbers of `table`; only `train` is read.
 * @throws `pipeline.*` when the pipeline contradicts the table or a step cannot learn from it.
 */
export function fitPipeline(
	table: Table,
	pipeline: Pipeline,
	pipelineId: Id,
	split: { readonly train: TrainingRows },
): FittedPipeline {
	const resolved = resolvePipeline(table.columns, pipeline);
	const columnsOf = (names: readonly string[]) => names.map((name) => columnOf(table, name) as Column);
	const input = pipeline.inputs[0];

	const impute = (input?.impute ?? []).map((step, s) => {
		const columns = [...(resolved.impute[s] ?? [])];
		const state = imputerOf(step).fit(trainingBlock(columnsOf(columns), split.train), step);
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

	const encode = (input?.encode ?? []).map((step, s): FittedEncode => {
		const columns = (resolved.encode[s] ?? []).filter((name) => !dropped.has(name));
		const state = fitEncoder(step, columnsOf(alongside(columns, imputation)), split.train, (block) =>
			imputed(block, imputation).filter(({ name }) => columns.includes(name)),
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
		kind: 'fitted',
		pipeline: pipelineId,
		columns: [...resolved.columns],
		impute,
		encode,
		leftover,
		...(indicators.length > 0 ? { indicators } : {}),
		features,
		target: fitTarget(columnOf(table, resolved.target.name) as Column, pipeline, split.train),
	};
}

function fitTarget(
	column: Column,
	{ analysis, target }: Pipeline,
	train: TrainingRows,
): FittedPipeline['target'] {
	const { name } = column;
	const step = target.encode;
	const encode = step ? fittedTarget(step, name, fitEncoder(step, [column], train)) : null;
	if (analysis === 'regression') return { column: name, encode, classes: [] };
	const [kinds] = step && !readsAllRows(step) ? trainingBlock([column], train) : vocabularyOf([column]);
	const classes = classNames(kinds as Column);
	if (classes.length === 0) throw new BenchtopError('pipeline.target-empty', { column: name });
	if (classes.length === 1)
		throw new BenchtopError('pipeline.target-one-class', { column: name, value: `"${classes[0]}"` });
	if (classes.length > CLASS_LIMIT)
		throw new BenchtopError('pipeline.target-many-classes', {
			column: name,
			count: classes.length,
			limit: CLASS_LIMIT,
		});
	if (analysis === 'binary' && classes.length !== 2)
		throw new BenchtopError('pipeline.target-not-binary', { column: name, count: classes.length });
	return { column: name, encode, classes };
}

const fittedTarget = (step: EncodeStep, column: string, state: State): FittedEncode => ({
	step,
	columns: [column],
	names: encoderOf(step).bind(state).names([column]),
	state,
});

/** Learns from training rows; a vocabulary declared "all", from the values of every row. `prepared` does what comes before. */
function fitEncoder(
	step: EncodeStep,
	columns: readonly Column[],
	train: TrainingRows,
	prepared: (block: readonly Column[]) => readonly Column[] = (block) => block,
): State {
	const encoder = encoderOf(step);
	return encoder.fitVocabulary && readsAllRows(step)
		? encoder.fitVocabulary(vocabularyOf(prepared(columns)), step)
		: encoder.fit(after(trainingBlock(columns, train), prepared), step);
}
