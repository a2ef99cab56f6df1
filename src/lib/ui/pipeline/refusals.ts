/**
 * What the engine would refuse of a pipeline before it reads a row, each refusal at the field it concerns. The engine says
 * what is wrong and not where, so parts of the document are put before it one by one: the first that is refused is the place.
 */
import type { Id } from '$lib/engine/canonical';
import { BenchtopError } from '$lib/engine/errors/error';
import { checkAugment } from '$lib/engine/prepare/augment/augmentations';
import { resolvePipeline } from '$lib/engine/prepare/resolve';
import type { SourceKind } from '$lib/engine/prepare/sources';
import { targetColumn } from '$lib/engine/prepare/transform/pipeline-context';
import { declareTransforms } from '$lib/engine/prepare/transform/transforms';
import { windowPlan } from '$lib/engine/prepare/window';
import type { Dataset } from '$lib/engine/schema/dataset';
import { innerOf, samplesIn } from '$lib/engine/schema/dataset-shape';
import type { Pipeline, PipelineInput } from '$lib/engine/schema/pipeline';
import type { Issue } from '$lib/ui/editor/check';
import { columnsAfter } from './columns-after';
import { isExact, plainShape, reshapedTo } from './input-shape';
import { features, takesOf } from './takes';

/** Refusals by the engine's word for them, where that says which field it is. */
const FIELD: Readonly<Record<string, string>> = {
	'pipeline.augment-copies': 'inputs.0.augment.copies',
	'pipeline.forecast-window': 'target.unsupervised',
	'pipeline.unsupervised-inputs': 'inputs.1.dataset',
	'pipeline.unsupervised-analysis': 'analysis',
	'pipeline.unsupervised-encoder': 'target.encode',
	'pipeline.target-table': 'target.dataset',
	'pipeline.target-encoder': 'target.encode',
	'pipeline.step-type': 'target.encode',
};
/** What a part of a document may be refused for that the whole is not. */
const UNFINISHED = ['pipeline.text-left', 'pipeline.all-excluded'];
/** Refusals of the columns a step names. */
const COLUMNS = [
	'pipeline.column-taken',
	'pipeline.filter-twice',
	'pipeline.column-unknown',
	'transform.no-columns',
];

/** Refusals of what a derived column is called. */
const NAMES = ['expression.name-taken', 'expression.name-empty'];

/** The refusal, or null. */
function refused(act: () => unknown): BenchtopError | null {
	try {
		act();
		return null;
	} catch (thrown) {
		if (thrown instanceof BenchtopError) return thrown;
		throw thrown;
	}
}

const issue = (path: string, error: BenchtopError): Issue => ({
	path: path + suffix(error),
	message: error.message,
});
const suffix = ({ code }: BenchtopError): string =>
	COLUMNS.includes(code) ? '.columns' : code === 'pipeline.dtype-absent' ? '.dtypes' : '';

const sourceKind = ({ columns, rows, shape }: Dataset): SourceKind => ({ columns, rows, ...innerOf(shape) });

/** Every refusal that can be told apart; empty when the engine takes the document. */
export function refusalsOf(document: Pipeline, datasets: readonly Dataset[]): Issue[] {
	const sources = new Map<Id, SourceKind>(datasets.map((dataset) => [dataset.id, sourceKind(dataset)]));
	const error = refused(() => resolvePipeline(sources, document));
	return error ? located(error, document, sources) : shapeRefusals(document, datasets);
}

/** The first transform that is refused; what comes after it cannot be judged. */
export function transformRefusal({ transform = [], target }: Pipeline, main: Dataset): Issue | null {
	const [first] = transform;
	if (!first) return null;
	if (main.shape)
		return issue('transform.0', new BenchtopError('transform.inner', { transform: first.transform }));
	for (const [index, step] of transform.entries()) {
		const steps = transform.slice(0, index + 1);
		const error = refused(() => declareTransforms(main.columns, steps, { target: targetColumn(target) }));
		if (!error) continue;
		const path = `transform.${index}`;
		if (!error.code.startsWith('expression.')) return issue(path, error);
		if (NAMES.includes(error.code)) return { path: `${path}.name`, message: error.message };
		return {
			path: `${path}.${step.transform === 'filter' ? 'where' : 'expression'}`,
			message: error.message,
		};
	}
	return null;
}

function located(error: BenchtopError, document: Pipeline, sources: ReadonlyMap<Id, SourceKind>): Issue[] {
	const at = (path: string): Issue[] => [{ path, message: error.message }];
	if (error.code === 'pipeline.samples') return at(`inputs.${Number(error.operands['input']) - 1}.dataset`);
	if (error.code === 'pipeline.window-label')
		return at(`inputs.${document.inputs.findIndex(({ window }) => window)}.window`);
	const resolve = (inputs: readonly PipelineInput[]) =>
		refused(() => resolvePipeline(sources, { ...document, inputs: [...inputs] }));
	const [first] = document.inputs;
	const bare = first && {
		dataset: document.target.dataset,
		columns: { exclude: [] },
		impute: [],
		encode: [],
		...(first.window ? { window: first.window } : {}),
	};
	const target = bare ? resolve([bare]) : null;
	const general = document.inputs.length > 1 ? FIELD[error.code] : undefined;
	if (target && !UNFINISHED.includes(target.code))
		return [{ path: FIELD[target.code] ?? 'target.columns', message: target.message }];
	const issues = document.inputs.flatMap((input, i) => inputRefusal(input, `inputs.${i}`, resolve));
	return issues.length > 0 ? issues : at(general ?? 'inputs');
}

type Lists = 'interpolate' | 'impute' | 'encode';

/** The first part of an input that is refused, in the order they are applied. */
function inputRefusal(
	input: PipelineInput,
	path: string,
	resolve: (inputs: readonly PipelineInput[]) => BenchtopError | null,
): Issue[] {
	const { interpolate = [], impute, encode } = input;
	const { dataset, columns, window } = input;
	const bare: PipelineInput = { dataset, columns, impute: [], encode: [], ...(window ? { window } : {}) };
	const own = resolve([bare]);
	if (own && own.code !== 'pipeline.text-left') return [{ path: `${path}.columns`, message: own.message }];
	const lists: readonly (readonly [Lists, readonly unknown[]])[] = [
		['interpolate', interpolate],
		['impute', impute],
		['encode', encode],
	];
	for (const [list, steps] of lists)
		for (let count = 1; count <= steps.length; count++) {
			const error = resolve([{ ...bare, [list]: steps.slice(0, count) }]);
			if (!error || error.code === 'pipeline.text-left') continue;
			if (error.code === 'interpolate.by')
				return [{ path: `${path}.${list}.${count - 1}.by`, message: error.message }];
			return [issue(`${path}.${list}.${count - 1}`, error)];
		}
	const left = resolve([{ ...bare, encode }]);
	if (left) return [{ path: `${path}.encode`, message: left.message }];
	const { augment } = input;
	for (let count = 1; count <= (augment?.steps.length ?? 0); count++) {
		const steps = augment?.steps.slice(0, count) ?? [];
		const error = resolve([{ ...bare, encode, augment: { copies: 1, steps } }]);
		if (error) return [{ path: `${path}.augment.steps.${count - 1}`, message: error.message }];
	}
	return [];
}

/** Windows that do not fit, and shapes that do not come out. */
function shapeRefusals(document: Pipeline, datasets: readonly Dataset[]): Issue[] {
	return document.inputs.flatMap((input, i): Issue[] => {
		const dataset = datasets.find(({ id }) => id === input.dataset);
		if (!dataset) return [];
		const { window, reshape } = input;
		const forecast = document.target.unsupervised === 'forecast';
		const unfit = window && refused(() => windowPlan(samplesIn(dataset), window, forecast));
		if (unfit) return [{ path: `inputs.${i}.window`, message: unfit.message }];
		if (!reshape) return [];
		const takes = takesOf(document, { id: dataset.id, columns: columnsAfter(document, dataset) }, i);
		if (!isExact(takes)) return [];
		const error = refused(() => reshapedTo(plainShape(dataset, features(takes), input), reshape));
		return error ? [{ path: `inputs.${i}.reshape`, message: error.message }] : [];
	});
}

/** Which augmentations work on such samples: the refusal of a kind of step, or null. */
export const augmentRefusal = (
	step: Parameters<typeof checkAugment>[0][number],
	kind: 'image' | 'sequence',
	channels: number,
): string | null => refused(() => checkAugment([step], kind, channels))?.message ?? null;
