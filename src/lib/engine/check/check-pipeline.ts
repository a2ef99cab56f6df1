/**
 * The leak guard on a staged pipeline: its inputs brought into the shape the rules read. Inputs of one row per sample are
 * checked together, windows, sequences and images each on their own; of a rule asked more than once the worst answer counts.
 */
import { numbersOf, rowsOf, type Stage, type StagedInput } from '../prepare/stage';
import type { Split } from '../split/split';
import { gather } from '../table/select-rows';
import { rowsPerSample, type Column, type Table } from '../table/table';
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
	const { pipeline, resolved, main, origin, samples } = stage;
	const [target = null, ...others] = pipeline.target.columns;
	const common = {
		split,
		method: pipeline.split.method,
		target: others.length > 0 ? null : target,
		analysis: target === null || others.length > 0 ? null : pipeline.analysis,
		group: pipeline.split.group,
		time: pipeline.split.time,
		known: main,
		...(origin ? { origin: numbersOf(stage, everyOf(samples)) } : {}),
	};
	const staged = stage.inputs.map((input, i) => ({ input, names: resolved.inputs[i]?.columns ?? [] }));
	const isPlain = ({ windows, table }: StagedInput) => !windows && rowsPerSample(table) === 1;
	const plain = staged.filter(({ input }) => isPlain(input));
	const apart = staged
		.filter(({ input }) => !isPlain(input))
		.map(({ input, names }): CheckInput => {
			const { table, windows } = input;
			if (windows)
				return { ...common, known: table, table, inputs: names, window: windows, origin: undefined };
			return { ...common, table: input.origin ? drawn(input, samples) : table, inputs: names };
		});
	if (plain.length === 0) return apart;
	return [{ ...common, ...together(plain, samples) }, ...apart];
}

/** The columns of several inputs side by side; a name that comes again says which input it is of. */
function together(
	plain: readonly { input: StagedInput; names: readonly string[] }[],
	samples: number,
): Pick<CheckInput, 'table' | 'inputs'> {
	const columns: Column[] = [];
	const taken = new Set<string>();
	plain.forEach(({ input, names }, i) => {
		for (const column of drawn(input, samples).columns.filter(({ name }) => names.includes(name))) {
			const name = taken.has(column.name) ? `${column.name} (input ${i + 1})` : column.name;
			taken.add(name);
			columns.push({ ...column, name });
		}
	});
	return { table: { rows: samples, columns }, inputs: [...taken] };
}

/** An input's table in the order of the samples. */
const drawn = (input: StagedInput, samples: number): Table => {
	const { table, origin } = input;
	if (!origin) return table;
	const rows = rowsOf(input, everyOf(samples));
	return { ...table, rows: rows.length, columns: table.columns.map((column) => gather(column, rows)) };
};

const everyOf = (samples: number): Uint32Array => Uint32Array.from({ length: samples }, (_, i) => i);
