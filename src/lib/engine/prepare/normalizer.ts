/** Normalizer: every row divided by its own length (l1, l2 or max) over the columns taken; a row of zeros stays. */
import * as v from 'valibot';
import type { EncodeParams } from '../schema/encode-step';
import { float64 } from '../table/select-rows';
import { isNumeric } from '../table/table';
import { complete } from './scaling';
import { defineStep } from './step';

const stateSchema = v.object({ norm: v.picklist(['l1', 'l2', 'max']) });
type NormState = v.InferOutput<typeof stateSchema>;

export const normalizer = defineStep<EncodeParams<'Normalizer'>, NormState>({
	id: 'Normalizer',
	scope: 'stateless',
	state: stateSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block, { norm = 'l2' }) {
		complete('Normalizer', block);
		return { norm };
	},
	apply(block, { norm }) {
		const columns = complete('Normalizer', block);
		const lengths = new Float64Array(columns[0]?.length ?? 0);
		for (const values of columns)
			for (let i = 0; i < lengths.length; i++) {
				const size = Math.abs(values[i] as number);
				const before = lengths[i] as number;
				lengths[i] = norm === 'max' ? Math.max(before, size) : before + (norm === 'l2' ? size * size : size);
			}
		if (norm === 'l2') lengths.forEach((square, i) => (lengths[i] = Math.sqrt(square)));
		return columns.map((values, c) =>
			float64(
				block[c]?.name ?? '',
				values.map((x, i) => x / (lengths[i] || 1)),
			),
		);
	},
	names: (columns) => [...columns],
});
