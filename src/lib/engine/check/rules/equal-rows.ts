/**
 * Samples with the same inputs in different splits or folds. With few-valued inputs that happens by chance, so it is a
 * warning; a refusal only where most of what is scored is a copy and some input is measured too finely for chance.
 */
import { isString } from '../../table/table';
import type { Breathe, Evidence } from '../evidence';
import { Examples, counted, found, pass, percent, type Finding } from '../finding';

const RULE = 'equal-rows';
/** Share of scored samples that are copies from which on it is refused. */
const MOST = 0.5;
/** An input is measured finely when so large a share of a sample of its values are different. */
const FINE = 0.2;
const LOOKED_AT = 2000;

export async function equalRows(evidence: Evidence, breathe: Breathe): Promise<Finding> {
	const { placeOf, cuts, inputColumns, see, split } = evidence;
	if (inputColumns.length === 0) return pass(RULE, 'There are no input columns to compare.');
	const equal = await evidence.equal(breathe);
	// The first sample of each set of equals, and the first one in another place than that.
	const other = new Map<number, number>();
	for (let sample = 0; sample < equal.length; sample++) {
		const place = placeOf[sample] as number;
		const first = equal[sample] as number;
		if (place >= 0 && placeOf[first] !== place && !other.has(first)) other.set(first, sample);
	}
	const training = cuts[0].train.samples;
	const inFolds = (split.folds ?? []).length > 0;
	const scored = new Uint8Array(equal.length).fill(1);
	if (!inFolds) for (const sample of training) scored[sample] = 0;

	const examples = new Examples();
	let of = 0;
	for (let sample = 0; sample < equal.length; sample++) {
		if ((placeOf[sample] as number) < 0 || scored[sample] === 0) continue;
		of++;
		const first = equal[sample] as number;
		const second = other.get(first);
		if (second === undefined) continue;
		examples.add(() => see(placeOf[first] === placeOf[sample] ? second : first, sample));
	}
	const width = [{ columns: inputColumns }, ...(evidence.beside ?? [])].reduce(
		(sum, { columns }) => sum + columns.length,
		0,
	);
	const compared = `${counted(of, 'scored row')} were compared with the rows of other splits on ${counted(width, 'input column')}, value by value.`;
	if (examples.count === 0) return pass(RULE, compared);
	const operands = {
		rows: counted(examples.count, 'row'),
		of: of.toLocaleString('en-US'),
		share: percent(examples.count, of),
	};
	return examples.count >= MOST * of && inputColumns.some((column) => isFine(column))
		? found(RULE, 'copies', 'refuse', operands, { examples })
		: found(RULE, 'some', 'warn', operands, { examples, note: compared });
}

/** A column of fractions in which a value seldom comes again but in copies of its row. */
function isFine(column: Evidence['inputColumns'][number]): boolean {
	if (isString(column) || (column.dtype !== 'float32' && column.dtype !== 'float64')) return false;
	const { values } = column;
	const count = Math.min(LOOKED_AT, values.length);
	const seen = new Set<number>();
	for (let i = 0; i < count; i++) {
		const value = values[Math.floor((i * values.length) / count)] as number;
		if (!Number.isNaN(value)) seen.add(value);
	}
	return count > 0 && seen.size >= FINE * count;
}
