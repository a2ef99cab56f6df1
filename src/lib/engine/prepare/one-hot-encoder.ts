/**
 * OneHotEncoder: one column of 0 and 1 per category, categories sorted, missing a category of its own (last) when it
 * occurs. Names are `column=category` (SPEC §6.5); the missing one is `column is missing`.
 */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import { dtypeSchema } from '../schema/common';
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
import { numbers } from './scaling';
import { defineStep } from './step';

const stateSchema = v.object({
	handleUnknown: v.picklist(['error', 'ignore']),
	columns: v.array(v.object({ dtype: dtypeSchema, categories: categoriesSchema })),
});
type OneHotState = v.InferOutput<typeof stateSchema>;

export const oneHotEncoder = defineStep<{ handleUnknown: 'error' | 'ignore' }, OneHotState>({
	id: 'OneHotEncoder',
	scope: 'vocabulary',
	state: stateSchema,
	accepts: () => true,
	fit: (block, { handleUnknown }) => ({
		handleUnknown,
		columns: block.map((column) => ({ dtype: column.dtype, categories: categoriesOf(column) })),
	}),
	apply: (block, state) =>
		block.flatMap((column, c) => {
			const { categories = [] } = state.columns[c] ?? {};
			const places = placesOf(column, categories);
			if (state.handleUnknown === 'error') refuseUnknown(column, places);
			const names = namesOf(column.name, state, c);
			const outputs = categories.map(() => new Float64Array(places.length));
			for (let i = 0; i < places.length; i++) {
				const place = places[i] as number;
				if (place >= 0) (outputs[place] as Float64Array)[i] = 1;
			}
			return outputs.map((values, k) => float64(names[k] as string, values));
		}),
	invert(block, state, columns) {
		let at = 0;
		return state.columns.map(({ dtype, categories }, c) => {
			const name = columns[c]?.name ?? '';
			const part = block.slice(at, (at += categories.length)).map(numbers);
			return columnOfPlaces(name, dtype, winners(part, categories, state.handleUnknown, name), categories);
		});
	},
	names: (columns, state) => columns.flatMap((name, c) => namesOf(name, state, c)),
});

function namesOf(name: string, state: OneHotState, c: number): string[] {
	const { dtype = 'string', categories = [] } = state.columns[c] ?? {};
	return categories.map((category) =>
		category === null ? `${name} is missing` : `${name}=${categoryText(category, dtype)}`,
	);
}

/** Place of the greatest output per row; −1 where all are 0. */
function winners(
	part: Float64Array[],
	categories: Categories,
	handleUnknown: string,
	column: string,
): Int32Array {
	const places = new Int32Array(part[0]?.length ?? 0);
	for (let i = 0; i < places.length; i++) {
		let best = 0;
		let any = false;
		for (let k = 0; k < part.length; k++) {
			const value = (part[k] as Float64Array)[i] as number;
			if (value !== 0) any = true;
			if (value > ((part[best] as Float64Array)[i] as number)) best = k;
		}
		if (!any && handleUnknown === 'error')
			throw new BenchtopError('pipeline.not-decodable', { step: 'OneHotEncoder', column });
		places[i] = any && categories[best] !== null ? best : -1;
	}
	return places;
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
