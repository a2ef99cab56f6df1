/**
 * The models offered for sequences, pictures, windows and inputs of several kinds, and how long they train. They are
 * kept small: what is offered first has to end within a minute in a browser tab. Tables have theirs in presets.ts.
 */
import type { Layer, Loss } from '../schema/architecture';
import type { Analysis } from '../schema/common';
import type { Trainer } from '../schema/experiment';
import type { Preset } from './preset';
import { sizeOf, type Shape } from './topology-layer';

const LOSS: Record<Analysis, Loss> = {
	binary: 'binaryCrossentropy',
	'multi-class': 'categoricalCrossentropy',
	regression: 'meanSquaredError',
};

/** A flat net of more weights than this is not offered: its first layer alone would fill the memory. */
const FLAT_LIMIT = 4_000_000;

/** Pictures with a longer side than this are looked at in steps of two pixels. */
const LARGE = 64;

const dense = (units: number): Layer => ({ layer: 'dense', units, activation: 'relu' });
const dropout = (rate: number): Layer => ({ layer: 'dropout', rate });

const isPicture = (shape: Shape): boolean => shape.length === 3;
const isSequence = (shape: Shape): boolean => shape.length === 2;

/** Two convolutions over channels × height × width, each channel's mean at the end. */
function pictureLayers(shape: Shape): Layer[] {
	const [, height = 1, width = 1] = shape;
	const stride = Math.max(height, width) > LARGE ? 2 : 1;
	const conv = (filters: number, by: number): Layer => ({
		layer: 'conv2d',
		filters,
		kernel: 3,
		stride: by,
		padding: 'same',
		activation: 'relu',
	});
	const pool: Layer = { layer: 'maxPool2d', size: 2, padding: 'same' };
	return [conv(16, stride), pool, conv(32, 1), pool, { layer: 'globalAveragePool' }];
}

/** Two convolutions along steps × features. */
function convolutionLayers(): Layer[] {
	const conv = (filters: number): Layer => ({
		layer: 'conv1d',
		filters,
		kernel: 5,
		padding: 'same',
		activation: 'relu',
	});
	const pool: Layer = { layer: 'maxPool1d', size: 2, padding: 'same' };
	return [conv(16), pool, conv(32), { layer: 'globalAveragePool' }];
}

/** What one input is made into when several kinds stand side by side. */
function branch(shape: Shape): Layer[] {
	if (isPicture(shape)) return pictureLayers(shape);
	if (isSequence(shape)) return convolutionLayers();
	return shape.length > 1 ? [{ layer: 'flatten' }] : [];
}

/** Every input in a branch of its own, their results side by side. */
function branchedLayers(shapes: readonly Shape[]): Layer[] {
	const name = (at: number) => `input ${at + 1}`;
	const branches = shapes.flatMap((shape, at): Layer[] => {
		const layers = branch(shape);
		const input: Layer = { layer: 'input', input: at };
		const last = layers.pop();
		return last ? [input, ...layers, { ...last, name: name(at) } as Layer] : [{ ...input, name: name(at) }];
	});
	const others = shapes.slice(0, -1).map((_, at) => name(at));
	return [...branches, { layer: 'concatenate', with: others }, dense(32), dropout(0.2)];
}

/** Narrower and narrower to a few numbers, and back. */
function bottleneckLayers(size: number): Layer[] {
	const wide = Math.min(128, Math.max(4, Math.ceil(size / 2)));
	const narrow = Math.min(16, Math.max(2, Math.ceil(size / 8)));
	return [dense(wide), dense(narrow), dense(wide)];
}

/** What is known of the data when models are offered for it. */
export interface Offered {
	readonly analysis: Analysis;
	/** Shape of one sample of each input. */
	readonly shapes: readonly Shape[];
	/** Samples, all splits together. */
	readonly rows: number;
	readonly unsupervised?: 'forecast' | 'autoencoder' | undefined;
}

/** Convolutions and recurrence cost more per sample than rows of a table: fewer epochs, and larger batches. */
export function trainerOfSamples(rows: number): Trainer {
	const batchSize = Math.min(128, Math.max(8, 2 ** Math.round(Math.log2(Math.max(1, rows / 32)))));
	const epochs = Math.max(5, Math.min(40, Math.round(20_000 / Math.max(1, rows))));
	return { epochs, batchSize, patience: Math.max(3, Math.round(epochs / 4)) };
}

/** The models for anything but a plain table, simplest first. */
export function samplePresets({ analysis, shapes, rows, unsupervised }: Offered): Preset[] {
	const trainer = trainerOfSamples(rows);
	const net = (name: string, layers: Layer[], learningRate: number, weightDecay: number): Preset => ({
		architecture: {
			kind: 'architecture',
			name,
			analysis,
			layers: [...layers, { layer: 'output' }],
			loss: LOSS[analysis],
			optimizer: { optimizer: 'adam', learningRate, weightDecay },
		},
		trainer,
	});
	const [shape = []] = shapes;
	const size = shapes.reduce((sum, each) => sum + sizeOf(each), 0);
	const linear = net('Linear', [], 0.002, 0.1);
	const lstm = (units: number): Layer => ({ layer: 'lstm', units });
	const gru = (units: number): Layer => ({ layer: 'gru', units });
	if (unsupervised === 'autoencoder') return [net('Dense bottleneck', bottleneckLayers(size), 0.005, 0)];
	if (unsupervised === 'forecast')
		return [
			...(size * size <= FLAT_LIMIT ? [linear] : []),
			net('Dense', [dense(64), dropout(0.1)], 0.003, 0.01),
			...(shapes.length === 1 && isSequence(shape) ? [net('GRU', [gru(32)], 0.01, 0)] : []),
		];
	if (shapes.length > 1) return [linear, net('One branch per input', branchedLayers(shapes), 0.005, 0.01)];
	if (isPicture(shape))
		return [linear, net('Small convolutional net', [...pictureLayers(shape), dropout(0.2)], 0.005, 0.01)];
	if (isSequence(shape))
		return [
			linear,
			net('1-D convolution', [...convolutionLayers(), dropout(0.2)], 0.005, 0.01),
			net('GRU', [gru(16)], 0.01, 0),
			net('Small LSTM', [lstm(16)], 0.01, 0),
		];
	return [linear, net('Dense', [dense(64), dropout(0.2)], 0.003, 0.1)];
}
