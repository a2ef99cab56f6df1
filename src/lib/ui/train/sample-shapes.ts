/** What a pipeline hands to a net, sample by sample: the shape of each input, and how many numbers the target needs. */
import { BenchtopError } from '$lib/engine/errors/error';
import type { Shape } from '$lib/engine/model/topology-layer';
import type { Dataset } from '$lib/engine/schema/dataset';
import { samplesIn } from '$lib/engine/schema/dataset-shape';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import { columnsAfter } from '$lib/ui/pipeline/columns-after';
import { plainShape, reshapedTo } from '$lib/ui/pipeline/input-shape';
import { sampleSize } from '$lib/ui/pipeline/sample-size';
import { features, takesOf } from '$lib/ui/pipeline/takes';

export interface SampleShapes {
	readonly shapes: readonly Shape[];
	/** The dataset each comes from, by name. */
	readonly names: readonly string[];
	readonly outputs: number;
	/** Samples of all splits together, before windows. */
	readonly rows: number;
}

/** A reshape that the pipeline refuses is left out here; the pipeline says so itself. */
function reshaped(plain: readonly number[], reshape: Pipeline['inputs'][number]['reshape']): number[] {
	try {
		return reshapedTo(plain, reshape);
	} catch (thrown) {
		if (thrown instanceof BenchtopError) return [...plain];
		throw thrown;
	}
}

/** As far as declaration and statistics tell; exact where the widths of all steps are. */
export function sampleShapes(document: Pipeline, datasets: readonly Dataset[]): SampleShapes {
	const inputs = document.inputs.flatMap((input, index) => {
		const dataset = datasets.find(({ id }) => id === input.dataset);
		if (!dataset) return [];
		const takes = takesOf(document, { id: dataset.id, columns: columnsAfter(document, dataset) }, index);
		const plain = plainShape(dataset, features(takes), input);
		return [{ name: dataset.name, shape: reshaped(plain, input.reshape).slice(1) }];
	});
	const main = datasets.find(({ id }) => id === document.target.dataset);
	return {
		rows: main ? samplesIn(main) : 0,
		shapes: inputs.map(({ shape }) => shape),
		names: inputs.map(({ name }) => name),
		outputs: sampleSize(document, datasets).outputs,
	};
}
