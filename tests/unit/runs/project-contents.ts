/** A small project with runs in the documents' own shape, for the tests of the Runs place. */
import type { Id } from '../../../src/lib/engine/canonical';
import type { ProjectContents } from '../../../src/lib/engine/ports';
import type { Architecture } from '../../../src/lib/engine/schema/architecture';
import type { Dataset } from '../../../src/lib/engine/schema/dataset';
import type { Pipeline } from '../../../src/lib/engine/schema/pipeline';
import type { Run } from '../../../src/lib/engine/schema/run';

/** An id whose digits start with this text. */
export const idOf = (start: string): Id => `sha256:${start.padEnd(64, '0')}`;

export const DATASET = idOf('da7a');
export const PIPELINE = idOf('9999');
export const NETS = { baseline: idOf('b000'), small: idOf('5000') } as const;

const net = (name: string, layers: Architecture['layers']): Architecture => ({
	kind: 'architecture',
	name,
	analysis: 'binary',
	layers,
	loss: 'binaryCrossentropy',
	optimizer: { optimizer: 'adam', learningRate: 0.01, weightDecay: 0 },
});

/** A run of the small net; what matters to a test is given. */
export function runOf(id: string, change: Partial<Run> = {}, rocAuc: number | null = 0.8): Run {
	const metrics = { loss: 0.5, rocAuc, accuracy: 0.75 };
	return {
		kind: 'run',
		id: idOf(id),
		jobKey: idOf(`${id}1`),
		experiment: idOf('e000'),
		pipeline: PIPELINE,
		architecture: NETS.small,
		dataset: DATASET,
		analysis: 'binary',
		target: 'died',
		repeat: 0,
		seed: 7,
		startedAt: 1_000,
		seconds: 1.5,
		parameters: 53,
		bestEpoch: 2,
		ended: 'early stop',
		history: {
			train: { loss: [0.7, 0.5, 0.4], rocAuc: [0.6, 0.8, 0.9] },
			validation: { loss: [0.7, 0.5, 0.6], rocAuc: [0.6, rocAuc, 0.7] },
		},
		metrics: { train: { ...metrics, rocAuc: 0.9 }, validation: metrics, test: { ...metrics, rocAuc: 0.77 } },
		classes: ['0', '1'],
		environment: { executor: 'tfjs-wasm', fingerprint: 'f', engineVersion: '1', userAgent: 'test' },
		...change,
	};
}

/** A project holding these runs. */
export function contentsOf(runs: readonly Run[]): ProjectContents {
	const dataset = { id: DATASET, name: 'heart', version: 2, columns: [], rows: 100 } as unknown as Dataset;
	return {
		project: {
			id: 'project-1',
			name: 'Test',
			createdAt: 0,
			modifiedAt: 0,
			active: { dataset: null, pipeline: null },
		},
		datasets: [dataset],
		pipelines: [{ id: PIPELINE, document: { kind: 'pipeline', name: 'Main' } as unknown as Pipeline }],
		architectures: [
			{ id: NETS.baseline, document: net('Majority', [{ layer: 'constant' }]) },
			{
				id: NETS.small,
				document: net('Small net', [{ layer: 'dense', units: 16, activation: 'relu' }, { layer: 'output' }]),
			},
		],
		experiments: [
			{
				id: idOf('e000'),
				document: {
					kind: 'experiment',
					name: 'Small net',
					pipeline: PIPELINE,
					architecture: NETS.small,
					trainer: { epochs: 50, batchSize: 32, patience: 5 },
					repeats: 3,
					seed: 7,
				},
			},
		],
		jobs: [],
		runs,
		annotations: [],
	};
}
