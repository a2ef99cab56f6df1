/** The family pipeline_e2e: whole pipelines as declared, fitted on the given training rows, against encoded blocks. */
import { applyTable, fitTable, resolveTable } from '../../tests/fixtures/one-table';
import { trainingRows } from '../../src/lib/engine/check/fit-scope';
import { encodeTarget } from '../../src/lib/engine/prepare/target';
import type { Analysis } from '../../src/lib/engine/schema/common';
import type { EncodeStep } from '../../src/lib/engine/schema/encode-step';
import type { Pipeline } from '../../src/lib/engine/schema/pipeline';
import { isString, type Column, type Dtype } from '../../src/lib/engine/table/table';
import { column, isRefusal, near, refuses, same, type Case, type Json } from './case';
import { stepFor } from './encoders';

const ID = `sha256:${'0'.repeat(64)}` as const;
type Declared = Record<string, Json>;

/** `Name(key=value, …)` as a name and its settings. */
function parsed(written: string): { name: string; params: Declared } {
	const [, name = written, inside = ''] = /^(\w+)\((.*)\)$/.exec(written) ?? [];
	const params: Declared = {};
	for (const [, key, value] of inside.matchAll(/(\w+)=('[^']*'|\([^)]*\)|\[[^\]]*\]|[^,]+)/g))
		params[key as string] = literal((value as string).trim());
	return { name, params };
}

function literal(text: string): Json {
	const words: Record<string, Json> = { True: true, False: false, None: null };
	if (Object.hasOwn(words, text)) return words[text] as Json;
	if (text.startsWith("'")) return text.slice(1, -1);
	return JSON.parse(text.replace(/^\((.*)\)$/, '[$1]')) as Json;
}

function stepOf(declared: Declared): EncodeStep {
	const { name, params } = parsed(String(declared['encoder']));
	const dtypes = (declared['dtypes'] as string[] | null | undefined)?.map((dtype) => dtypeOf(dtype));
	return stepFor(name, params, {
		...(declared['include'] === false ? { include: false } : {}),
		...(dtypes ? { dtypes } : {}),
		...(declared['columns'] ? { columns: declared['columns'] } : {}),
	});
}

const dtypeOf = (dtype: string | undefined): Dtype =>
	dtype === 'object' ? 'string' : ((dtype ?? 'float64') as Dtype);

/** Columns with the types the case declares. */
function columnsOf(input: Declared): Column[] {
	const dtypes = input['dtypes'] as Record<string, string>;
	return Object.entries(input['columns'] as Record<string, Json[]>).map(([name, values]) => {
		const found = column(values, name);
		return isString(found) ? found : { ...found, dtype: dtypeOf(dtypes[name]) as typeof found.dtype };
	});
}

const labelStep = (written: Json | undefined): EncodeStep | null =>
	written === null || written === undefined ? null : stepOf({ encoder: written });

function pipelineOf(columns: readonly Column[], { params, input }: Case): Pipeline {
	const name = String(input['label_column']);
	const label = columns.find((one) => one.name === name);
	const coder = labelStep(params['label_encoder']);
	const categorical = coder !== null && 'vocabulary' in coder;
	const values = label && !isString(label) ? label.values : new Float64Array();
	const classes = label && isString(label) ? label.dictionary.length : new Set(values).size;
	const analysis: Analysis =
		categorical || (label && isString(label)) ? (classes === 2 ? 'binary' : 'multi-class') : 'regression';
	return {
		kind: 'pipeline',
		name: 'conformance',
		analysis,
		inputs: [
			{
				dataset: ID,
				columns: { exclude: [] },
				impute: [],
				encode: (params['encoders'] as Declared[]).map(stepOf),
			},
		],
		target: { dataset: ID, columns: [name], encode: coder },
		split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 0 },
	};
}

/** Power exponents agree to 1e-4, as in their own fixtures; everything else to the 32 bits of a tensor. */
const looser = (found: Case, power: boolean): Case => ({
	...found,
	tolerance: power ? { abs: 1e-3, rel: 1e-3 } : { abs: 1e-6, rel: 1e-6 },
});

/** Encoders whose outputs the reference names after their source (SPEC §6.5 gives ours). */
const UNNAMED = /^(KBinsDiscretizer|PolynomialFeatures|SplineTransformer)\(/;

export function checkPipeline(found: Case): void {
	const { input, expected } = found;
	const columns = columnsOf(input);
	const pipeline = pipelineOf(columns, found);
	const rows = Object.values(input['columns'] as Record<string, Json[]>)[0]?.length ?? 0;
	const table = { rows, columns };
	const declared = expected['coders'] as Declared[];
	const { encode } = resolveTable(columns, pipeline);
	declared.forEach((coder, i) => same(encode[i], coder['matching_columns'], `columns of coder ${i}`));
	const power = declared.some((coder) => String(coder['encoder']).startsWith('Power'));
	const powerLabel = pipeline.target.encode?.encoder === 'PowerTransformer';

	for (const [fold, splits] of Object.entries(input['splits'] as Record<string, Record<string, number[]>>)) {
		const train = Uint32Array.from(splits['folds_train_combined'] ?? splits['train'] ?? []);
		const fitted = fitTable(table, pipeline, ID, { train: trainingRows(train) });
		declared.forEach((coder, i) => {
			if (!UNNAMED.test(String(coder['encoder'])))
				same(fitted.encode[i]?.names, coder['encoded_column_names'], `names of coder ${i}`);
		});
		const arrays = (expected['arrays'] as Record<string, Record<string, Declared>>)[fold] ?? {};
		for (const [name, members] of Object.entries(splits)) {
			const reference = arrays[name];
			if (!reference) continue;
			const where = `${fold} ${name}`;
			const chosen = Uint32Array.from(members);
			if (isRefusal(reference)) {
				refuses(() => applyTable(fitted, table, chosen), where);
				continue;
			}
			const blocks: Record<string, Json> = {
				...(reference['encoded_by_column'] as Record<string, Json>),
				...(reference['leftover'] as Record<string, Json>),
			};
			const order = [...fitted.encode.flatMap((step) => step.columns), ...fitted.leftover];
			const wanted = members.flatMap((_, i) =>
				order.flatMap((one) => [(blocks[one] as Json[])[i] as number | number[]].flat()),
			);
			near(applyTable(fitted, table, chosen).x, wanted, looser(found, power), where);
			const truth = (reference['label'] as (number | number[])[]).map((row) => {
				const values = [row].flat();
				return values.length > 1 ? values.indexOf(1) : (values[0] as number);
			});
			near(encodeTarget(fitted, table, chosen), truth, looser(found, powerLabel), `${where} label`);
		}
	}
}
