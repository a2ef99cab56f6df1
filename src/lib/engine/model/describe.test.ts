import { describe, expect, it } from 'vitest';
import type { Architecture } from '../schema/architecture';
import { trainingBytes } from './cost';
import { describeModel } from './describe';
import { baseline } from './presets';
import { topologyOf } from './topology';

const model = (layers: Architecture['layers'], extra: Partial<Architecture> = {}): Architecture => ({
	kind: 'architecture',
	name: 'Net',
	analysis: 'multi-class',
	layers,
	loss: 'categoricalCrossentropy',
	optimizer: { optimizer: 'adam', learningRate: 0.01, weightDecay: 0 },
	...extra,
});
const shapes = (table: ReturnType<typeof describeModel>) => table.layers.map((row) => row?.shape ?? null);

const convolutional = model([
	{ layer: 'conv2d', filters: 8, kernel: 3, padding: 'same', activation: 'relu' },
	{ layer: 'maxPool2d', size: 2 },
	{ layer: 'flatten' },
	{ layer: 'dense', units: 4, activation: 'relu' },
	{ layer: 'output' },
]);

describe('the table of a model', () => {
	it('has shape, weights and work of every layer', () => {
		const table = describeModel(convolutional, [[3, 12, 10]], 2);
		expect(shapes(table)).toEqual([[8, 12, 10], [8, 6, 5], [240], [4], [2]]);
		expect(table.layers.map((row) => row?.parameters)).toEqual([224, 0, 0, 964, 10]);
		expect(table.layers.map((row) => row?.multiplyAdds)).toEqual([25_920, 0, 0, 960, 8]);
		expect(table.refusal).toBeNull();
		expect(table.parameters).toBe(topologyOf(convolutional, [[3, 12, 10]], 2).parameters);
		expect(table.values).toBe(360 + 960 + 240 + 240 + 4 + 2);
		expect(table.inputs).toEqual([[3, 12, 10]]);
	});

	it('counts both directions and all gates of a recurrence', () => {
		const net = model([{ layer: 'lstm', units: 5, bidirectional: true }, { layer: 'output' }]);
		const [row] = describeModel(net, [[7, 3]], 2).layers;
		expect(row).toEqual({ shape: [10], parameters: 2 * 4 * 5 * (3 + 5 + 1), multiplyAdds: 2 * 7 * 8 * 20 });
	});

	it('goes as far as the layer that is refused, and says which', () => {
		const layers = convolutional.layers.toSpliced(1, 1, { layer: 'maxPool2d', size: 20 });
		const table = describeModel({ ...convolutional, layers }, [[3, 12, 10]], 2);
		expect(shapes(table)).toEqual([[8, 12, 10], null, null, null, null]);
		expect(table.refusal?.position).toBe(1);
		expect(table.refusal?.error.code).toBe('model.layer-setting');
		expect(table.parameters).toBe(224);
	});

	it('says what is wrong with the net as a whole without a layer', () => {
		const whole = (table: ReturnType<typeof describeModel>) => [
			table.refusal?.error.code,
			table.refusal?.position,
		];
		expect(whole(describeModel({ ...convolutional, loss: 'huber' }, [[3, 12, 10]], 2))).toEqual([
			'model.loss',
			null,
		]);
		const empty = describeModel(convolutional, [[0]], 2);
		expect(whole(empty)).toEqual(['model.no-inputs', null]);
		expect(shapes(empty)).toEqual([null, null, null, null, null]);
	});

	it('of the baseline has its shares alone', () => {
		const table = describeModel(baseline('multi-class'), [[4]], 3);
		expect(table.layers).toEqual([{ shape: [3], parameters: 3, multiplyAdds: 0 }]);
		expect(table.refusal).toBeNull();
	});

	it('tells what training holds: more with a larger batch and with an optimizer that remembers', () => {
		const of = { parameters: 100, values: 10 };
		expect(trainingBytes(of, 'sgd', 5)).toBe(4 * (300 + 100));
		expect(trainingBytes(of, 'adam', 5) - trainingBytes(of, 'sgd', 5)).toBe(4 * 200);
		expect(trainingBytes(of, 'sgd', 6) - trainingBytes(of, 'sgd', 5)).toBe(4 * 20);
	});
});
