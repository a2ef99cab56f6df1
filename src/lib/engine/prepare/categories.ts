/**
 * The vocabulary of a column: its distinct values, sorted, missing last; and the way from a row to its place in it.
 * Shared by the categorical encoders and the classes of a target.
 */
import * as v from 'valibot';
import { compareCodePoints } from '../table/compare';
import { isFloat, isString, type Column, type Dtype } from '../table/table';

/** Text, or the number a numeric column stores (bool: 0 and 1); null is the missing value. */
export const categoriesSchema = v.array(v.nullable(v.union([v.string(), v.number()])));
export type Categories = v.InferOutput<typeof categoriesSchema>;

/** The values that occur, sorted (text by code point), missing last when a row is missing. */
export function categoriesOf(column: Column): Categories {
	if (isString(column)) {
		const used = new Uint8Array(column.dictionary.length);
		let missing = false;
		for (const code of column.codes) {
			if (code < 0) missing = true;
			else used[code] = 1;
		}
		const values: Categories = column.dictionary
			.filter((_, code) => used[code] === 1)
			.sort(compareCodePoints);
		return missing ? [...values, null] : values;
	}
	const seen = new Set<number>();
	let missing = false;
	let last = NaN;
	for (const value of column.values) {
		if (value !== value) missing = true;
		else if (value !== last) seen.add((last = value));
	}
	const values: Categories = [...seen].sort((a, b) => a - b);
	return missing ? [...values, null] : values;
}

/** Place of every row's value in the vocabulary; −1 where it is unknown. */
export function placesOf(column: Column, categories: Categories): Int32Array {
	const missing = categories.indexOf(null);
	if (isString(column)) {
		const place = new Map(categories.map((category, i) => [category, i]));
		const recode = Int32Array.from(column.dictionary, (text) => place.get(text) ?? -1);
		return column.codes.map((code) => (code < 0 ? missing : (recode[code] as number)));
	}
	const place = new Map(categories.map((category, i) => [category, i]));
	const places = new Int32Array(column.values.length);
	for (let i = 0; i < places.length; i++) {
		const value = column.values[i] as number;
		places[i] = value !== value ? missing : (place.get(value) ?? -1);
	}
	return places;
}

/** The vocabulary's values at these places as a column; a place below 0 is missing. */
export function columnOfPlaces(
	name: string,
	dtype: Dtype,
	places: ArrayLike<number>,
	categories: Categories,
): Column {
	if (dtype !== 'string') {
		return { name, dtype, values: Float64Array.from(places, (place) => numberAt(categories, place)) };
	}
	const dictionary = categories.filter((category): category is string => typeof category === 'string');
	return {
		name,
		dtype,
		dictionary,
		codes: Int32Array.from(places, (place) => (place < dictionary.length ? place : -1)),
	};
}

function numberAt(categories: Categories, place: number): number {
	const category = place < 0 ? null : (categories[place] ?? null);
	return typeof category === 'number' ? category : NaN;
}

/**
 * A category as people read it (SPEC §6.5): whole numbers of integer columns without decimals, of float columns
 * with ".0" as stored, truth values as false and true, dates in ISO form, missing as "missing".
 */
export function categoryText(category: string | number | null, dtype: Dtype): string {
	if (category === null) return 'missing';
	if (typeof category === 'string') return category;
	if (dtype === 'bool') return category === 0 ? 'false' : 'true';
	if (dtype === 'date' || dtype === 'timestamp') return momentText(category, dtype);
	return isFloat(dtype) && Number.isInteger(category) && Math.abs(category) < 1e16
		? `${category}.0`
		: String(category);
}

/** Moments that a calendar has, ECMA-262 "Time Values": the others are written as the numbers they are. */
const LAST_MOMENT = 8.64e15;

function momentText(at: number, dtype: 'date' | 'timestamp'): string {
	if (!(Math.abs(at) <= LAST_MOMENT)) return String(at);
	const text = new Date(at).toISOString();
	return dtype === 'date' ? text.slice(0, text.indexOf('T')) : text;
}
