/** Binarizer: 1 above a given threshold, else 0; learns nothing. */
import * as v from 'valibot';
import type { EncodeParams } from '../schema/encode-step';
import { float64 } from '../table/select-rows';
import { isNumeric } from '../table/table';
import { complete, map } from './scaling';
import { defineStep } from './step';

const stateSchema = v.object({ threshold: v.number() });

export const binarizer = defineStep<EncodeParams<'Binarizer'>, v.InferOutput<typeof stateSchema>>({
	id: 'Binarizer',
	scope: 'stateless',
	state: stateSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block, { threshold = 0 }) {
		complete('Binarizer', block);
		return { threshold };
	},
	apply: (block, { threshold }) =>
		complete('Binarizer', block).map((values, c) =>
			float64(
				block[c]?.name ?? '',
				map(values, (x) => (x > threshold ? 1 : 0)),
			),
		),
	names: (columns) => [...columns],
});
