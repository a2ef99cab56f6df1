/** How many numbers a net reads and gives back for one sample of a pipeline, from the declaration and the statistics. */
import type { Dataset } from '$lib/engine/schema/dataset';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import { columnsAfter } from './columns-after';
import { plainShape } from './input-shape';
import { features, outputs, takesOf } from './takes';

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** The inputs of a sample stand side by side; without a label as many numbers are given back as are read. */
export function sampleSize(
	document: Pipeline,
	datasets: readonly Dataset[],
): { readonly inputs: number; readonly outputs: number } {
	const inputs = document.inputs.reduce((sum, input, index) => {
		const dataset = datasets.find(({ id }) => id === input.dataset);
		if (!dataset) return sum;
		const takes = takesOf(document, { id: dataset.id, columns: columnsAfter(document, dataset) }, index);
		return sum + product(plainShape(dataset, features(takes), input));
	}, 0);
	const main = datasets.find(({ id }) => id === document.target.dataset);
	if (document.target.unsupervised !== undefined || !main) return { inputs, outputs: inputs };
	return { inputs, outputs: outputs(document, main) };
}
