/**
 * OrdinalEncoder: the place of each value among the categories, sorted or in a given order. Missing stays missing;
 * unknown is refused, or becomes a number of its own.
 */
import * as v from 'valibot';
import { dtypeSchema } from '../schema/common';
import type { EncodeParams } from '../schema/encode-step';
import { isString, type Column } from '../table/table';
import { float64 } from '../table/select-rows';
import { BenchtopError } from '../errors/error';
import { categoriesOf, categoriesSchema, columnOfPlaces, placesOf, type Categories } from './categories';
import { refuseUnknown } from './one-hot-encoder';
import { numbers } from './scaling';
import { defineStep } from './step';

const stateSchema = v.object({
	columns: v.array(v.object({ dtype: dtypeSchema, categories: categoriesSchema })),
	/** What stands for a value that is in no category; left out, such a value is refused. */
	unknown: v.optional(v.number()),
});
export type OrdinalState = v.InferOutput<typeof stateSchema>;

export const ordinalEncoder = defineStep<EncodeParams<'OrdinalEncoder'>, OrdinalState>({
	id: 'OrdinalEncoder',
	scope: 'vocabulary',
	state: stateSchema,
	accepts: ({ dtype }, { order }) =>
		!order || order.every((category) => (typeof category === 'string') === (dtype === 'string')),
	fit: (block, { order, handleUnknown = 'error', unknownValue = -1 }) => {
		const columns = block.map((column) => {
			const found = categoriesOf(column).filter((category) => category !== null);
			const categories: Categories = order ? [...new Set(order)] : found;
			if (order && handleUnknown === 'error') refuseUnknown(column, placesOf(column, [...categories, null]));
			return { dtype: column.dtype, categories };
		});
		if (handleUnknown === 'error') return { columns };
		const taken = columns.some(({ categories }) => categories.length > unknownValue && unknownValue >= 0);
		if (taken && Number.isInteger(unknownValue))
			throw new BenchtopError('pipeline.unknown-taken', { value: unknownValue });
		return { columns, unknown: unknownValue };
	},
	apply: (block, { columns, unknown }) =>
		block.map((column, c) => {
			const { categories = [] } = columns[c] ?? {};
			const places = placesOf(column, [...categories, null]);
			if (unknown === undefined) refuseUnknown(column, places);
			const missing = categories.length;
			return float64(
				column.name,
				Float64Array.from(places, (place) =>
					place === missing ? NaN : place < 0 ? (unknown ?? NaN) : place,
				),
			);
		}),
	invert: (block, state, columns): Column[] =>
		block.map((column, c) => {
			const { dtype = 'string', categories = [] } = state.columns[c] ?? {};
			const last = categories.length - 1;
			const places = Array.from(numbers(column), (x) =>
				Number.isNaN(x) || x === state.unknown ? -1 : Math.max(0, Math.min(last, Math.round(x))),
			);
			const result = columnOfPlaces(columns[c]?.name ?? column.name, dtype, places, categories);
			return isString(result) ? { ...result, dictionary: [...result.dictionary] } : result;
		}),
	names: (columns) => [...columns],
});
