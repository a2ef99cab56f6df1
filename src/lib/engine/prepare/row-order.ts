/**
 * Whether the rows of a table stand in the order of the pictures they label. Rows and samples belong together by their
 * number alone, and pictures come in the natural order of their paths: a table sorted otherwise would label them wrongly in
 * silence. Knows the table only; names of pictures are what looks like them.
 */
import type { Dataset } from '../schema/dataset';
import type { Reason } from '../schema/proposal';
import { compareNatural } from '../table/natural-order';
import { isString, type StringColumn, type Table } from '../table/table';

const PICTURE = /\.(png|jpe?g|gif|webp|bmp|avif)$/i;

export interface RowOrder {
	/** The column of file names. */
	readonly column: string;
	/** The first row, counted from 1, whose name comes before that of the row above it; null when all are in order. */
	readonly wrong: number | null;
}

/** The order of the first column that names pictures; null where no column does. */
export function rowOrder({ columns }: Table): RowOrder | null {
	const names = columns.find((column): column is StringColumn => isString(column) && namesPictures(column));
	if (!names) return null;
	const { codes, dictionary, name } = names;
	const at = codes.findIndex(
		(code, row) =>
			row > 0 &&
			compareNatural(dictionary[codes[row - 1] as number] as string, dictionary[code] as string) > 0,
	);
	return { column: name, wrong: at < 0 ? null : at + 1 };
}

/** Every row has a name of a picture, and each its own. */
const namesPictures = ({ codes, dictionary }: StringColumn): boolean =>
	codes.length > 0 &&
	codes.every((code) => code >= 0 && PICTURE.test(dictionary[code] as string)) &&
	new Set(codes).size === codes.length;

/** Which row belongs to which sequence or picture, for the proposal; a warning where names say that they do not match. */
export function orderReason({ name }: Dataset, table: Table, beside: Dataset): Reason[] {
	const order = beside.shape?.kind === 'image' ? rowOrder(table) : null;
	const said = `Row 1 of ${name} belongs to the first of ${beside.name}, row 2 to the second, and so on.`;
	if (!order) return [{ column: null, verdict: 'info', text: `${said} Make sure that both have one order.` }];
	if (order.wrong === null)
		return [{ column: null, verdict: 'info', text: `${said} "${order.column}" is in the order of files.` }];
	const text = `${said} Pictures come in the order of their file names, and this column does not from row ${order.wrong} on: labels may be those of other pictures. Sort the table by it, img2 before img10, and add it again.`;
	return [{ column: order.column, verdict: 'warn', text }];
}
