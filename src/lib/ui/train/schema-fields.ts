/**
 * The settings an object schema allows, read out of the schema itself: kind, choices, whether one may be left out. The
 * forms of layers, optimizer and trainer are drawn from it, so that a setting added to a document is in the form as well.
 * Words for people are the caller's.
 */
import type * as v from 'valibot';

interface Common {
	readonly key: string;
	/** May be left out of the document, or be null in it; what is filled in when left out is always told. */
	readonly optional: boolean;
	/** What the document says then. */
	readonly none: undefined | null;
	/** What a value has to pass. */
	readonly schema: v.GenericSchema;
}

export type Field =
	| (Common & { readonly kind: 'number' | 'flag' | 'text' })
	| (Common & { readonly kind: 'choice'; readonly of: readonly string[] })
	/** A list of numbers; `single` where one number means all axes. */
	| (Common & { readonly kind: 'numbers'; readonly single: boolean })
	| (Common & { readonly kind: 'texts' });

/** The parts of valibot's schemas that are looked at; the library keeps them public for this. */
interface Inside {
	readonly type: string;
	readonly wrapped?: Inside;
	readonly options?: readonly unknown[];
	readonly item?: Inside;
	readonly literal?: string;
	readonly default?: unknown;
}

function kindOf(schema: Inside): Pick<Field, 'kind'> & { of?: readonly string[]; single?: boolean } {
	switch (schema.type) {
		case 'number':
			return { kind: 'number' };
		case 'boolean':
			return { kind: 'flag' };
		case 'string':
			return { kind: 'text' };
		case 'picklist':
			return { kind: 'choice', of: schema.options as readonly string[] };
		case 'literal':
			return { kind: 'choice', of: [schema.literal ?? ''] };
		case 'array':
			return schema.item?.type === 'string' ? { kind: 'texts' } : { kind: 'numbers', single: false };
		case 'union':
			return { kind: 'numbers', single: true };
		default:
			throw new TypeError(`no form for a setting of the type ${schema.type}`);
	}
}

/**
 * @param entries of a strict object; the word that tells kinds apart is no setting. @param skip keys with a form of their own
 * @throws TypeError for a type no form is made for
 */
export function fieldsOf(
	entries: Readonly<Record<string, v.GenericSchema>>,
	skip: readonly string[] = [],
): Field[] {
	return Object.entries(entries).flatMap(([key, schema]) => {
		const outer = schema as unknown as Inside;
		if (outer.type === 'literal' || skip.includes(key)) return [];
		const optional = outer.wrapped !== undefined && outer.default === undefined;
		const none = outer.type === 'nullable' ? null : undefined;
		return [{ key, optional, none, schema, ...kindOf(outer.wrapped ?? outer) } as Field];
	});
}

/** The options of a discriminated union by the word that tells them apart. */
export function variantsOf(
	schema: v.GenericSchema,
): ReadonlyMap<string, Readonly<Record<string, v.GenericSchema>>> {
	const { key, options } = schema as unknown as {
		readonly key: string;
		readonly options: readonly { readonly entries: Record<string, v.GenericSchema> }[];
	};
	return new Map(
		options.map(({ entries }) => [(entries[key] as unknown as { literal: string }).literal, entries]),
	);
}
