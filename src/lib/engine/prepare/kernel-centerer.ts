/**
 * KernelCenterer: centres a kernel matrix (one column per training row) as if its rows' images had mean 0. Needs as
 * many training rows as columns.
 */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import type { EncodeParams } from '../schema/encode-step';
import { sum } from '../table/moments';
import { float64 } from '../table/select-rows';
import { isNumeric } from '../table/table';
import { complete } from './scaling';
import { defineStep } from './step';

const stateSchema = v.object({ means: v.array(v.number()), mean: v.number() });

export const kernelCenterer = defineStep<EncodeParams<'KernelCenterer'>, v.InferOutput<typeof stateSchema>>({
	id: 'KernelCenterer',
	scope: 'train',
	state: stateSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block) {
		const columns = complete('KernelCenterer', block);
		const rows = columns[0]?.length ?? 0;
		if (rows !== columns.length)
			throw new BenchtopError('pipeline.kernel-square', { rows, columns: columns.length });
		const means = columns.map((values) => sum(values) / rows);
		return { means, mean: sum(means) / rows };
	},
	apply(block, { means, mean }) {
		const columns = complete('KernelCenterer', block);
		const rowMeans = Float64Array.from(
			{ length: columns[0]?.length ?? 0 },
			(_, i) => sum(columns.map((values) => values[i] as number)) / means.length,
		);
		return columns.map((values, c) =>
			float64(
				block[c]?.name ?? '',
				values.map((x, i) => x - (means[c] as number) - (rowMeans[i] as number) + mean),
			),
		);
	},
	names: (columns) => [...columns],
});
