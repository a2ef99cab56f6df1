/** What steps do, in words: to each column, with which columns, and how many gaps they fill. */
import type { ColumnFilter } from '$lib/engine/schema/step-fields';
import { plural } from '$lib/ui/parts/format';
import { formOf, type Step } from './step-family';
import type { Offered, StepTakes } from './takes';

export const stepName = (step: Step): string => formOf(step).name;

/** "median → standard": what happens to each column, by name. */
export function fates(...lists: readonly (readonly StepTakes<Step>[])[]): Map<string, string> {
	const words = new Map<string, string[]>();
	for (const { step, columns } of lists.flat())
		for (const column of columns) {
			if (!('encoder' in step) && !column.statistics.missing) continue;
			words.set(column.name, [...(words.get(column.name) ?? []), stepName(step).toLowerCase()]);
		}
	return new Map([...words].map(([name, steps]) => [name, steps.join(' → ')]));
}

/** "numbers", "text", "3 columns": what a step's filter takes, for its line in the form. */
export function filterWords(step: ColumnFilter, taken: number): string {
	const how =
		step.include === false
			? 'all but those named'
			: step.dtypes
				? step.dtypes.join(', ')
				: step.columns
					? 'by name'
					: 'every column left';
	return `${plural(taken, 'column')} · ${how}`;
}

/** Missing cells among the columns of a step that fills them. */
export const missingCells = (dataset: Pick<Offered, 'columns'>, names: ReadonlySet<string>): number =>
	dataset.columns.reduce((sum, { name, statistics }) => sum + (names.has(name) ? statistics.missing : 0), 0);
