/**
 * Records (an array of flat JSON objects) as CSV text, by RFC 4180: for samples that are published as JSON.
 * Columns are those of the first record that names them; null and undefined become empty cells.
 */

type Scalar = string | number | boolean | null;

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): value is Scalar | undefined =>
	value == null || ['string', 'number', 'boolean'].includes(typeof value);

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** @throws TypeError when it is not an array of objects, or a field holds an object or an array. */
export function recordsToCsv(records: unknown): string {
	if (!Array.isArray(records) || !records.every(isRecord)) throw new TypeError('Not an array of records');
	const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
	const cell = (value: unknown): string => {
		if (!isScalar(value)) throw new TypeError('A field is not a scalar');
		return value == null ? '' : quote(String(value));
	};
	const lines = records.map((record) => columns.map((column) => cell(record[column])).join(','));
	return [columns.map(quote).join(','), ...lines].join('\n') + '\n';
}
