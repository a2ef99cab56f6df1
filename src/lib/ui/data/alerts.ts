/**
 * Simple checks of a dataset from its statistics alone: what looks wrong or will surprise a model. A check that
 * cannot be decided from the statistics is not made, so "passes" means looked at and not found.
 */
import type { Dataset, DatasetColumn } from '$lib/engine/schema/dataset';
import { isInteger } from '$lib/engine/table/table';
import { count, percent } from '../parts/format';
import { quantity } from './cells';

export const CHECKS = ['empty', 'constant', 'missing', 'identifier', 'categories', 'imbalance'] as const;
export type Check = (typeof CHECKS)[number];

export interface Alert {
	readonly check: Check;
	readonly level: 'bad' | 'warn' | 'info';
	/** Index of the column. */
	readonly column: number;
	readonly title: string;
	readonly text: string;
	/** SQL condition that shows the rows concerned, where that helps. */
	readonly where: string | null;
}

const MOSTLY = 0.5;
const MANY_CATEGORIES = 50;
const LOPSIDED = 0.95;
const ROWS_TO_TELL = 20;

export const quoted = (name: string): string =>
	/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

const shown = (text: string): string => (text.length > 32 ? `${text.slice(0, 31)}…` : text);

/** The most frequent known value with its share of all rows, as far as the statistics tell. */
function commonest(column: DatasetColumn): { value: string; share: number } | null {
	const { statistics: s } = column;
	if (s.kind === 'numeric') return null;
	const known = s.top.find(({ value }) => value !== null);
	return known?.value == null ? null : { value: known.value, share: known.share };
}

/** Number of distinct known values: a missing value among the top ones was counted as one. */
function distinctKnown(column: DatasetColumn): number {
	const { statistics: s } = column;
	const counted = s.kind === 'categorical' && s.top.some(({ value }) => value === null);
	return s.distinct - (counted ? 1 : 0);
}

function onlyValue(column: DatasetColumn): string | null {
	const { statistics: s } = column;
	if (s.kind === 'numeric') return s.min !== null && s.min === s.max ? quantity(s.min, column) : null;
	return distinctKnown(column) === 1 ? (commonest(column)?.value ?? null) : null;
}

function check(column: DatasetColumn, index: number, rows: number): Alert | null {
	const { name, dtype, statistics } = column;
	const share = statistics.missing / rows;
	const make = (
		check: Check,
		level: Alert['level'],
		title: string,
		text: string,
		where: string | null = null,
	): Alert => ({
		check,
		level,
		column: index,
		title,
		text,
		where,
	});
	if (statistics.missing >= rows)
		return make(
			'empty',
			'bad',
			`${name} is empty`,
			'No row has a value, so there is nothing to learn from it.',
		);
	const only = onlyValue(column);
	if (only !== null)
		return make(
			'constant',
			'warn',
			`${name} never changes`,
			`Every value is ${shown(only)}${statistics.missing ? ` or missing (${percent(share)})` : ''}. It cannot tell rows apart.`,
		);
	if (share > MOSTLY)
		return make(
			'missing',
			'warn',
			`${name} is mostly missing`,
			`${percent(share)} of rows have no value. Filling them in would invent most of the column.`,
			`${quoted(name)} IS NOT NULL`,
		);
	const distinct = distinctKnown(column);
	if ((dtype === 'string' || isInteger(dtype)) && distinct === rows && rows >= ROWS_TO_TELL)
		return make(
			'identifier',
			'warn',
			`${name} may be an identifier`,
			`All ${count(rows)} values differ. If it only names the rows, leave it out.`,
		);
	if (dtype === 'string' && distinct > MANY_CATEGORIES)
		return make(
			'categories',
			'info',
			`${name} has ${count(distinct)} categories`,
			`One-hot encoding would make ${count(distinct)} inputs of it; Pipeline says whether it is left out.`,
		);
	const top = distinct > 1 ? commonest(column) : null;
	if (top && top.share >= LOPSIDED)
		return make(
			'imbalance',
			'info',
			`${name} is nearly always ${shown(top.value)}`,
			`${percent(top.share)} of rows. As a target, guessing ${shown(top.value)} would already look accurate.`,
			`${quoted(name)} <> '${top.value.replaceAll("'", "''")}'`,
		);
	return null;
}

const ORDER = { bad: 0, warn: 1, info: 2 } as const;

/** All findings, worst first, columns in their order. */
export function alertsOf(dataset: Pick<Dataset, 'rows' | 'columns'>): Alert[] {
	return dataset.columns
		.map((column, index) => check(column, index, dataset.rows))
		.filter((alert) => alert !== null)
		.sort((a, b) => ORDER[a.level] - ORDER[b.level] || a.column - b.column);
}

/** How many kinds of check found nothing. */
export const passed = (alerts: readonly Alert[]): number =>
	CHECKS.length - new Set(alerts.map((alert) => alert.check)).size;

/** The worst level found per column; alerts come worst first. */
export function worstByColumn(alerts: readonly Alert[]): Map<number, Alert['level']> {
	return new Map(alerts.toReversed().map(({ column, level }) => [column, level]));
}
