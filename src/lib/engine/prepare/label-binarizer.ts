/**
 * LabelBinarizer: the classes of one column as columns of two numbers, one per class; two classes need one column,
 * high for the second. Unknown classes are low everywhere.
 */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import { dtypeSchema } from '../schema/common';
import type { EncodeParams } from '../schema/encode-step';
import { float64 } from '../table/select-rows';
import { isFloat, isString } from '../table/table';
import { categoriesOf, categoriesSchema, categoryText, columnOfPlaces, placesOf } from './categories';
import { numbers } from './scaling';
import { defineStep, type Block } from './step';

const stateSchema = v.object({
	dtype: dtypeSchema,
	classes: categoriesSchema,
	low: v.number(),
	high: v.number(),
});
type BinarizerState = v.InferOutput<typeof stateSchema>;

export const labelBinarizer = defineStep<EncodeParams<'LabelBinarizer'>, BinarizerState>({
	id: 'LabelBinarizer',
	scope: 'vocabulary',
	single: true,
	state: stateSchema,
	accepts: ({ dtype }) => !isFloat(dtype),
	fit(block, { low = 0, high = 1 }) {
		refuseMissing(block);
		const [column] = block;
		return {
			dtype: column?.dtype ?? 'string',
			classes: column ? categoriesOf(column).filter((category) => category !== null) : [],
			low,
			high,
		};
	},
	apply(block, state) {
		refuseMissing(block);
		const { classes, low, high } = state;
		return block.flatMap((column) => {
			const places = placesOf(column, classes);
			const names = namesOf(column.name, state);
			// One output stands for the second class; for the only class there is none, so it stays low.
			const first = classes.length > 2 ? 0 : 1;
			return names.map((name, k) =>
				float64(
					name,
					Float64Array.from(places, (place) => (place === k + first ? high : low)),
				),
			);
		});
	},
	invert(block, { dtype, classes, low, high }, columns) {
		const parts = block.map(numbers);
		const places = Int32Array.from(parts[0] ?? [], (value, i) => {
			if (classes.length <= 2) return classes.length === 2 && value > (low + high) / 2 ? 1 : 0;
			let best = 0;
			parts.forEach((part, k) => {
				if ((part[i] as number) > (parts[best]?.[i] as number)) best = k;
			});
			return best;
		});
		return [columnOfPlaces(columns[0]?.name ?? '', dtype, places, classes)];
	},
	names: (columns, state) => columns.flatMap((name) => namesOf(name, state)),
});

function namesOf(column: string, { dtype, classes }: BinarizerState): string[] {
	const shown = classes.length > 2 ? classes : classes.slice(-1);
	return shown.map((category) => `${column}=${categoryText(category, dtype)}`);
}

function refuseMissing(block: Block): void {
	for (const column of block)
		if (isString(column) ? column.codes.includes(-1) : column.values.some(Number.isNaN))
			throw new BenchtopError('pipeline.step-missing', { step: 'LabelBinarizer', column: column.name });
}
