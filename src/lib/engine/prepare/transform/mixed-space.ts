/**
 * Distances between rows of numbers and kinds together: numbers standardised over the complete rows, and for every kind
 * that differs the median of the class's standard deviations (SMOTE-NC). Finds a row's nearest rows of its class exactly.
 * Source of the distance: Chawla et al. 2002, section 6.1.
 */
import { moments } from '../../table/moments';
import { quantiles } from '../../table/quantile';
import { isString, type Column } from '../../table/table';

export interface MixedSpace {
	/** Standardised values, column by column; a constant column is 0. */
	readonly numbers: readonly Float64Array[];
	/** Codes of texts and truth values, column by column. */
	readonly kinds: readonly (Int32Array | Float64Array)[];
	/** 1 for each row without a gap in any of these columns. */
	readonly complete: Uint8Array;
}

/** The space these columns span. */
export function mixedSpace(columns: readonly Column[], rows: number): MixedSpace {
	const complete = new Uint8Array(rows).fill(1);
	for (const column of columns) {
		for (let row = 0; row < rows; row++) {
			const gap = isString(column)
				? (column.codes[row] as number) < 0
				: !Number.isFinite(column.values[row] as number);
			if (gap) complete[row] = 0;
		}
	}
	const isKind = (column: Column) => isString(column) || column.dtype === 'bool';
	return {
		numbers: columns.flatMap((column) =>
			isString(column) || isKind(column) ? [] : [standardised(column.values, complete)],
		),
		kinds: columns.flatMap((column) =>
			isKind(column) ? [isString(column) ? column.codes : column.values] : [],
		),
		complete,
	};
}

function standardised(values: Float64Array, complete: Uint8Array): Float64Array {
	const { count, mean, squares } = moments(values.filter((_, row) => complete[row] === 1));
	const scale = Math.sqrt(squares / count) || 1;
	return values.map((value) => (value - mean) / scale);
}

/**
 * A function that gives a member's `count` nearest other members (all, when there are fewer), nearest first, ties by row.
 * Members are laid out along the widest column, and a search goes outwards from the row until that column alone is
 * farther than the worst neighbour found.
 */
export function nearestOf(
	space: MixedSpace,
	members: Uint32Array,
	count: number,
): (row: number) => Uint32Array {
	const deviations = space.numbers.map((values) => {
		const { count: n, squares } = moments(Float64Array.from(members, (row) => values[row] as number));
		return Math.sqrt(squares / n);
	});
	const [median = 0] = quantiles(Float64Array.from(deviations), [0.5]);
	const widest = deviations.indexOf(Math.max(...deviations));
	const axis = space.numbers[widest] as Float64Array;
	const sorted = members.slice().sort((a, b) => (axis[a] as number) - (axis[b] as number) || a - b);
	const along = Float64Array.from(sorted, (row) => axis[row] as number);
	const distance = squaredDistance(space, sorted, median * median);
	const place = new Map<number, number>();
	sorted.forEach((row, at) => place.set(row, at));
	const most = Math.min(count, members.length - 1);
	return (row) => {
		const own = place.get(row) as number;
		const found = new Uint32Array(most);
		const far = new Float64Array(most).fill(Infinity);
		const aside = (at: number) =>
			at < 0 || at >= along.length ? Infinity : ((along[at] as number) - (along[own] as number)) ** 2;
		let left = own - 1;
		let right = own + 1;
		let toLeft = aside(left);
		let toRight = aside(right);
		for (;;) {
			const worst = far[most - 1] as number;
			const nearer = Math.min(toLeft, toRight);
			if (nearer === Infinity || nearer > worst) return found;
			const other = toLeft <= toRight ? left : right;
			if (other === left) toLeft = aside(--left);
			else toRight = aside(++right);
			const apart = distance(own, other, worst);
			if (apart <= worst) insert(found, far, sorted[other] as number, apart);
		}
	};
}

/**
 * Squared distance of two places among `rows`, whose values are copied row by row. Stops adding above `most`, where only
 * that it is more matters.
 */
function squaredDistance({ numbers, kinds }: MixedSpace, rows: Uint32Array, penalty: number) {
	const width = numbers.length;
	const values = new Float64Array(rows.length * width);
	const codes = new Float64Array(rows.length * kinds.length);
	rows.forEach((row, at) => {
		numbers.forEach((column, c) => (values[at * width + c] = column[row] as number));
		kinds.forEach((column, c) => (codes[at * kinds.length + c] = column[row] as number));
	});
	return (a: number, b: number, most: number): number => {
		let total = 0;
		for (let i = a * width, j = b * width, end = i + width; i < end && total <= most; i++, j++) {
			const gap = (values[i] as number) - (values[j] as number);
			total += gap * gap;
		}
		for (let i = a * kinds.length, j = b * kinds.length, end = i + kinds.length; i < end; i++, j++)
			if (codes[i] !== codes[j]) total += penalty;
		return total;
	};
}

/** Keeps the nearest rows ascending by distance, equal ones by row. */
function insert(found: Uint32Array, far: Float64Array, row: number, distance: number): void {
	const comesBefore = (at: number) =>
		distance < (far[at] as number) || (distance === far[at] && row < (found[at] as number));
	let at = found.length;
	while (at > 0 && comesBefore(at - 1)) at--;
	if (at === found.length) return;
	found.copyWithin(at + 1, at, found.length - 1);
	far.copyWithin(at + 1, at, far.length - 1);
	found[at] = row;
	far[at] = distance;
}
