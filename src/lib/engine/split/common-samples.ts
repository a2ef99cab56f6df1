/** How many samples the inputs and the target of a pipeline have in common (SPEC §9.1, SP-05 … SP-08). */
import { BenchtopError } from '../errors/error';

export interface SampleSource {
	/** Rows, sequences, images, or windows where the input has a window. */
	readonly samples: number;
	readonly windowed?: boolean;
}

/**
 * The number of samples; the target is null where there is none.
 * @throws split.one-input (SP-08), split.window-with-target (SP-07), split.samples-differ (SP-05, SP-06)
 */
export function commonSamples(
	inputs: readonly SampleSource[],
	target: Pick<SampleSource, 'samples'> | null,
): number {
	if (!target && inputs.length !== 1) throw new BenchtopError('split.one-input', { count: inputs.length });
	if (target && inputs.some(({ windowed }) => windowed)) throw new BenchtopError('split.window-with-target');
	const counts = [...inputs, ...(target ? [target] : [])].map(({ samples }) => samples);
	if (new Set(counts).size > 1)
		throw new BenchtopError('split.samples-differ', { counts: counts.join(', ') });
	return counts[0] ?? 0;
}
