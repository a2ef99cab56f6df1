/**
 * OneHotEncoder: one column of 0 and 1 per category, categories sorted, missing a category of its own (last) when it
 * occurs. Names are `column=category` (SPEC §6.5); the missing one is `column is missing`. Rare categories may share a
 * last column, and the first column may be dropped where it says nothing new.
 */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import { dtypeSchema } from '../schema/common';
import type { EncodeParams } from '../schema/encode-step';
import { isString, type Column } from '../table/table';
import { float64 } from '../table/select-rows';
import {
	categoriesOf,
	categoriesSchema,
	categoryText,
	columnOfPlaces,
	placesOf,
	type Categories,
} from './categories';
import { rareCategories } from './rare-categories';
import { numbers } from './scaling';
import { defineStep } from './step';

const columnSchema = v.object({
	dtype: dtypeSchema,
	categories: categoriesSchema,
	/** Places of the categories that share the last column. */
	rare: v.optional(v.array(v.number())),
	/** The first column is left out. */
	dropped: v.optional(v.boolean()),
});
const stateSchema = v.object({
	handleUnknown: v.picklist(['error', 'ignore', 'infrequent']),
	columns: v.array(columnSchema),
});
type OneHotState = v.InferOutput<typeof stateSchema>;
type ColumnState = v.InferOutput<typeof columnSchema>;

/** What a rare category is decoded to, and the name of their column. */
const RARE = 'infrequent';

export const oneHotEncoder = defineStep<EncodeParams<'OneHotEncoder'>, OneHotState>({
	id: 'OneHotEncoder',
	scope: 'vocabulary',
	state: stateSchema,
	accepts: () => true,
	fit: (block, params) => ({
		handleUnknown: params.handleUnknown,
		columns: block.map((column): ColumnState => {
			const categories = categoriesOf(column);
			const rare = rareCategories(placesOf(column, categories), categories.length, params);
			const outputs = categories.length - rare.length + (rare.length > 0 ? 1 : 0);
			const dropped = params.drop === 'first' || (params.drop === 'binary' && outputs === 2);
			return {
				dtype: column.dtype,
				categories,
				...(rare.length > 0 ? { rare } : {}),
				...(dropped ? { dropped } : {}),
			};
		}),
	}),
	apply: (block, state) =>
		block.flatMap((column, c) => {
			const own = state.columns[c] ?? NOTHING;
			const { slots, names } = layout(column.name, own);
			const places = placesOf(column, own.categories);
			if (state.handleUnknown === 'error') refuseUnknown(column, places);
			const unknown = state.handleUnknown === 'infrequent' && own.rare ? names.length - 1 : -1;
			const outputs = names.map(() => new Float64Array(places.length));
			for (let i = 0; i < places.length; i++) {
				const place = places[i] as number;
				const slot = place < 0 ? unknown : (slots[place] as number);
				if (slot >= 0) (outputs[slot] as Float64Array)[i] = 1;
			}
			return outputs.map((values, k) => float64(names[k] as string, values));
		}),
	invert(block, state, columns) {
		// Without any output there is nothing that says how many rows there are.
		if (block.length === 0)
			throw new BenchtopError('pipeline.not-decodable', {
				step: 'OneHotEncoder',
				column: columns[0]?.name ?? '',
			});
		let at = 0;
		const rows = numbers(block[0] as Column).length;
		return state.columns.map((own, c) => {
			const name = columns[c]?.name ?? '';
			const { width } = layout(name, own);
			const part = block.slice(at, (at += width)).map(numbers);
			return decoded(name, own, winners(part, rows, own, state.handleUnknown, name));
		});
	},
	names: (columns, state) => columns.flatMap((name, c) => layout(name, state.columns[c] ?? NOTHING).names),
});

const NOTHING: ColumnState = { dtype: 'string', categories: [] };

/** The output of every category (−1: none), and the names of the outputs. */
function layout(name: string, { dtype, categories, rare = [], dropped = false }: ColumnState) {
	const gone = dropped ? 1 : 0;
	const common = categories.flatMap((_, place) => (rare.includes(place) ? [] : [place]));
	const slots = new Int32Array(categories.length).fill(common.length - gone);
	common.forEach((place, k) => (slots[place] = k - gone));
	const all = common.map((place) => {
		const category = categories[place] ?? null;
		return category === null ? `${name} is missing` : `${name}=${categoryText(category, dtype)}`;
	});
	const names = (rare.length > 0 ? [...all, `${name}=${RARE}`] : all).slice(gone);
	return { slots, names, width: names.length };
}

/** Place of the category with the greatest output per row, −1 for none, −2 for the rare ones. */
function winners(
	part: Float64Array[],
	rows: number,
	own: ColumnState,
	handleUnknown: string,
	column: string,
): Int32Array {
	const { slots } = layout(column, own);
	const rare = new Set(own.rare);
	const placeOf = (slot: number): number => {
		const place = slots.indexOf(slot);
		return place < 0 ? -1 : rare.has(place) ? -2 : place;
	};
	const bySlot = part.map((_, slot) => placeOf(slot));
	const zero = own.dropped ? placeOf(-1) : -1;
	return Int32Array.from({ length: rows }, (_, i) => {
		let best = 0;
		let any = false;
		for (let k = 0; k < part.length; k++) {
			const value = (part[k] as Float64Array)[i] as number;
			if (value !== 0) any = true;
			if (value > ((part[best] as Float64Array)[i] as number)) best = k;
		}
		if (any) return bySlot[best] as number;
		if (handleUnknown === 'error' && !own.dropped)
			throw new BenchtopError('pipeline.not-decodable', { step: 'OneHotEncoder', column });
		return zero;
	});
}

/** The categories of these places; the rare ones as a word of their own in text, missing in numbers. */
function decoded(name: string, { dtype, categories, rare }: ColumnState, places: Int32Array): Column {
	const known: Categories = categories.filter((category) => category !== null);
	if (!rare || dtype !== 'string')
		return columnOfPlaces(
			name,
			dtype,
			places.map((place) => (place >= known.length ? -1 : place)),
			known,
		);
	return columnOfPlaces(
		name,
		dtype,
		places.map((place) => (place === -2 ? known.length : place < known.length ? place : -1)),
		[...known, RARE],
	);
}

/** Names the first value the vocabulary does not hold. */
export function refuseUnknown(column: Column, places: Int32Array): void {
	const row = places.indexOf(-1);
	if (row < 0) return;
	const raw = isString(column)
		? (column.dictionary[column.codes[row] as number] ?? null)
		: (column.values[row] as number);
	const missing = raw === null || Number.isNaN(raw);
	const value = missing ? 'a missing value' : `"${categoryText(raw, column.dtype)}"`;
	throw new BenchtopError('pipeline.unknown-category', { column: column.name, value });
}
