/**
 * Sliding windows over consecutive samples (SPEC §7): where they start, which rows they cover, and the tensor they cut
 * out. Says nothing of which window trains and which tests; that is the split's.
 */
import { BenchtopError } from '../errors/error';

/** Both numbers count samples of the dataset. */
export interface WindowSizes {
	/** Samples in a window. */
	readonly size?: number | undefined;
	/** By how many samples the next window starts later. */
	readonly shift?: number | undefined;
}

export interface WindowPlan {
	readonly count: number;
	readonly size: number;
	readonly shift: number;
	/** First sample of each window, ascending. */
	readonly starts: Uint32Array;
	/** First sample of each window's shifted twin, what a forecast is compared with; null when none are recorded. */
	readonly shifted: Uint32Array | null;
}

/**
 * Lays windows over `samples` consecutive samples so that the last one (shifted, when those are recorded) ends with the
 * last sample; the surplus is dropped at the start.
 * @throws pipeline.window-half (WI-05), pipeline.window-fit (WI-03), pipeline.window-new-data (WI-04)
 */
export function windowPlan(
	samples: number,
	{ size, shift }: WindowSizes,
	recordShifted: boolean,
): WindowPlan {
	if (size === undefined || shift === undefined)
		throw new BenchtopError('pipeline.window-half', { missing: size === undefined ? 'size' : 'shift' });
	const needed = recordShifted ? size + shift : size;
	const fits = isCount(size) && isCount(shift) && needed <= samples;
	if (!fits)
		throw new BenchtopError(recordShifted ? 'pipeline.window-fit' : 'pipeline.window-new-data', {
			size,
			shift,
			samples,
		});
	const count = Math.floor((samples - needed) / shift) + 1;
	const lead = samples - needed - (count - 1) * shift;
	const starts = Uint32Array.from({ length: count }, (_, i) => lead + i * shift);
	return { count, size, shift, starts, shifted: recordShifted ? starts.map((start) => start + shift) : null };
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;

/** Samples inside any of the windows (all when not given), each once, ascending. */
export function rowsOfWindows(starts: Uint32Array, size: number, windows?: Uint32Array): Uint32Array {
	const begins = (windows ? windows.map((window) => starts[window] as number) : starts.slice()).sort();
	let total = 0;
	let past = 0;
	for (const begin of begins) {
		total += begin + size - Math.max(begin, past);
		past = begin + size;
	}
	const rows = new Uint32Array(total);
	let at = 0;
	past = 0;
	for (const begin of begins) {
		for (let row = Math.max(begin, past); row < begin + size; row++) rows[at++] = row;
		past = begin + size;
	}
	return rows;
}

/** Samples that a split's windows read or are compared with: its windows and their shifted twins; ascending. */
export function rowsCovered({ starts, shifted, size }: WindowPlan, windows: Uint32Array): Uint32Array {
	if (!shifted) return rowsOfWindows(starts, size, windows);
	const begins = new Uint32Array(2 * windows.length);
	windows.forEach((window, i) => {
		begins[2 * i] = starts[window] as number;
		begins[2 * i + 1] = shifted[window] as number;
	});
	return rowsOfWindows(begins, size);
}

export interface Overlap {
	/** Samples both sides cover, ascending. */
	readonly rows: Uint32Array;
	/** Windows of the first and of the second side that cover any of them, in the order given. */
	readonly a: Uint32Array;
	readonly b: Uint32Array;
}

/** What the windows of two splits share, shifted twins included; all three empty when nothing is shared. */
export function overlaps(plan: WindowPlan, a: Uint32Array, b: Uint32Array): Overlap {
	const end = plan.count === 0 ? 0 : ((plan.shifted ?? plan.starts)[plan.count - 1] as number) + plan.size;
	const inB = new Uint8Array(end);
	for (const row of rowsCovered(plan, b)) inB[row] = 1;
	const rows = rowsCovered(plan, a).filter((row) => inB[row] === 1);
	// counts[i] is how many shared samples lie before sample i.
	const counts = new Uint32Array(end + 1);
	for (const row of rows) counts[row + 1] = 1;
	for (let i = 1; i <= end; i++) counts[i] = (counts[i] as number) + (counts[i - 1] as number);
	const holds = (begin: number | undefined) =>
		begin !== undefined && counts[begin + plan.size] !== counts[begin];
	const touched = (windows: Uint32Array) =>
		windows.filter((window) => holds(plan.starts[window]) || holds(plan.shifted?.[window]));
	return { rows, a: touched(a), b: touched(b) };
}

/**
 * The windows themselves: windows × size × width, row-major.
 * @param x samples × width, row-major. @param starts first samples, of a plan or a part of one, in the order wanted.
 */
export function windowTensor(
	x: Float32Array,
	rows: number,
	width: number,
	starts: Uint32Array,
	size: number,
): Float32Array {
	const cells = size * width;
	const result = new Float32Array(starts.length * cells);
	starts.forEach((start, i) => {
		if (start + size > rows)
			throw new RangeError(`rows ${start} to ${start + size} of ${rows} are not all there`);
		result.set(x.subarray(start * width, start * width + cells), i * cells);
	});
	return result;
}
