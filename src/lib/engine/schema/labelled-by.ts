/** Which datasets of a project belong together: a table with a row for every sequence or picture of another dataset. */
import type { Dataset } from './dataset';

/** The newest sequences or pictures a table has a row for each of; undefined where there are none, or it is no table. */
export const labelledBy = (table: Dataset, datasets: readonly Dataset[]): Dataset | undefined =>
	table.shape ? undefined : datasets.findLast(({ shape }) => shape?.samples === table.rows);

/** The newest table with a row for every sequence or picture: where their label can be. */
export const labelsOf = ({ shape: of }: Dataset, datasets: readonly Dataset[]): Dataset | undefined =>
	datasets.findLast(({ shape, rows }) => !shape && rows === of?.samples);
