/**
 * Groups (patients, devices, places) with samples in two splits. A declared group is refused; a column that merely looks
 * like one, by its name or because its texts repeat as names do, is a warning.
 */
import { isIdName } from '../../prepare/column-fate';
import { columnOf, isFloat, isInteger, isString, type Column } from '../../table/table';
import type { Breathe, Cut, Evidence } from '../evidence';
import { Examples, counted, found, listed, pass, type Finding } from '../finding';

const RULE = 'groups';
/** Words at the end of a name that stand for something with several rows. */
const GROUP_WORDS =
	/(^|[^a-z])(patient|subject|person|participant|user|customer|client|member|family|household|donor|speaker|author|writer|animal|mouse|plant|plate|batch|session|device|sensor|machine|site|hospital|school|store|shop|station|group|cluster)s?([^a-z]*(id|no|nr|num|number|code|name|key))?$/i;
/** A group column has so many groups at least, of so many rows on average. */
const LEAST_GROUPS = 5;
const LEAST_MEMBERS = 2;
/** An unnamed text column must have more values than a kind has, and as a share of the rows. */
const MANY_TEXTS = 20;
const MANY_SHARE = 0.02;

export async function groups(evidence: Evidence, breathe: Breathe): Promise<Finding> {
	const { known, group, target, time, method } = evidence;
	if (group != null) {
		const column = columnOf(known, group);
		if (!column) return pass(RULE, `The column "${group}" is not in this table.`);
		const { codes, count } = groupsOf(column, evidence);
		const { examples, split } = inTwoSplits(codes, count, evidence);
		const groupCount = counted(split, 'group');
		return split === 0
			? pass(RULE, `Each of the ${counted(count, 'group')} of "${group}" is in one split.`)
			: found(
					RULE,
					'declared',
					'refuse',
					{ column: group, groups: groupCount, of: count.toLocaleString('en-US') },
					{ columns: [group], examples },
				);
	}
	const suspects: { name: string; count: number; split: number; examples: Examples }[] = [];
	const looked: string[] = [];
	for (const column of known.columns) {
		if (column.name === target || column.name === time) continue;
		await breathe();
		if (!mayBeGroups(column)) continue;
		const { codes, count, present } = groupsOf(column, evidence);
		if (!looksLikeGroups(column, count, present)) continue;
		looked.push(column.name);
		const { examples, split } = inTwoSplits(codes, count, evidence);
		if (split > 0) suspects.push({ name: column.name, count, split, examples });
	}
	const [worst] = suspects.sort(
		(a, b) => Number(isNamed(b.name)) - Number(isNamed(a.name)) || b.split - a.split,
	);
	if (!worst) {
		const looks =
			looked.length > 0 ? `${listed(looked)} may be groups, and none of them is in two splits.` : '';
		return pass(RULE, looks || 'No column looks like groups of rows.');
	}
	const columns = suspects.map(({ name }) => name);
	const more = columns.length > 1 ? `The same is true of ${listed(columns.slice(1))}.` : '';
	const kept = method === 'cluster' ? 'The split keeps clusters together, not this column.' : '';
	return found(
		RULE,
		'undeclared',
		'warn',
		{ column: worst.name, groups: counted(worst.split, 'group'), of: worst.count.toLocaleString('en-US') },
		{ columns, examples: worst.examples, note: [more, kept].filter(Boolean).join(' ') },
	);
}

const isNamed = (name: string): boolean =>
	isIdName(name) || GROUP_WORDS.test(name.replace(/([a-z0-9])([A-Z])/g, '$1 $2'));

/** Texts; numbers named as groups are, if they are whole. */
function mayBeGroups(column: Column): boolean {
	if (isString(column)) return true;
	if (!isNamed(column.name) || !(isInteger(column.dtype) || isFloat(column.dtype))) return false;
	return column.values.every((value) => Number.isNaN(value) || Number.isInteger(value));
}

function looksLikeGroups(column: Column, count: number, present: number): boolean {
	if (count < LEAST_GROUPS || present < LEAST_MEMBERS * count) return false;
	return isNamed(column.name) || (isString(column) && count > MANY_TEXTS && count >= MANY_SHARE * present);
}

/** Group of every sample that is in a split (by its first row), from 0; −1 where there is none. */
function groupsOf(column: Column, { known: { rows }, placeOf, samples }: Evidence) {
	const per = rows / samples;
	const values = isString(column) ? column.codes : column.values;
	const codes = new Int32Array(samples).fill(-1);
	const groups = new Map<number, number>();
	let present = 0;
	for (let sample = 0; sample < samples; sample++) {
		const value = values[sample * per] as number;
		const missing = isString(column) ? value < 0 : Number.isNaN(value);
		if ((placeOf[sample] as number) < 0 || missing) continue;
		let code = groups.get(value);
		if (code === undefined) groups.set(value, (code = groups.size));
		codes[sample] = code;
		present++;
	}
	return { codes, count: groups.size, present };
}

/** Groups with samples on two sides of any cut, with a pair of samples each. */
function inTwoSplits(codes: Int32Array, count: number, { cuts, see }: Evidence) {
	const examples = new Examples();
	const split = new Uint8Array(count);
	for (const { train, scored } of cuts as readonly Cut[]) {
		const first = new Int32Array(count).fill(-1);
		const sideOf = new Int8Array(count);
		[train, ...scored].forEach(({ samples }, side) => {
			for (const sample of samples) {
				const code = codes[sample] as number;
				if (code < 0) continue;
				if ((first[code] as number) < 0) {
					first[code] = sample;
					sideOf[code] = side;
				} else if (sideOf[code] !== side && split[code] === 0) {
					split[code] = 1;
					examples.add(() => see(first[code] as number, sample));
				}
			}
		});
	}
	return { examples, split: split.reduce((a, b) => a + b, 0) };
}
