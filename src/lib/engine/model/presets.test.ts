import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { architectureSchema } from '../schema/architecture';
import { ANALYSES, type Analysis } from '../schema/common';
import { trainerSchema } from '../schema/experiment';
import type { Preset } from './preset';
import { defaultTrainer, presets } from './presets';
import { presetsFor } from './presets-for';
import type { Offered } from './presets-samples';
import { sizeOf, type Shape } from './topology-layer';
import { outputsOf, topologyOf } from './topology';

const all = (data: Offered): Preset[] =>
	presetsFor(data.analysis, data.shapes, data).flatMap((group) => group.presets);
const names = (data: Offered): string[] => all(data).map(({ architecture }) => architecture.name);

const supervised: Record<string, readonly Shape[]> = {
	'a table': [[7]],
	'two tables': [[7], [3]],
	'a short sequence': [[2, 1]],
	'a long sequence': [[178, 1]],
	'a wide sequence': [[160, 120]],
	'a small picture': [[1, 5, 4]],
	'a large picture': [[3, 240, 300]],
	'windows of pictures': [[4, 1, 20, 20]],
	'a picture beside a table': [[1, 80, 110], [5]],
	'a sequence beside a table and a picture': [[30, 2], [4], [3, 16, 16]],
};
const unsupervised: Record<string, readonly Shape[]> = {
	'windows of a table': [[28, 5]],
	'windows of one column': [[12, 1]],
	'windows of frames': [[60, 50]],
	'windows of pictures': [[2, 1, 20, 20]],
	rows: [[9]],
	pictures: [[1, 80, 110]],
};

function build(data: Offered): void {
	const { analysis, shapes, unsupervised: without } = data;
	const outputs = without ? shapes.reduce((sum, shape) => sum + sizeOf(shape), 0) : outputsOf(analysis, 3);
	for (const { architecture, trainer } of all(data)) {
		expect(v.parse(architectureSchema, architecture)).toEqual(architecture);
		expect(v.parse(trainerSchema, trainer)).toEqual(trainer);
		const { layers } = topologyOf(architecture, shapes, outputs);
		expect(layers.at(-1)?.units).toBe(outputs);
	}
	expect(new Set(names(data)).size).toBe(names(data).length);
}

describe('presets', () => {
	it.each(ANALYSES.flatMap((analysis) => Object.keys(supervised).map((kind) => [analysis, kind] as const)))(
		'%s of %s can be built',
		(analysis, kind) => {
			build({ analysis, shapes: supervised[kind] as Shape[], rows: 500 });
		},
	);

	it.each(
		(['forecast', 'autoencoder'] as const).flatMap((learned) =>
			Object.keys(unsupervised).map((kind) => [learned, kind] as const),
		),
	)('%s of %s can be built', (learned, kind) => {
		build({
			analysis: 'regression',
			shapes: unsupervised[kind] as Shape[],
			rows: 500,
			unsupervised: learned,
		});
	});

	it('of a table are those that were there before other kinds of data, with their trainer', () => {
		for (const analysis of ANALYSES) {
			const [group] = presetsFor(analysis, [[9]], { rows: 700 });
			expect(group?.name).toBe('Tables');
			expect(group?.presets.map(({ architecture }) => architecture)).toEqual(presets(analysis));
			expect(group?.presets.map(({ trainer }) => trainer)).toEqual(Array(3).fill(defaultTrainer(700)));
		}
	});

	it.each<[Analysis, Shape, Offered['unsupervised'], string[]]>([
		['multi-class', [4], undefined, ['tf_multi_tab', 'torch_multi_tab']],
		['binary', [60], undefined, ['tf_bin_tab', 'torch_bin_tab']],
		['regression', [12], undefined, ['tf_reg_tab', 'torch_reg_tab MAE', 'torch_reg_tab MSE']],
		['binary', [178, 1], undefined, ['tf_bin_seq', 'torch_bin_seq']],
		['binary', [160, 120], undefined, ['tf_bin_seq', 'tf_bin_img', 'torch_bin_seq', 'torch_bin_img']],
		['regression', [28, 5], 'forecast', ['tf_fore_tab']],
		['regression', [60, 50], 'forecast', ['tf_fore_img']],
		['binary', [1, 160, 120], undefined, []],
		['regression', [28, 5], 'autoencoder', []],
	])('of the reference are offered for %s of %j (%s)', (analysis, shape, learned, expected) => {
		const groups = presetsFor(analysis, [shape], { rows: 100, unsupervised: learned });
		const reference = groups.find(({ name }) => name === 'Reference nets')?.presets ?? [];
		expect(reference.map(({ architecture }) => architecture.name)).toEqual(expected);
	});

	it('train fewer epochs and larger batches the more samples there are', () => {
		const of = (rows: number) => all({ analysis: 'binary', shapes: [[178, 1]], rows })[0]?.trainer;
		expect(of(80)).toEqual({ epochs: 40, batchSize: 8, patience: 10 });
		expect(of(1000)).toEqual({ epochs: 20, batchSize: 32, patience: 5 });
		expect(of(1_000_000)).toEqual({ epochs: 5, batchSize: 128, patience: 3 });
	});
});
