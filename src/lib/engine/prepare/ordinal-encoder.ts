/** OrdinalEncoder: the place of each value among the sorted categories; missing stays missing, unknown is refused. */
import * as v from 'valibot';
import { dtypeSchema } from '../schema/common';
import { isString, type Column } from '../table/table';
import { float64 } from '../table/select-rows';
import { categoriesOf, categoriesSchema, columnOfPlaces, placesOf } from './categories';
import { refuseUnknown } from './one-hot-encoder';
import { numbers } from './scaling';
import { defineStep } from './step';

const stateSchema = v.object({
	columns: v.array(v.object({ dtype: dtypeSchema, categories: categoriesSchema })),
});
export type OrdinalState = v.InferOutput<typeof stateSchema>;

export const ordinalEncoder = defineStep<object, OrdinalState>({
	id: 'OrdinalEncoder',
	scope: 'vocabulary',
	state: stateSchema,
	accepts: () => true,
	fit: (block) => ({
		columns: block.map((column) => ({
			dtype: column.dtype,
			categories: categoriesOf(column).filter((category) => category !== null),
		})),
	}),
	apply: (block, state) =>
		block.map((column, c) => {
			const places = placesOf(column, [...(state.columns[c]?.categories ?? []), null]);
			refuseUnknown(column, places);
			const missing = state.columns[c]?.categories.length;
			return float64(
				column.name,
				Float64Array.from(places, (place) => (place === missing ? NaN : place)),
			);
		}),
	invert: (block, state, columns): Column[] =>
		block.map((column, c) => {
			const { dtype = 'string', categories = [] } = state.columns[c] ?? {};
			const last = categories.length - 1;
			const places = Array.from(numbers(column), (x) =>
				Number.isNaN(x) ? -1 : Math.max(0, Math.min(last, Math.round(x))),
			);
			const result = columnOfPlaces(columns[c]?.name ?? column.name, dtype, places, categories);
			return isString(result) ? { ...result, dictionary: [...result.dictionary] } : result;
		}),
	names: (columns) => [...columns],
});
