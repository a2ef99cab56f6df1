/**
 * The twelve nets of the acceptance matrix (tests/acceptance holds their data and pipelines, docs/matrix.md what they
 * reach), offered wherever their analysis and kind of data fit. Layers, optimizer, batch size and epochs are those of
 * the reference; learning rates and initial weights it leaves open were chosen here.
 */
import type { Activation, Architecture, Layer, Loss, OptimizerSpec } from '../schema/architecture';
import type { Trainer } from '../schema/experiment';
import type { Preset } from './preset';
import type { Offered } from './presets-samples';
import { sizeOf, type Shape } from './topology-layer';

type Optimizer = OptimizerSpec['optimizer'];

const dense = (units: number, activation: Activation, more: object = {}): Layer => ({
	layer: 'dense',
	units,
	activation,
	...more,
});
const dropout = (rate: number): Layer => ({ layer: 'dropout', rate });
const output: Layer = { layer: 'output' };
const conv = (filters: number, more: object = {}): Layer => ({
	layer: 'conv1d',
	filters,
	kernel: 3,
	padding: 'same',
	activation: 'relu',
	...more,
});
/** Keras' own; pixels up to 255 need weights no larger. */
const small = { initializer: 'glorotUniform' };
const halve: Layer = { layer: 'maxPool1d', size: 2 };
const halveUp: Layer = { layer: 'maxPool1d', size: 2, padding: 'same' };
const double: Layer = { layer: 'upSampling1d', size: 2 };
/** Batch norm stands between the product and the rectifier. */
const normed = (units: number): Layer[] => [
	dense(units, 'linear'),
	{ layer: 'batchNorm' },
	{ layer: 'activation', activation: 'relu' },
];

interface Net {
	readonly name: string;
	readonly analysis: Architecture['analysis'];
	readonly fits: (data: Offered) => boolean;
	readonly layers: (shape: Shape) => Layer[];
	readonly loss: Loss;
	readonly optimizer: Optimizer;
	readonly learningRate: number;
	readonly trainer: Omit<Trainer, 'patience'>;
}

const isLabelled = ({ unsupervised }: Offered) => unsupervised === undefined;
const isForecast = ({ unsupervised }: Offered) => unsupervised === 'forecast';
const hasAxes = ({ shapes }: Offered, axes: number) => shapes.length === 1 && shapes[0]?.length === axes;
const isTable = (data: Offered) => isLabelled(data) && hasAxes(data, 1);
const isSeries = (data: Offered) => isLabelled(data) && hasAxes(data, 2);
/** A gray picture without its axis of channels: rows × columns, read as steps × features. */
const isGray = (data: Offered) => isSeries(data) && isWide(data, 128);
const isWide = ({ shapes }: Offered, most: number) =>
	shapes.every(([, columns = 0]) => columns >= 16 && columns <= most);
/** Numbers of one window that a dense layer gives back whole. */
const WINDOW = 1024;
/** Halved three times and doubled three times, two steps cut on the way, gives the number of steps again. */
const isFrame = (data: Offered) =>
	isForecast(data) && hasAxes(data, 2) && isWide(data, 4096) && (data.shapes[0]?.[0] ?? 0) % 8 === 4;

const rate = { adamax: 0.01, rmsprop: 0.01 } as const;

/** In the order of the matrix. */
const NETS: readonly Net[] = [
	{
		name: 'tf_multi_tab',
		analysis: 'multi-class',
		fits: isTable,
		layers: () => [dense(9, 'relu', { initializer: 'heUniform' }), dropout(0.2), output],
		loss: 'categoricalCrossentropy',
		optimizer: 'adamax',
		learningRate: 0.05,
		trainer: { epochs: 10, batchSize: 3 },
	},
	{
		name: 'tf_bin_tab',
		analysis: 'binary',
		fits: isTable,
		layers: () => [dense(15, 'relu'), dropout(0.3), output],
		loss: 'binaryCrossentropy',
		optimizer: 'adamax',
		learningRate: rate.adamax,
		trainer: { epochs: 15, batchSize: 3 },
	},
	{
		name: 'tf_reg_tab',
		analysis: 'regression',
		fits: isTable,
		layers: () => [dense(24, 'relu'), dropout(0.15), dense(24, 'relu'), output],
		loss: 'meanAbsoluteError',
		optimizer: 'rmsprop',
		learningRate: rate.rmsprop,
		trainer: { epochs: 10, batchSize: 3 },
	},
	{
		name: 'tf_bin_seq',
		analysis: 'binary',
		fits: isSeries,
		layers: () => [{ layer: 'lstm', units: 18 }, output],
		loss: 'binaryCrossentropy',
		optimizer: 'adamax',
		learningRate: rate.adamax,
		trainer: { epochs: 5, batchSize: 8 },
	},
	{
		name: 'tf_bin_img',
		analysis: 'binary',
		fits: isGray,
		layers: () => [
			...[conv(128, small), halve, dropout(0.4), conv(256, small), halve, dropout(0.4)],
			{ layer: 'flatten' },
			...[dense(24, 'relu', small), dropout(0.2), dense(9, 'relu', small), output],
		],
		loss: 'binaryCrossentropy',
		optimizer: 'adam',
		learningRate: 0.001,
		trainer: {
			epochs: 10,
			batchSize: 8,
			stop: [
				{ monitor: 'train.accuracy', cutoff: 0.7, direction: 'above' },
				{ monitor: 'validation.accuracy', cutoff: 0.7, direction: 'above' },
				{ monitor: 'train.loss', cutoff: 0.5, direction: 'below' },
				{ monitor: 'validation.loss', cutoff: 0.5, direction: 'below' },
			],
		},
	},
	{
		name: 'tf_fore_tab',
		analysis: 'regression',
		fits: (data) => isForecast(data) && hasAxes(data, 2) && sizeOf(data.shapes[0] ?? []) <= WINDOW,
		layers: (shape) => [
			{ layer: 'gru', units: 8 },
			dense(sizeOf(shape), 'relu'),
			dropout(0.3),
			dense(sizeOf(shape), 'tanh'),
			{ layer: 'reshape', shape: [...shape] },
			{ layer: 'output', dense: false },
		],
		loss: 'meanAbsoluteError',
		optimizer: 'adamax',
		learningRate: rate.adamax,
		trainer: { epochs: 12, batchSize: 8 },
	},
	{
		name: 'tf_fore_img',
		analysis: 'regression',
		fits: isFrame,
		layers: ([, columns = 1]) => [
			...[conv(192), halveUp, conv(96), halveUp, conv(48), halveUp],
			...[conv(48), double, conv(96), double, conv(192, { padding: 'valid' }), double],
			...[
				conv(columns, { activation: 'linear', initializer: 'zeros' }),
				{ layer: 'output', dense: false } as const,
			],
		],
		loss: 'meanSquaredError',
		optimizer: 'adamax',
		learningRate: 0.003,
		trainer: { epochs: 12, batchSize: 3 },
	},
	{
		name: 'torch_multi_tab',
		analysis: 'multi-class',
		fits: isTable,
		layers: () => [...normed(12), dropout(0.5), output],
		loss: 'categoricalCrossentropy',
		optimizer: 'adamax',
		learningRate: rate.adamax,
		trainer: { epochs: 10, batchSize: 5 },
	},
	{
		name: 'torch_bin_tab',
		analysis: 'binary',
		fits: isTable,
		layers: () => [...normed(12), dropout(0.5), output],
		loss: 'binaryCrossentropy',
		optimizer: 'adamax',
		learningRate: rate.adamax,
		trainer: { epochs: 10, batchSize: 5 },
	},
	...(['meanAbsoluteError', 'meanSquaredError'] as const).map((loss): Net => ({
		name: `torch_reg_tab ${loss === 'meanAbsoluteError' ? 'MAE' : 'MSE'}`,
		analysis: 'regression',
		fits: isTable,
		layers: () => [...normed(22), dropout(0.4), ...normed(22), dropout(0.4), output],
		loss,
		optimizer: 'adamax',
		learningRate: 0.03,
		trainer: { epochs: 10, batchSize: 5 },
	})),
	{
		name: 'torch_bin_seq',
		analysis: 'binary',
		fits: isSeries,
		layers: () => [{ layer: 'lstm', units: 10 }, output],
		loss: 'binaryCrossentropy',
		optimizer: 'adamax',
		learningRate: rate.adamax,
		trainer: { epochs: 5, batchSize: 8 },
	},
	{
		name: 'torch_bin_img',
		analysis: 'binary',
		fits: isGray,
		layers: ([, columns = 1]) => [
			{ layer: 'permute', axes: [1, 0] },
			...[conv(56), halve, dropout(0.4), conv(128), halve, dropout(0.4), { layer: 'flatten' } as const],
			...normed(128 * Math.floor(columns / 4)),
			output,
		],
		loss: 'binaryCrossentropy',
		optimizer: 'adamax',
		learningRate: 0.001,
		trainer: { epochs: 10, batchSize: 5 },
	},
];

/** The nets of the matrix that fit this kind of data, sized for it. */
export function referencePresets(data: Offered): Preset[] {
	const shape = data.shapes[0] ?? [];
	return NETS.filter(({ analysis, fits }) => analysis === data.analysis && fits(data)).map(
		({ name, analysis, layers, loss, optimizer, learningRate, trainer }): Preset => ({
			architecture: {
				kind: 'architecture',
				name,
				analysis,
				layers: layers(shape),
				loss,
				optimizer: { optimizer, learningRate, weightDecay: 0 },
			},
			trainer: { ...trainer, patience: null },
		}),
	);
}
