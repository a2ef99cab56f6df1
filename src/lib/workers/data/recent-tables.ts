/**
 * The tables the last check read, kept for the next one: a pipeline is checked after every edit, and its data stays the
 * same. Large ones are read again instead, so that the worker does not hold them beside the database.
 */
import type { Id } from '../../engine/canonical';
import type { Table } from '../../engine/table/table';

/** Cells kept: 8 bytes each. */
const KEPT = 6e6;
/** Milliseconds of work after which the thread hears its messages. */
const PIECE = 25;

const cells = ({ rows, columns }: Table): number => rows * columns.length;

export class RecentTables {
	#kept: ReadonlyMap<Id, Table> = new Map();

	/** These tables, each read once; those of earlier calls are let go. */
	async of(ids: readonly Id[], read: (id: Id) => Promise<Table>): Promise<ReadonlyMap<Id, Table>> {
		const tables = new Map<Id, Table>();
		for (const id of ids) tables.set(id, this.#kept.get(id) ?? (await read(id)));
		const size = [...tables.values()].reduce((sum, table) => sum + cells(table), 0);
		this.#kept = size <= KEPT ? tables : new Map();
		return tables;
	}

	forget(): void {
		this.#kept = new Map();
	}
}

/** A pause between pieces of long work, as often as a call that stops it should be heard. */
export function breaks(): () => Promise<void> | undefined {
	let last = performance.now();
	return () => {
		if (performance.now() - last < PIECE) return undefined;
		return new Promise((resolve) =>
			setTimeout(() => {
				last = performance.now();
				resolve();
			}),
		);
	};
}
