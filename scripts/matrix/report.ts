/** The table of the matrix, in the terminal and as docs/matrix.md. */
import type { Row } from './summary';

const HEAD = [
	'test',
	'variant',
	'executor',
	'seeds',
	'models',
	's per model',
	'epochs',
	'weights',
	'median of the seeds',
	'to reach',
	'loss',
	'baseline',
	'below',
	'inference',
] as const;

const figure = (value: number): string => (Math.abs(value) < 0.1 ? value.toFixed(4) : value.toFixed(3));

function cells(row: Row): string[] {
	const [first, ...others] = row.baselines;
	const more = others.map(({ name, loss }) => `${name} ${figure(loss)}`).join(', ');
	return [
		row.name,
		row.variant,
		row.executors,
		String(row.scores.length),
		String(row.models),
		row.seconds.toFixed(row.seconds < 10 ? 2 : 0),
		row.epochs,
		row.parameters.toLocaleString('en'),
		`${row.quality} ${figure(row.median)}`,
		row.floor === null ? '–' : `${figure(row.floor)} ${row.reached ? 'reached' : 'MISSED'}`,
		figure(row.loss),
		`${first?.name ?? ''} ${figure(first?.loss ?? NaN)}${more ? ` (${more})` : ''}`,
		row.below ? 'yes' : 'NO',
		row.inferred,
	];
}

/** A sentence about a loss that is not below its baseline's. */
export const aboveBaseline = ({ name, variant, loss, baselines }: Row): string =>
	`${name}, ${variant}: loss ${figure(loss)} is not below ${figure(baselines[0]?.loss ?? NaN)}`;

const line = (parts: readonly string[]): string => `| ${parts.join(' | ')} |`;

export const headOfTable = (): string => [line(HEAD), line(HEAD.map(() => '---'))].join('\n');

export const rowOfTable = (row: Row): string => line(cells(row));

const EXPLAINED = `A row is one test and variant over all seeds. A seed cuts the split and feeds the nets. *Median of the seeds*: of each
seed the mean of the test split's score over its models, of quantities as they are encoded. *To reach*: the reference's
mean less its deviation, where it has a figure. *Loss*: the nets' loss over all their test predictions, folds and seeds
pooled, beside that of what knows nothing of the inputs on the same samples: the class shares or the mean of the training
rows; in a forecast persistence, which gives every row as it was one shift before (in brackets the mean, and what knows
more: the rows of the next window that are known already, the last of them held for those that follow). *Inference*:
samples of the whole data put through a trained model as new data, and the score with their labels; forecasts have none.
Seconds hang on what else the machine did.`;

/** The cells of a row as it was written. */
const cellsOf = (written: string): string[] =>
	written
		.split('|')
		.map((cell) => cell.trim())
		.slice(1, -1);
const keyOf = (written: string): string => cellsOf(written).slice(0, 2).join(' ');
const isRow = (written: string): boolean => written.startsWith('| t');

/**
 * The whole document. Rows of an earlier one stay where they were not measured anew.
 * @param names of all tests and variants, in order. @param version of the browser. @param notes what is to be said beside
 */
export function documentOf(
	rows: readonly Row[],
	earlier: string,
	names: readonly string[],
	version: string,
	notes: string,
): string {
	const written = [...earlier.split('\n').filter(isRow), ...rows.map(rowOfTable)];
	const known = new Map(written.map((row) => [keyOf(row), row]));
	const table = names.flatMap((name) => known.get(name) ?? []);
	const having = (column: (typeof HEAD)[number], word: string) =>
		table.filter((row) => cellsOf(row)[HEAD.indexOf(column)]?.includes(word)).map(keyOf);
	const [missed, above] = [having('to reach', 'MISSED'), having('below', 'NO')];
	return [
		'# The acceptance matrix',
		'',
		`Written by \`npm run matrix -- FOLDER --write\` in ${version}; the documents are in \`tests/acceptance\`.`,
		'',
		EXPLAINED,
		'',
		headOfTable(),
		...table,
		'',
		missed.length === 0 ? 'Every figure of the reference is reached.' : `Missed: ${missed.join('; ')}.`,
		above.length === 0
			? 'Every loss is below its baseline’s.'
			: `Not below the baseline: ${above.join('; ')}.`,
		...(notes ? ['', notes] : []),
		'',
	].join('\n');
}
