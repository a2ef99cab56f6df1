/** SQL conditions made by clicking: a column has this value, or none. */
import { quoted } from './alerts';

export const conditionOn = (column: string, value: string | null): string =>
	value === null ? `${quoted(column)} IS NULL` : `${quoted(column)} = '${value.replaceAll("'", "''")}'`;
