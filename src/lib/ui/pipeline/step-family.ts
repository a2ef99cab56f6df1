/**
 * The families of steps a pipeline has lists of, and their forms. A step is known by the field that names its method; what
 * changes with the method, and what a new step says, is worked out here.
 */
import type { ColumnKind } from '$lib/engine/prepare/step';
import type { AugmentStep } from '$lib/engine/schema/augment-step';
import type { EncodeStep } from '$lib/engine/schema/encode-step';
import type { ImputeStep } from '$lib/engine/schema/impute-step';
import type { InterpolateStep } from '$lib/engine/schema/interpolate-step';
import type { TransformStep } from '$lib/engine/schema/transform-step';
import { AUGMENTATIONS } from './augment-options';
import { INTERPOLATIONS } from './interpolate-options';
import type { Option } from './options';
import type { StepForm } from './step-form';
import { OPTIONS } from './step-options';
import { TRANSFORMS } from './transform-options';
import { ENCODER_HINT, ENCODER_NAME, IMPUTER_HINT, IMPUTER_NAME } from './words';

export interface StepOf {
	readonly transform: TransformStep;
	readonly interpolate: InterpolateStep;
	readonly impute: ImputeStep;
	readonly encode: EncodeStep;
	readonly augment: AugmentStep;
}
export type StepList = keyof StepOf;
export type Step = StepOf[StepList];

export interface StepFamily {
	/** The field of a step that names its method. */
	readonly key: string;
	readonly forms: Readonly<Record<string, StepForm>>;
}

const COLUMNS = { types: true, none: 'Nothing chosen takes every column no step before took.' };

const imputers = Object.fromEntries(
	Object.entries(IMPUTER_NAME).map(([method, name]): [string, StepForm] => {
		const imputer = method as ImputeStep['imputer'];
		const form = { name, hint: IMPUTER_HINT[imputer], columns: COLUMNS, options: OPTIONS[imputer] };
		return [method, imputer === 'constant' ? { ...form, fresh: () => ({ value: 0 }) } : form];
	}),
);
/** What an encoder says when it is chosen: the defaults that its schema writes into the document. */
const ENCODER_FRESH: Partial<Record<EncodeStep['encoder'], Readonly<Record<string, unknown>>>> = {
	PowerTransformer: { method: 'yeo-johnson', standardize: true },
	OneHotEncoder: { handleUnknown: 'ignore', vocabulary: 'all' },
	OrdinalEncoder: { vocabulary: 'all' },
	LabelBinarizer: { vocabulary: 'all' },
	MultiLabelBinarizer: { vocabulary: 'all' },
};
const encoders = Object.fromEntries(
	Object.entries(ENCODER_NAME).map(([method, name]): [string, StepForm] => {
		const encoder = method as EncodeStep['encoder'];
		const fresh = ENCODER_FRESH[encoder];
		const form = { name, hint: ENCODER_HINT[encoder], columns: COLUMNS, options: OPTIONS[encoder] };
		return [method, fresh ? { ...form, fresh: () => fresh } : form];
	}),
);

export const FAMILIES: Readonly<Record<StepList, StepFamily>> = {
	transform: { key: 'transform', forms: TRANSFORMS },
	interpolate: { key: 'method', forms: INTERPOLATIONS },
	impute: { key: 'imputer', forms: imputers },
	encode: { key: 'encoder', forms: encoders },
	augment: { key: 'augment', forms: AUGMENTATIONS },
};

/** The family a step is of. */
export function listOfStep(step: Step): StepList {
	if ('transform' in step) return 'transform';
	if ('augment' in step) return 'augment';
	if ('imputer' in step) return 'impute';
	return 'encoder' in step ? 'encode' : 'interpolate';
}

const field = (step: Step, key: string): unknown =>
	(step as unknown as Readonly<Record<string, unknown>>)[key];

export const methodOf = (step: Step): string => String(field(step, FAMILIES[listOfStep(step)].key));

/** @throws TypeError for a step no schema has let through */
export function formOf(step: Step): StepForm {
	const form = FAMILIES[listOfStep(step)].forms[methodOf(step)];
	if (!form) throw new TypeError(`no form for ${JSON.stringify(step)}`);
	return form;
}

/** What the step can be told, as it stands. */
export const optionsOf = (step: Step): readonly Option[] =>
	formOf(step).options.filter(({ when }) => when?.(step as unknown as Record<string, unknown>) ?? true);

/** How the step is told its columns; null where it takes none. */
export function columnsOf(step: Step): StepForm['columns'] | null {
	const { columns } = formOf(step);
	if (!columns) return null;
	return (columns.when?.(step as unknown as Record<string, unknown>) ?? true) ? columns : null;
}

/** A step of this method that says what it must. @param columns those it could work on */
export function freshStep<L extends StepList>(
	list: L,
	method: string,
	columns: readonly ColumnKind[] = [],
): StepOf[L] {
	const { key, forms } = FAMILIES[list];
	return { [key]: method, ...forms[method]?.fresh?.(columns) } as unknown as StepOf[L];
}

/** The step with another method: what both can be told in the same way, and the columns it takes, are kept. */
export function withMethod<S extends Step>(step: S, method: string, columns: readonly ColumnKind[] = []): S {
	const list = listOfStep(step);
	const before = formOf(step);
	const after = FAMILIES[list].forms[method];
	const shared = (after?.options ?? []).filter((option) =>
		before.options.some((other) => other.key === option.key && alike(other, option)),
	);
	const kept = [...(after?.columns ? ['include', 'dtypes', 'columns'] : []), ...shared.map(({ key }) => key)];
	const settings = Object.fromEntries(
		kept.map((name) => [name, field(step, name)]).filter(([, value]) => value !== undefined),
	) as Record<string, unknown>;
	return { ...freshStep(list, method, columns), ...settings } as unknown as S;
}

/** Both take the same answers. */
function alike(a: Option, b: Option): boolean {
	const answers = ({ kind, ...option }: Option) => [
		kind,
		'of' in option ? option.of : null,
		'as' in option ? option.as : null,
	];
	return JSON.stringify(answers(a)) === JSON.stringify(answers(b));
}
