/** Which column a name means: quoted ones exactly, others without regard to capitals, an exact one first. */
import { BenchtopError } from '../errors/error';
import { nearest } from '../nearest';
import type { ColumnKind } from '../prepare/step';
import type { Name } from './syntax';

/** A name as it may stand in an expression. */
const written = (name: string): string =>
	/^[A-Za-z_]\w*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

/** Place of the column. @throws `expression.column-unknown`, `expression.column-ambiguous` */
export function resolveName({ name, quoted, at }: Name, kinds: readonly Pick<ColumnKind, 'name'>[]): number {
	const exact = kinds.findIndex((kind) => kind.name === name);
	if (exact >= 0) return exact;
	const wanted = name.toLowerCase();
	const alike = quoted ? [] : kinds.filter((kind) => kind.name.toLowerCase() === wanted);
	if (alike.length > 1)
		throw new BenchtopError('expression.column-ambiguous', {
			column: name,
			columns: alike.map((kind) => written(kind.name)).join(', '),
			position: at,
		});
	if (alike[0]) return kinds.indexOf(alike[0]);
	const names = kinds.map((kind) => kind.name);
	const suggestion =
		names.length === 0 ? 'There are no columns.' : `Did you mean ${written(nearest(name, names))}?`;
	throw new BenchtopError('expression.column-unknown', { column: name, suggestion, position: at });
}
