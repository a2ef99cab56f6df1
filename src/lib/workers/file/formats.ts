/**
 * Every format a project file was ever written in. Entry n of UPGRADES takes the documents of format n + 1 to format
 * n + 2, as they were read and before any schema; the length of the list plus one is the format written now.
 */
import type { MetaName } from './layout';

/** The JSON of a project file, unparsed. */
export interface RawDocuments {
	readonly project: unknown;
	readonly meta: Readonly<Record<MetaName, readonly unknown[]>>;
}
type Upgrade = (raw: RawDocuments) => RawDocuments;

const UPGRADES: readonly Upgrade[] = [];

/** The documents of any known format, in the newest one. */
export const upgrade = (raw: RawDocuments, format: number): RawDocuments =>
	UPGRADES.slice(format - 1).reduce((documents, step) => step(documents), raw);
