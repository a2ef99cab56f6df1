/** Splits, folds and classes that are too small to learn from or to judge by. Shares that are not declared are no fault. */
import { classNames } from '../../prepare/classes';
import { classCodes } from '../../split/class-codes';
import { isString } from '../../table/table';
import type { Cut, Evidence, Side } from '../evidence';
import { counted, found, listed, pass, type Finding } from '../finding';

const RULE = 'sizes';
/** Fewer scored rows than this say little; so do fewer rows of a class. */
const FEW_ROWS = 10;
const FEW_OF_CLASS = 5;
/** Trained classes need at least so many rows. */
const FEW_TRAINED = 2;
const NAMED = 3;

export function sizes(evidence: Evidence): Finding {
	const { cuts, split, window } = evidence;
	const counts = countsOf(evidence);
	const folds = split.folds ?? [];
	const nothing: string[] = [];
	const few: string[] = [];
	const sizeOf = (side: Side) => (window ? windowsOf(side, split) : side.samples.length);
	(cuts as readonly Cut[]).forEach(({ train, scored }) => {
		if (train.samples.length === 0) nothing.push(`No row in ${train.name}`);
		const trained = counts?.(train);
		if (trained && train.samples.length > 0 && trained.filter(({ rows }) => rows > 0).length < 2)
			nothing.push(`One class only in ${train.name}`);
		for (const side of scored) {
			const rows = sizeOf(side);
			if (rows < FEW_ROWS) few.push(`${counted(rows, window ? 'window' : 'row')} in ${side.name}`);
			for (const { name, rows: own } of counts?.(side) ?? [])
				if (own > 0 && own < FEW_OF_CLASS)
					few.push(`${counted(own, 'row')} of ${listed([name])} in ${side.name}`);
		}
		for (const { name, rows } of trained ?? [])
			if (rows > 0 && rows < FEW_TRAINED)
				few.push(`${counted(rows, 'row')} of ${listed([name])} in ${train.name}`);
	});
	const rounds = folds.filter(({ repeat = 0 }) => repeat === 0).length;
	const members = rounds > 0 ? (counts?.(cuts[0].train) ?? []).filter(({ rows }) => rows > 0) : [];
	const largest = members.reduce((most, { rows }) => Math.max(most, rows), 0);
	const small = members.filter(({ rows }) => rows < rounds);
	if (members.length > 0 && largest < rounds)
		nothing.push(`${counted(rounds, 'fold')}, and no class with as many rows`);
	else
		for (const { name, rows } of small)
			few.push(`${counted(rows, 'row')} of ${listed([name])} for ${counted(rounds, 'fold')}`);

	if (nothing.length > 0) return found(RULE, 'nothing', 'refuse', { what: listedPhrases(nothing) });
	if (few.length > 0) return found(RULE, 'few', 'warn', { what: listedPhrases(few) });
	const parts = [cuts[0].train, ...cuts[0].scored].map(
		(side) => `${sizeOf(side).toLocaleString('en-US')} in ${side.name}`,
	);
	return pass(
		RULE,
		`${window ? 'Windows' : 'Rows'}: ${parts.join(', ')}${rounds > 0 ? `; ${counted(folds.length, 'fold')}` : ''}.`,
	);
}

const windowsOf = ({ name }: Side, { train, validation, test, folds }: Evidence['split']): number => {
	const whole: Readonly<Record<string, Uint32Array>> = { train, validation, test };
	const fold = /^fold (\d+)$/.exec(name);
	const own = fold ? folds?.[Number(fold[1]) - 1]?.validation : whole[name];
	return own?.length ?? 0;
};

const listedPhrases = (phrases: readonly string[]): string => {
	const more = phrases.length - NAMED;
	return phrases.slice(0, NAMED).join('; ') + (more > 0 ? `; and ${more} more` : '');
};

/** How many rows of each class a side has; null where the target has no classes, or belongs to another dataset. */
export function countsOf(evidence: Evidence): ((side: Side) => { name: string; rows: number }[]) | null {
	const { targetColumn, analysis } = evidence;
	if (!targetColumn || analysis === 'regression' || analysis === null) return null;
	const codes = classCodes(targetColumn);
	const names = isString(targetColumn) ? targetColumn.dictionary : classNames(targetColumn);
	return ({ samples: own }) => {
		const rows = new Uint32Array(names.length);
		for (const sample of own) {
			const code = codes[sample] as number;
			if (code >= 0) rows[code] = (rows[code] as number) + 1;
		}
		return names.map((name, code) => ({ name, rows: rows[code] as number }));
	};
}
