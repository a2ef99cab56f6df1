/**
 * The leak guard on a staged pipeline: its inputs brought into the shape the rules read. Inputs of one row per sample are
 * checked together, windows, sequences and images each on their own; of a rule asked more than once the worst answer counts.
 */
import { numbersOf, rowsOf, type Stage, type StagedInput } from '../prepare/stage';
import { oneHotClasses } from '../split/one-hot-target';
import type { Split } from '../split/split';
import { gather } from '../table/select-rows';
import { columnOf, rowsPerSample, type Column, type Table } from '../table/table';
import { RULES, type RuleId } from './catalogue';
import { checkSplit, type CheckCall, type Finding, type Verdict } from './check-split';
import type { CheckInput } from './evidence';

/** What the pipeline's steps say of themselves. */
export type Declared = Pick<CheckInput, 'derived' | 'interpolations' | 'overrides' | 'allowed'>;

/** One finding per rule: refusals, warnings, passes, as checkSplit gives them. */
export async function checkPipeline(
	stage: Stage,
	split: Split,
	declared: Declared = {},
	call: CheckCall = {},
): Promise<Finding[]> {
	const inputs = checkInputs(stage, split).map((input) => ({ ...input, ...declared }));
	const findings: Finding[] = [];
	for (const input of inputs) findings.push(...(await checkSplit(input, call)));
	return worst(findings);
}

const ORDER: readonly Verdict[] = ['refuse', 'warn', 'pass'];

function worst(findings: readonly Finding[]): Finding[] {
	const rules = Object.keys(RULES) as RuleId[];
	const byRule = rules.flatMap((rule) => {
		const own = findings.filter((finding) => finding.rule === rule);
		return ORDER.map((verdict) => own.find((finding) => finding.verdict === verdict)).find(Boolean) ?? [];
	});
	return byRule.sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}

/** What the rules read of each input, or group of inputs. */
export function checkInputs(stage: Stage, split: Split): CheckInput[] {
	const { pipeline, resolved, origin, samples } = stage;
	const labels = pipeline.target.columns;
	const main = labels.length > 1 ? withClasses(stage.main, labels) : stage.main;
	const target = labels.length > 1 ? labels.join(', ') : (labels[0] ?? null);
	const common = {
		split,
		method: pipeline.split.method,
		target,
		...(labels.length > 1 ? { labels } : {}),
		analysis: target === null ? null : pipeline.analysis,
		group: pipeline.split.group,
		time: pipeline.split.time,
		known: main,
		...(origin ? { origin: numbersOf(stage, everyOf(samples)) } : {}),
	};
	const isOwn = (i: number) => pipeline.inputs[i]?.dataset === pipeline.target.dataset;
	const staged = stage.inputs.map((input, i): Taken => ({
		input,
		number: i + 1,
		names: resolved.inputs[i]?.columns ?? [],
	}));
	const isPlain = ({ input }: Taken) => !input.windows && rowsPerSample(input.table) === 1;
	const apart = staged
		.filter((each) => !isPlain(each))
		.map((each): CheckInput => {
			const { table, windows } = each.input;
			if (windows)
				return { ...common, known: table, table, inputs: each.names, window: windows, origin: undefined };
			const { columns, inputs } = sideBySide([each], samples, labels);
			return { ...common, table: { ...table, rows: samples * rowsPerSample(table), columns }, inputs };
		});
	const plain = staged.filter(isPlain);
	if (plain.length === 0) return apart;
	// What transforms say of columns is said of the target's table, whose columns therefore keep their names.
	const ordered = [true, false].flatMap((own) => plain.filter(({ number }) => isOwn(number - 1) === own));
	const { columns, inputs } = sideBySide(ordered, samples, labels);
	const beside = apart.flatMap(({ table, window }) => (window || table.columns.length === 0 ? [] : [table]));
	return [{ ...common, table: { rows: samples, columns }, inputs, beside }, ...apart];
}

interface Taken {
	readonly input: StagedInput;
	/** The columns it takes; those of transforms behind the split are not in its table yet. */
	readonly names: readonly string[];
	/** Counted from 1. */
	readonly number: number;
}

/** The table with one column of classes in place of a column for each. */
function withClasses(table: Table, labels: readonly string[]): Table {
	const classes = oneHotClasses(labels.flatMap((name) => columnOf(table, name) ?? []));
	const others = table.columns.filter(({ name }) => !labels.includes(name) && name !== classes.name);
	return { ...table, columns: [classes, ...others] };
}

/** The columns of inputs in the order of the samples. One whose name is taken says which input it is of. */
function sideBySide(
	given: readonly Taken[],
	samples: number,
	labels: readonly string[],
): { columns: Column[]; inputs: string[] } {
	const taken = new Set(labels);
	const columns: Column[] = [];
	for (const { input, names, number } of given) {
		const { table, origin } = input;
		const rows = origin ? rowsOf(input, everyOf(samples)) : null;
		const there = new Map(table.columns.map((column) => [column.name, column]));
		for (const own of names) {
			const name = taken.has(own) ? `${own} (input ${number})` : own;
			taken.add(name);
			const column = there.get(own);
			if (column) columns.push({ ...(rows ? gather(column, rows) : column), name });
		}
	}
	return { columns, inputs: [...taken].slice(labels.length) };
}

const everyOf = (samples: number): Uint32Array => Uint32Array.from({ length: samples }, (_, i) => i);
