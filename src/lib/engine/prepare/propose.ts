/**
 * The pipeline proposed for a target, and why. A starting point that trains well without a change: everything in it is
 * the ordinary document, and every choice comes with its reason in plain words.
 */
import { BenchtopError } from '../errors/error';
import type { Dataset } from '../schema/dataset';
import type { EncodeStep } from '../schema/encode-step';
import type { ImputeStep } from '../schema/impute-step';
import type { Pipeline, PipelineInput } from '../schema/pipeline';
import type { Proposal, Reason } from '../schema/proposal';
import { splitTable, type Split } from '../split/split-table';
import { columnStatistics } from '../table/column-statistics';
import { columnOf, isString, type Column, type Dtype, type Table } from '../table/table';
import { columnFate, type Fate } from './column-fate';
import { freeTextReason, freeTextSteps, type FreeText } from './free-text';
import { giveaway } from './giveaway';
import { proposeSamples } from './propose-samples';
import { proposeTarget } from './propose-target';
import { orderReason } from './row-order';

/** Shares of the rows kept for test and validation. */
const TEST = 0.15;
const VALIDATION = 0.15;

/** Fewer rows than this in validation or test say little. */
const FEW_ROWS = 10;
/** Columns named in a refusal. */
const NAMED = 4;

/** Refusals of a split whose classes or bins are too small to be in every part of it. */
const TOO_SMALL = ['split.class-too-small', 'split.no-room'] as const;

interface Chosen {
	readonly column: Column;
	readonly fate: Fate;
	readonly missing: number;
}

/**
 * @param dataset the record; its statistics save counting again. @param table all its columns.
 * @param seed of the split. @param beside sequences or pictures, one for each row of the table, that go in as well; alone
 * where the table only says where their files lay.
 * @throws `pipeline.target-*` when the target cannot be learned, `pipeline.no-inputs` when nothing is left to learn from.
 */
export function propose(
	dataset: Dataset,
	table: Table,
	target: string,
	seed: number,
	beside?: Dataset,
): Proposal {
	const column = columnOf(table, target);
	if (!column) throw new BenchtopError('pipeline.column-unknown', { column: target });
	const { analysis, reasons: why } = proposeTarget(column);
	const samples = beside ? proposeSamples(beside) : null;
	const inputs = (samples && dataset.source.format === 'folder' ? [] : table.columns)
		.filter(({ name }) => name !== target)
		.map((input): Chosen => {
			const known = dataset.columns.find(({ name }) => name === input.name)?.statistics;
			const statistics = known ?? columnStatistics(input);
			return { column: input, fate: columnFate(input, statistics, table.rows), missing: statistics.missing };
		});
	const used = inputs.filter(({ fate }) => fate.use !== 'nothing');
	if (used.length === 0 && !samples)
		throw new BenchtopError('pipeline.no-inputs', { column: target, detail: whyNone(inputs) });

	const declared: Pipeline = {
		kind: 'pipeline',
		name: `Predict ${target}`.slice(0, 200).trim(),
		analysis,
		inputs: [
			...(samples ? [samples.input] : []),
			...(used.length > 0 ? [rowInput(dataset, target, inputs)] : []),
		],
		target: {
			dataset: dataset.id,
			columns: [target],
			encode:
				analysis === 'regression'
					? { encoder: 'StandardScaler' }
					: { encoder: 'OrdinalEncoder', vocabulary: 'all' },
		},
		split: {
			test: TEST,
			validation: VALIDATION,
			folds: null,
			bins: analysis === 'regression' ? binsFor(table.rows) : null,
			stratify: 'target',
			seed,
		},
	};
	const { pipeline, split, reasons: plain } = shareOut(declared, table);
	const warnings = split.warnings.map((text): Reason => ({ column: target, verdict: 'warn', text }));
	return {
		pipeline,
		reasons: [
			...why,
			...(samples?.reasons ?? []),
			...(beside && dataset.source.format !== 'folder' ? orderReason(dataset, table, beside) : []),
			...warnings,
			...plain,
			...fewRows(split),
			...splitReason(pipeline, split.stratified),
			...giveaways(used, column, analysis),
			...inputs.flatMap(columnReasons),
			...stepReasons(pipeline),
		],
	};
}

/** The split of the declared pipeline; without regard to classes or bins where one of them is too small for it (SP-13). */
function shareOut(
	declared: Pipeline,
	table: Table,
): { readonly pipeline: Pipeline; readonly split: Split; readonly reasons: Reason[] } {
	try {
		return { pipeline: declared, split: splitTable(table, declared), reasons: [] };
	} catch (error) {
		if (!(error instanceof BenchtopError) || !TOO_SMALL.some((code) => code === error.code)) throw error;
		const pipeline = { ...declared, split: { ...declared.split, bins: null, stratify: null } };
		const text = `The split is not stratified: ${error.message}`;
		const reasons: Reason[] = [{ column: declared.target.columns[0] ?? null, verdict: 'warn', text }];
		return { pipeline, split: splitTable(table, pipeline), reasons };
	}
}

/** The input of the table's own columns. */
function rowInput({ id }: Dataset, target: string, inputs: readonly Chosen[]): PipelineInput {
	const out = inputs.filter(({ fate }) => fate.use === 'nothing').map(({ column: { name } }) => name);
	const used = inputs.filter(({ fate }) => fate.use !== 'nothing');
	return {
		dataset: id,
		columns: { exclude: [target, ...out] },
		impute: imputeSteps(used),
		encode: encodeSteps(used),
	};
}

/** Why no column can be used, the first few by name. */
function whyNone(inputs: readonly Chosen[]): string {
	if (inputs.length === 0) return 'there is no other column';
	const named = inputs.slice(0, NAMED).map(({ column: { name }, fate }) => {
		const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name;
		return `"${shown}": ${fate.use === 'nothing' ? fate.why : ''}`;
	});
	const more = inputs.length - named.length;
	return named.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

function fewRows({ validation, test }: Split): Reason[] {
	if (validation.length >= FEW_ROWS && test.length >= FEW_ROWS) return [];
	const text = `Scores will be rough: only ${validation.length} rows decide when to stop, and ${test.length} are kept for the test.`;
	return [{ column: null, verdict: 'warn', text: text.replace(/\b1 rows decide/, '1 row decides') }];
}

function giveaways(used: readonly Chosen[], target: Column, analysis: Pipeline['analysis']): Reason[] {
	return used.flatMap(({ column }): Reason[] => {
		const how = giveaway(column, target, analysis !== 'regression');
		if (how === null) return [];
		const text = `Gives the target away: it ${how}. Leave it out unless it is known before the answer is.`;
		return [{ column: column.name, verdict: 'warn', text }];
	});
}

/** Enough bins to keep the tails in every split, few enough that each bin fills all three. */
const binsFor = (rows: number): number => (rows >= 200 ? 5 : rows >= 60 ? 3 : 2);

const typesOf = (chosen: readonly Chosen[]): Dtype[] => [
	...new Set(chosen.map(({ column }) => column.dtype)),
];

const free = (used: readonly Chosen[], kind: FreeText) =>
	used.filter(({ fate }) => fate.use === kind).map(({ column }) => column);

/** These columns by type, or by name where free text, which has the same type, must not be taken. */
const taking = (chosen: readonly Chosen[], used: readonly Chosen[]) =>
	used.some(({ fate }) => isFree(fate))
		? { columns: chosen.map(({ column }) => column.name) }
		: { dtypes: typesOf(chosen) };

const isFree = ({ use }: Fate): boolean => use === 'sentences' || use === 'strands';

function imputeSteps(used: readonly Chosen[]): ImputeStep[] {
	const gaps = used.filter(({ missing, fate }) => missing > 0 && !isFree(fate));
	const kinds = gaps.filter(({ column: { dtype } }) => dtype === 'string' || dtype === 'bool');
	const quantities = gaps.filter((chosen) => !kinds.includes(chosen));
	return [
		...(quantities.length > 0 ? [{ imputer: 'median' as const, dtypes: typesOf(quantities) }] : []),
		...(kinds.length > 0 ? [{ imputer: 'mostFrequent' as const, ...taking(kinds, used) }] : []),
	];
}

function encodeSteps(used: readonly Chosen[]): EncodeStep[] {
	const bent = used.filter(({ fate }) => fate.use === 'power');
	const scaled = used.filter(({ fate }) => fate.use === 'scale');
	const texts = used.filter(({ fate }) => fate.use === 'one-hot');
	return [
		...(bent.length > 0
			? [
					{
						encoder: 'PowerTransformer' as const,
						method: 'yeo-johnson' as const,
						standardize: true,
						columns: bent.map(({ column }) => column.name),
					},
				]
			: []),
		...(scaled.length > 0 ? [{ encoder: 'StandardScaler' as const, dtypes: typesOf(scaled) }] : []),
		...freeTextSteps(free(used, 'sentences').filter(isString), free(used, 'strands').filter(isString)),
		...(texts.length > 0
			? [
					{
						encoder: 'OneHotEncoder' as const,
						handleUnknown: 'ignore' as const,
						vocabulary: 'all' as const,
						...taking(texts, used),
					},
				]
			: []),
	];
}

function columnReasons({ column, fate, missing }: Chosen): Reason[] {
	if (fate.use === 'nothing')
		return [{ column: column.name, verdict: 'left-out', text: `Left out: ${fate.why}.` }];
	if (fate.use === 'sentences' || fate.use === 'strands')
		return [{ column: column.name, verdict: 'info', text: freeTextReason(fate.use, missing) }];
	const reasons: Reason[] = [];
	if (fate.use === 'power') {
		const side = fate.skew > 0 ? 'a long tail of large values' : 'a long tail of small values';
		reasons.push({
			column: column.name,
			verdict: 'info',
			text: `Skewed (${fate.skew.toFixed(1).replace('-', '−')}), ${side}: made even by a power transform.`,
		});
	}
	if (missing > 0) {
		const by =
			column.dtype === 'string' || column.dtype === 'bool' ? 'the most frequent value' : 'the median';
		reasons.push({
			column: column.name,
			verdict: 'info',
			text: `${missing} missing, filled with ${by} of the training rows.`,
		});
	}
	return reasons;
}

function stepReasons({ inputs, target, analysis }: Pipeline): Reason[] {
	const rows = inputs.find(({ dataset }) => dataset === target.dataset);
	const used = new Set(rows?.encode.map(({ encoder }) => encoder));
	const all = (text: string): Reason => ({ column: null, verdict: 'info', text });
	return [
		...(used.has('StandardScaler')
			? [
					all(
						'Numbers, truth values and dates are standardised: mean 0, standard deviation 1 over the training rows.',
					),
				]
			: []),
		...(used.has('OneHotEncoder') ? [all('Each text value becomes a column of 0 and 1.')] : []),
		...(analysis === 'regression'
			? [all(`"${target.columns[0]}" is standardised for training; predictions are given in its own unit.`)]
			: []),
	];
}

function splitReason({ analysis, split }: Pipeline, stratified: boolean): Reason[] {
	const cut = '70% of the rows train, 15% decide when to stop, 15% are kept for the test';
	const how = !stratified
		? '.'
		: analysis === 'regression'
			? `; ${split.bins} bins of the target have the same shares in each.`
			: '; classes have the same shares in each.';
	return [{ column: null, verdict: 'info', text: cut + how }];
}
