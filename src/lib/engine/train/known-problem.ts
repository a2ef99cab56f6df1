/** Small programs and data for tests and nothing else: every layer kind, every loss, drawn from streams. */
import { lossesFor, topologyOf } from '../model/topology';
import { Stream } from '../random/stream';
import type { Architecture, Layer, Loss } from '../schema/architecture';
import { ANALYSES, type Analysis } from '../schema/common';
import { programOf, type Program, type Samples } from './program';

const analysisOf = (loss: Loss) =>
	ANALYSES.find((analysis) => lossesFor(analysis).includes(loss)) as Analysis;

/** Three classes, two quantities at once, or one output. */
const outputsFor = (loss: Loss): number =>
	loss === 'categoricalCrossentropy' ? 3 : loss === 'meanAbsoluteError' ? 2 : 1;

/** A program over `inputs` columns; what is not given is small and plain. */
export function programFor(
	loss: Loss,
	layers: Layer[],
	inputs: number,
	values: Partial<Program> = {},
): Program {
	const optimizer = { optimizer: 'adam', learningRate: 0.01, weightDecay: 0 } as const;
	const outputs = outputsFor(loss);
	const architecture: Architecture = {
		kind: 'architecture',
		name: 'Test net',
		analysis: analysisOf(loss),
		layers: [...layers, { layer: 'output' }],
		loss,
		optimizer,
	};
	const topology = topologyOf(architecture, inputs, outputs);
	const trainer = { epochs: 5, batchSize: 8, patience: null };
	return { ...programOf(architecture, topology, trainer, 11), ...values };
}

/** Normal inputs and labels that hang on the first of them, with noise. */
export function samplesFor(loss: Loss, rows: number, inputs: number, name = 'train'): Samples {
	const stream = new Stream(2, `samples/${name}`);
	const x = new Float32Array(rows * inputs).map(() => stream.normal());
	const labels = loss === 'meanAbsoluteError' ? 2 : 1;
	const y = new Float32Array(rows * labels).map((_, at) => {
		const signal = (x[Math.floor(at / labels) * inputs] ?? 0) + 0.3 * stream.normal();
		if (loss === 'binaryCrossentropy') return signal > 0 ? 1 : 0;
		if (loss === 'categoricalCrossentropy') return signal > 0.5 ? 2 : signal > -0.5 ? 1 : 0;
		return signal;
	});
	return { rows, x, y };
}
