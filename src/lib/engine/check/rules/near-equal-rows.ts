/**
 * Samples that are nearly, but not quite, equal to one in another split: copies that were rounded, disturbed or measured
 * again. Near is a root mean square difference below a thousandth of a standard deviation over the measured columns, and
 * equality in all others.
 *
 * Samples are put into cells by three random projections, so that each is compared with its neighbours only. In dense data
 * some pairs are near by chance; doubling the distance then finds many times as many, while copies stay as many. Only an
 * excess of that kind is a finding.
 */
import { areEqual } from '../../table/equal-samples';
import { rowsPerSample } from '../../table/table';
import type { Breathe, Evidence } from '../evidence';
import { Examples, counted, found, pass, type Finding } from '../finding';
import { Cells } from '../cells';
import { measuredColumns, spread } from '../measured';

const RULE = 'near-equal-rows';
const NEAR = 1e-3;
/** Share of the pairs within twice the distance that are within it, from which on chance is ruled out. */
const EXCESS = 0.6;
/** In one or two dimensions neighbours are near by nature. */
const LEAST_MEASURED = 3;
/** Scored samples looked up, and numbers held in the cells; evenly spread where there are more. */
const LOOKED_UP = 50_000;
const CELL_LIMIT = 1e8;
const PIECE = 2000;
/** Neighbours compared per sample. */
const NEIGHBOURS = 200;

export async function nearEqualRows(evidence: Evidence, breathe: Breathe): Promise<Finding> {
	const { table, placeOf, see, window, inputColumns, beside = [] } = evidence;
	if (window)
		return pass(RULE, 'Windows follow one another in time; near rows are not looked for between them.');
	const per = rowsPerSample(table);
	const { measured, others } = await measuredColumns(inputColumns, breathe);
	const width = measured.length * per;
	if (width < LEAST_MEASURED)
		return pass(
			RULE,
			`Not looked for: of ${counted(inputColumns.length, 'input')}, ${measured.length} measured finely.`,
		);
	const equal = await evidence.equal(breathe);
	const members: number[] = [];
	for (let sample = 0; sample < placeOf.length; sample++)
		if ((placeOf[sample] as number) >= 0) members.push(sample);
	const held = spread(members, Math.floor(CELL_LIMIT / width));
	const cells = await Cells.of(measured, per, held, 2 * NEAR, breathe);

	const training = (evidence.split.folds ?? []).length === 0 ? evidence.places.indexOf('train') : -1;
	const scored = held.filter((sample) => placeOf[sample] !== training);
	const queries = spread(scored, LOOKED_UP);
	const examples = new Examples();
	let within = 0;
	let wider = 0;
	for (let q = 0; q < queries.length; q++) {
		if (q % PIECE === 0) await breathe();
		const sample = queries[q] as number;
		let nearest = Infinity;
		let partner = -1;
		cells.neighbours(sample, NEIGHBOURS, (other, distance) => {
			if (distance >= nearest || placeOf[other] === placeOf[sample] || equal[other] === equal[sample]) return;
			if (!areEqual(others, other, sample, per)) return;
			if (beside.some((each) => !areEqual(each.columns, other, sample, rowsPerSample(each)))) return;
			nearest = distance;
			partner = other;
		});
		if (partner < 0) continue;
		wider++;
		if (nearest > NEAR) continue;
		within++;
		examples.add(() => see(partner, sample));
	}
	const looked = `${counted(queries.length, 'scored row')}${queries.length < scored.length ? ` of ${scored.length.toLocaleString('en-US')}, evenly spread,` : ''} were compared with ${counted(held.length, 'row')} on ${counted(measured.length, 'measured column')}.`;
	return within > 0 && within >= EXCESS * wider
		? found(RULE, 'some', 'warn', { rows: counted(within, 'row') }, { examples, note: looked })
		: pass(RULE, looked);
}
