/**
 * What a person can do about a finding, as edits of the document: go on in spite of it, or mend what it found. A repair is
 * offered where one edit does it; whether the result holds is for the next check to say.
 */
import type { Finding } from '$lib/engine/check/finding';
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import type { Pipeline, PipelineInput } from '$lib/engine/schema/pipeline';
import { compact } from './edit';
import { setGap, setMethod, timeColumns } from './split-edit';
import { inputColumns } from './takes';

/** The document going on in spite of a finding, or not any more. */
export function setOverride(document: Pipeline, name: string, on: boolean): Pipeline {
	const names = (document.overrides ?? []).filter((each) => each !== name);
	const next = on ? [...names, name] : names;
	return compact({ ...document, overrides: next.length > 0 ? next : undefined }) as Pipeline;
}

/** Overrides of findings that are none any more. */
export const idleOverrides = ({ overrides = [] }: Pipeline, findings: readonly Finding[]): string[] =>
	overrides.filter((name) => !findings.some(({ rule, verdict }) => rule === name && verdict !== 'pass'));

export interface Repair {
	readonly label: string;
	readonly document: Pipeline;
}

/** The edit that would mend the finding; null where there is no one edit. @param columns of the target's table */
export function repairOf(
	{ rule, columns = [] }: Finding,
	document: Pipeline,
	offered: readonly DatasetColumn[],
	rows: number,
): Repair | null {
	const [column] = columns;
	if (
		rule === 'equal-rows' &&
		!document.inputs.some(({ dataset, window }) => window || dataset !== document.target.dataset)
	)
		return dropDuplicates(document, offered);
	if (rule === 'groups' && column !== undefined) {
		const split = setMethod(document, 'group', offered, rows).split;
		return { label: `Split by ${column}`, document: { ...document, split: { ...split, group: column } } };
	}
	if (rule === 'window-overlap') return windowsApart(document, offered, rows);
	const already = document.split.method === 'time' && document.split.time === column;
	if (rule === 'time-order' && column !== undefined && !already) {
		const split = setMethod(document, 'time', offered, rows).split;
		return {
			label: `Split in time by ${column}`,
			document: { ...document, split: { ...split, time: column } },
		};
	}
	if ((rule === 'target-derived' || rule === 'constant-columns') && columns.length > 0)
		return {
			label: columns.length === 1 ? `Leave ${column} out` : `Leave ${columns.length} columns out`,
			document: { ...document, inputs: document.inputs.map((input) => leaveOut(input, columns)) },
		};
	return null;
}

/** Windows in the order of a date, so many left out before a boundary that those on its sides share no row. */
function windowsApart(document: Pipeline, offered: readonly DatasetColumn[], rows: number): Repair | null {
	const window = document.inputs.find((input) => input.window)?.window;
	const dated = timeColumns(offered).find(({ dtype }) => dtype === 'date' || dtype === 'timestamp')?.name;
	const time = document.split.method === 'time' ? document.split.time : dated;
	if (!window || !time) return null;
	const size = Math.ceil(window.size / window.shift);
	const { split } = setMethod(document, 'time', offered, rows);
	const gap = `a gap of ${size} ${size === 1 ? 'window' : 'windows'}`;
	return {
		label: document.split.method === 'time' ? `Leave ${gap}` : `Split in time by ${time} with ${gap}`,
		document: setGap({ ...document, split: { ...split, time } }, 'rows', size),
	};
}

/** Rows that are equal in all that is learned from and in the target, whatever the columns left out say. */
function dropDuplicates(document: Pipeline, offered: readonly DatasetColumn[]): Repair | null {
	const { transform = [], target, inputs } = document;
	if (transform.some((step) => step.transform === 'dropDuplicates')) return null;
	const used = new Set(target.columns);
	inputs.forEach((_, i) =>
		inputColumns(document, { id: target.dataset, columns: offered }, i).forEach(({ name }) => used.add(name)),
	);
	const columns = offered.flatMap(({ name }) => (used.has(name) ? [name] : []));
	const step = { transform: 'dropDuplicates' as const };
	return {
		label: 'Drop duplicates before the split',
		document: {
			...document,
			transform: [...transform, columns.length < offered.length ? { ...step, columns } : step],
		},
	};
}

function leaveOut(input: PipelineInput, names: readonly string[]): PipelineInput {
	const kept = <S extends { columns?: string[] | undefined }>(steps: readonly S[]): S[] =>
		steps.flatMap((step) => {
			if (!step.columns) return [step];
			const columns = step.columns.filter((name) => !names.includes(name));
			return columns.length > 0 ? [{ ...step, columns }] : [];
		});
	const { columns } = input;
	return {
		...input,
		columns:
			'include' in columns
				? { include: columns.include.filter((name) => !names.includes(name)) }
				: { exclude: [...new Set([...columns.exclude, ...names])] },
		impute: kept(input.impute),
		encode: kept(input.encode),
	};
}
