import { describe, expect, it } from 'vitest';
import { tableOfArray } from '../array/array-table';
import type { Pipeline, PipelineInput } from '../schema/pipeline';
import type { Table } from '../table/table';
import { trainingRows } from '../check/fit-scope';
import { fitPipeline } from './fit-pipeline';
import { partsOf } from './parts';
import { inputTensor } from './input-tensor';
import { rowsOf, stagePipeline } from './stage';

const ID = `sha256:${'c'.repeat(64)}` as const;
const counted = (shape: readonly number[]) =>
	tableOfArray({
		shape,
		dtype: 'float64',
		values: Float64Array.from({ length: shape.reduce((all, size) => all * size, 1) }, (_, i) => i),
	});
const forecast = (input: Partial<PipelineInput>): Pipeline => ({
	kind: 'pipeline',
	name: 'next frame',
	analysis: 'regression',
	inputs: [{ dataset: ID, columns: { exclude: [] }, impute: [], encode: [], ...input }],
	target: { dataset: ID, columns: [], encode: null, unsupervised: 'forecast' },
	split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 0 },
});

/** The tensors of all windows, after a fit on these. */
function prepared(pipeline: Pipeline, shape: readonly number[], train: Uint32Array) {
	const stage = stagePipeline(new Map([[ID, counted(shape)]]), pipeline);
	const none = new Uint32Array();
	const split = { train: trainingRows(train), validation: none, test: none };
	const fitted = fitPipeline(partsOf(stage, split), ID);
	const [staged, own, input] = [stage.inputs[0], fitted.inputs[0], pipeline.inputs[0]];
	if (!staged || !own || !input) throw new Error('there is one input');
	const all = Uint32Array.from({ length: stage.samples }, (_, i) => i);
	return { stage, staged, own, ...inputTensor(staged, own, input, all) };
}

describe('windows count samples (SPEC §7)', () => {
	it('of images, as a film forecast frame by frame needs (SPEC §19, tf_fore_img)', () => {
		const pipeline = forecast({
			encode: [{ encoder: 'Divide', by: 255 }],
			window: { size: 1, shift: 2 },
			reshape: [0, 3, 4],
		});
		const { stage, own, x, next } = prepared(pipeline, [15, 1, 6, 5], Uint32Array.of(0, 1));
		expect(stage.samples).toBe(7);
		expect(own.shape).toEqual([6, 5]);
		expect(x.shape).toEqual([7, 6, 5]);
		// Window i is frame 2i, the one that follows it is frame 2i + 2.
		expect(x.x[30]).toBeCloseTo(60 / 255, 6);
		expect(next?.x.slice(0, 180)).toEqual(x.x.slice(30));
	});

	it('of images of several channels, which stay first', () => {
		const pipeline = forecast({ window: { size: 2, shift: 1 } });
		const { x } = prepared(pipeline, [4, 3, 2, 2], Uint32Array.of(0));
		expect(x.shape).toEqual([2, 2, 3, 2, 2]);
		expect([...x.x.slice(0, 24)]).toEqual(Array.from({ length: 24 }, (_, i) => i));
	});

	it('of sequences; a fit reads the rows of the training windows and no others', () => {
		const pipeline = forecast({ encode: [{ encoder: 'MinMaxScaler' }], window: { size: 2, shift: 2 } });
		const { staged, x } = prepared(pipeline, [6, 3, 1], Uint32Array.of(0));
		expect([...rowsOf(staged, Uint32Array.of(0))]).toEqual([0, 1, 2, 3, 4, 5]);
		expect(x.shape).toEqual([2, 2, 3, 1]);
		expect([x.x[0], x.x[5]]).toEqual([0, 1]);
	});

	it('and rows between them are not looked at', () => {
		const pipeline = forecast({ window: { size: 1, shift: 3 } });
		const table = counted([10, 1]);
		const gaps: Table = {
			...table,
			columns: table.columns.map((column) => ({
				...column,
				dtype: 'float64',
				values: Float64Array.from({ length: 10 }, (_, i) => (i % 3 === 0 ? i : NaN)),
			})),
		};
		const stage = stagePipeline(new Map([[ID, gaps]]), pipeline);
		const fitted = fitPipeline(
			partsOf(stage, {
				train: trainingRows(Uint32Array.of(0)),
				validation: new Uint32Array(),
				test: new Uint32Array(),
			}),
			ID,
		);
		const [staged, own, input] = [stage.inputs[0], fitted.inputs[0], pipeline.inputs[0]];
		if (!staged || !own || !input) throw new Error('there is one input');
		const { x, next } = inputTensor(staged, own, input, Uint32Array.of(2, 0));
		expect([...x.x, ...(next?.x ?? [])]).toEqual([6, 0, 9, 3]);
		const tight = forecast({ window: { size: 2, shift: 3 } });
		const other = stagePipeline(new Map([[ID, gaps]]), tight);
		const refused = () => inputTensor(other.inputs[0] ?? staged, own, input, Uint32Array.of(0));
		expect(refused).toThrow('missing values');
	});

	it('WI-03: as many as the samples have room for', () => {
		const fits = (size: number) => () =>
			stagePipeline(new Map([[ID, counted([5, 4, 1])]]), forecast({ window: { size, shift: 1 } }));
		expect(fits(4)).not.toThrow();
		expect(fits(5)).toThrow('do not fit into 5 samples');
	});
});
