/** Brings parts to one type, as comparisons, IN, CASE and their like need; and one part to a type that is asked for. */
import { BenchtopError } from '../errors/error';
import type { Dtype } from '../table/table';
import { call, constant, isTextConstant, numbers, strict, type Bound } from './bound';
import { constantConversion, conversion, type Value } from './conversion';
import { commonType, type SqlType } from './sql-type';

/** What a type is called when it is refused. */
export const nameOf = (type: SqlType): string => (type === 'null' ? 'NULL' : type);

/**
 * The part as values of a type. Values that cannot be converted are refused when they come (`expression.conversion`),
 * or are missing when `forgiving`. @throws `expression.operands` where SQL knows no way.
 */
export function cast(part: Bound, type: Dtype, at: number, forgiving = false): Bound {
	const from = part.type;
	if (from === type) return part;
	if (from === 'null') return constant(type, null, part.at);
	const convert = from === 'interval' ? null : conversion(from, type);
	if (!convert)
		throw new BenchtopError('expression.operands', {
			function: forgiving ? 'TRY_CAST' : 'CAST',
			expected: `what can be ${type}`,
			given: from,
			position: at,
		});
	const run = (value: Value): Value | null => {
		if (value !== value) return NaN;
		const converted = convert(value);
		if (converted !== undefined) return converted;
		if (forgiving) return null;
		const show = from === 'string' || from === 'interval' ? null : conversion(from, 'string');
		throw new BenchtopError('expression.conversion', { value: show?.(value) ?? value, type });
	};
	const plain = from !== 'string' && type !== 'string';
	return call(type, plain ? numbers((value) => (run(value) ?? NaN) as number) : strict(run), [part], at);
}

/** Changes of type that are made unasked: a constant is converted here and now. */
export function implicit(part: Bound, type: SqlType): Bound {
	if (part.type === type || type === 'null' || type === 'interval') return part;
	if (part.kind === 'constant' && part.value !== null && typeof part.value !== 'object') {
		const value = conversion(part.type as Dtype, type)?.(part.value);
		if (value === undefined) throw constantConversion(String(part.value), type, part.at);
		return constant(type, value, part.at);
	}
	// A wider type holds the same numbers, float32 excepted.
	return type === 'float32' || type === 'string' ? cast(part, type, part.at) : { ...part, type };
}

/** The type parts have in common. Constant texts take the type of the others. @throws `expression.types-differ` */
export function typeOfAll(parts: readonly Bound[], at: number): SqlType {
	const firm = parts.filter((part) => !isTextConstant(part));
	const known = firm.length > 0 && firm.some(({ type }) => type !== 'null') ? firm : parts;
	const single = known.some(({ type }) => type === 'float32');
	return known.reduce<SqlType>((type, part) => {
		const own = single && part.kind === 'constant' && part.decimal ? 'float32' : part.type;
		const common = own === 'interval' || type === 'interval' ? null : commonType(type, own);
		if (common) return common;
		throw new BenchtopError('expression.types-differ', {
			first: nameOf(type),
			second: nameOf(own),
			position: at,
		});
	}, 'null');
}

export interface Unified {
	readonly type: SqlType;
	readonly parts: readonly Bound[];
}

/** All parts as the type they have in common. */
export function unify(parts: readonly Bound[], at: number): Unified {
	const type = typeOfAll(parts, at);
	return { type, parts: parts.map((part) => implicit(part, type)) };
}
