/**
 * PowerTransformer: makes a column as normal as a power can (yeo-johnson for any number, box-cox above 0), then
 * standardises it. Missing values ignored in the fit and kept.
 */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import { isNumeric } from '../table/table';
import { moments } from '../table/moments';
import { present } from '../table/quantile';
import { float64 } from '../table/select-rows';
import { bestLambda, boxCox, boxCoxInverse, yeoJohnson, yeoJohnsonInverse, type PowerMethod } from './power';
import { map, numbers, orNull } from './scaling';
import { standardize } from './standard-scaler';
import { defineStep } from './step';

const nullable = v.array(v.nullable(v.number()));
const stateSchema = v.object({
	method: v.picklist(['yeo-johnson', 'box-cox']),
	lambda: nullable,
	center: nullable,
	scale: nullable,
	/** Training range, for what lies beyond anything the transform can give. */
	min: nullable,
	max: nullable,
});
type PowerState = v.InferOutput<typeof stateSchema>;

interface PowerParams {
	method: PowerMethod;
	standardize: boolean;
}

export const powerTransformer = defineStep<PowerParams, PowerState>({
	id: 'PowerTransformer',
	scope: 'train',
	state: stateSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block, params) {
		const fits = block.map((column) => {
			const values = present(numbers(column));
			if (values.length === 0) return { lambda: NaN, mean: NaN, scale: NaN, min: NaN, max: NaN };
			if (params.method === 'box-cox') refuseForBoxCox(column.name, values);
			const lambda = bestLambda(values, params.method);
			const { min, max } = moments(values);
			if (!params.standardize) return { lambda, mean: 0, scale: 1, min, max };
			const forward = params.method === 'box-cox' ? boxCox : yeoJohnson;
			return { lambda, min, max, ...standardize(map(values, (x) => forward(x, lambda))) };
		});
		return {
			method: params.method,
			lambda: fits.map(({ lambda }) => orNull(lambda)),
			center: fits.map(({ mean }) => orNull(mean)),
			scale: fits.map(({ scale }) => orNull(scale)),
			min: fits.map(({ min }) => orNull(min)),
			max: fits.map(({ max }) => orNull(max)),
		};
	},
	apply: (block, state) =>
		block.map((column, c) => {
			const { lambda, center, scale } = ofColumn(state, c);
			if (state.method === 'yeo-johnson')
				return float64(
					column.name,
					map(numbers(column), (x) => (yeoJohnson(x, lambda) - center) / scale),
				);
			return float64(
				column.name,
				map(numbers(column), (x) => {
					if (x <= 0) throw new BenchtopError('pipeline.box-cox', { column: column.name, value: x });
					return (boxCox(x, lambda) - center) / scale;
				}),
			);
		}),
	/** A power has no inverse beyond its image: there the nearest training extreme is given, where scikit-learn gives NaN. */
	invert: (block, state, columns) =>
		block.map((column, c) => {
			const { lambda, center, scale, min, max } = ofColumn(state, c);
			const back = state.method === 'box-cox' ? boxCoxInverse : yeoJohnsonInverse;
			const undo = (y: number): number => {
				const x = back(y * scale + center, lambda);
				return Number.isFinite(x) || Number.isNaN(y) ? x : y > 0 ? max : min;
			};
			return float64(columns[c]?.name ?? column.name, map(numbers(column), undo));
		}),
	names: (columns) => [...columns],
});

const ofColumn = (state: PowerState, c: number) => ({
	lambda: state.lambda[c] ?? NaN,
	center: state.center[c] ?? NaN,
	scale: state.scale[c] ?? NaN,
	min: state.min[c] ?? NaN,
	max: state.max[c] ?? NaN,
});

function refuseForBoxCox(column: string, values: Float64Array): void {
	const low = values.find((x) => x <= 0);
	if (low !== undefined) throw new BenchtopError('pipeline.box-cox', { column, value: low });
	if (values.every((x) => x === values[0])) throw new BenchtopError('pipeline.constant-column', { column });
}
