/**
 * Arrays as tables: the last axis of a sequence and the channels of an image become columns, everything else rows
 * (SPEC §6.4), so that steps always see plain columns. Rules DS-11, DS-12, DS-14 and DS-16.
 */
import { BenchtopError } from '../errors/error';
import type { Table } from '../table/table';
import { MOST_VALUES, type NumericArray } from './npy';

/** What an array of that many dimensions is. */
const DIMENSIONS = { table: 2, sequence: 3, image: 4 } as const;
export type ArrayKind = keyof typeof DIMENSIONS;

export interface ArrayOptions {
	/** What the array is said to be; when not given, what its dimensions say. */
	readonly kind?: ArrayKind | undefined;
	/** Where an image's channels are; they are stored first whatever it says. */
	readonly channels?: 'first' | 'last' | undefined;
}

/**
 * (samples, columns) as a plain table, (samples, rows, columns) as sequences with inner [rows],
 * (samples, channels, rows, columns) as images with inner [rows, columns] and a column for each channel.
 * @param names of the columns, or of an image's channels; "0", "1", … when not given
 * @throws data.array-dimensions (DS-11, DS-12), data.array-empty (DS-14), data.array-names (DS-16), data.array-large
 */
export function tableOfArray(
	array: NumericArray,
	names?: readonly string[],
	{ kind, channels = 'first' }: ArrayOptions = {},
): Table {
	const { shape, dtype, values } = array;
	const count = shape.length;
	if (kind ? count !== DIMENSIONS[kind] : count < 2 || count > 4)
		throw new BenchtopError('data.array-dimensions', { count, expected: expectation(kind) });
	const written = `(${shape.join(', ')})`;
	if (values.length === 0) throw new BenchtopError('data.array-empty', { shape: written });
	if (values.length > MOST_VALUES)
		throw new BenchtopError('data.array-large', { shape: written, limit: MOST_VALUES });

	const apart = count === 4 && channels === 'first';
	const inner = count === 4 ? (apart ? shape.slice(2) : shape.slice(1, 3)) : shape.slice(1, -1);
	const width = shape[apart ? 1 : count - 1] as number;
	const titles = names ?? Array.from({ length: width }, (_, c) => String(c));
	if (titles.length !== width)
		throw new BenchtopError('data.array-names', { count: titles.length, columns: width });
	const twice = titles.find((name, c) => titles.indexOf(name) !== c);
	if (twice !== undefined) throw new BenchtopError('data.duplicate-name', { column: twice });

	const rows = values.length / width;
	// Values of one column that lie side by side; the next run of them lies `run · width` values on.
	const run = apart ? inner.reduce((all, size) => all * size, 1) : 1;
	const columns = titles.map((name, c) => {
		const column = new Float64Array(rows);
		for (let row = 0, from = c * run; row < rows; from += run * width)
			for (let k = 0; k < run; k++) column[row++] = values[from + k] as number;
		return { name, dtype, values: column };
	});
	return { rows, columns, ...(inner.length > 0 && { inner }) };
}

const expectation = (kind: ArrayKind | undefined): string =>
	kind
		? `${kind === 'table' ? 'a table has' : `${kind}s have`} ${DIMENSIONS[kind]}`
		: 'two, three or four are expected';

/** Whether an image array looks as if its channels came last: few sizes are both those of colours and of pictures. */
export const looksChannelsLast = (shape: readonly number[]): boolean => {
	const [, rows = 0, columns = 0, channels = 0] = shape;
	return shape.length === 4 && rows > 4 && columns > 4 && [1, 3, 4].includes(channels);
};
