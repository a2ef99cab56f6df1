/** Which nets a baseline is made of, asked of the real store and worker. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeNpy } from '../engine/array/npy';
import { contentId } from '../engine/canonical';
import { presets } from '../engine/model/presets';
import { proposeSamples, proposeUnlabelled } from '../engine/prepare/propose-samples';
import type { Dataset } from '../engine/schema/dataset';
import type { Pipeline } from '../engine/schema/pipeline';
import { registerDataset } from './data';
import { offeredFor } from './offered';
import { TestLaboratory } from './testing/laboratory';

const SAMPLES = 40;
let lab: TestLaboratory;
let labels: Dataset;
beforeAll(async () => {
	lab = await TestLaboratory.open();
	const rows = Array.from({ length: SAMPLES }, (_, i) => `${i % 7},${i % 2 ? 'dot' : 'bar'}`);
	labels = await lab.add(['size,kind', ...rows].join('\n'), 'labels.csv');
});
afterAll(() => lab.close());

async function samples(shape: readonly number[], file: string): Promise<Dataset> {
	const length = shape.reduce((all, size) => all * size, SAMPLES);
	const values = Float32Array.from({ length }, (_, i) => Math.sin(i * 0.37) * 3);
	const bytes = writeNpy(values, [SAMPLES, ...shape]) as Uint8Array<ArrayBuffer>;
	const staged = await lab.world.data.stage(new File([bytes], file), 'auto');
	const dataset = await registerDataset.run(lab.world, { staged, name: file });
	await lab.contents();
	return dataset;
}

const labelled = (...inputs: Pipeline['inputs']): Pipeline => ({
	kind: 'pipeline',
	name: 'Kinds',
	analysis: 'binary',
	inputs,
	target: { dataset: labels.id, columns: ['kind'], encode: null },
	split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 1 },
});
const names = async (document: Pipeline) =>
	(await offeredFor(lab.world, document)).architectures.map(({ name }) => name);

it('a table has the nets it always had', async () => {
	const document = labelled({ dataset: labels.id, columns: { exclude: [] }, impute: [], encode: [] });
	const { architectures, trainer } = await offeredFor(lab.world, document);
	expect(await Promise.all(architectures.map(contentId))).toEqual(
		await Promise.all(presets('binary').map(contentId)),
	);
	expect(trainer).toEqual({ epochs: 200, batchSize: 16, patience: 20 });
});

it('sequences, pictures, windows and reconstructions have their own', async () => {
	const waves = await samples([12, 2], 'waves.npy');
	const scans = await samples([1, 9, 8], 'scans.npy');
	expect(await names(labelled(proposeSamples(waves).input))).toEqual([
		'Linear',
		'1-D convolution',
		'GRU',
		'Small LSTM',
	]);
	expect(await names(labelled(proposeSamples(scans).input))).toEqual(['Linear', 'Small convolutional net']);
	const table = { dataset: labels.id, columns: { exclude: [] }, impute: [], encode: [] };
	expect(await names(labelled(proposeSamples(scans).input, table))).toEqual([
		'Linear',
		'One branch per input',
	]);
	const forecast = proposeUnlabelled(waves, 'forecast', 1).pipeline;
	expect(await names(forecast)).toContain('Dense');
	expect(await names(proposeUnlabelled(scans, 'autoencoder', 1).pipeline)).toEqual(['Dense bottleneck']);
});
