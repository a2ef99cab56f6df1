/**
 * The models "Train baseline" offers for tables, and how long they train. The numbers were chosen on the five data sets of
 * scripts/accept.ts together with the proposal rules; that script is the check when they are touched.
 */
import type { Architecture, Layer, Loss } from '../schema/architecture';
import type { Analysis } from '../schema/common';
import type { Trainer } from '../schema/experiment';

const LOSS: Record<Analysis, Loss> = {
	binary: 'binaryCrossentropy',
	'multi-class': 'categoricalCrossentropy',
	regression: 'meanSquaredError',
};

const dense = (units: number): Layer => ({ layer: 'dense', units, activation: 'relu' });
const dropout = (rate: number): Layer => ({ layer: 'dropout', rate });

/** "Linear", "Small net" and "Medium net" for this kind of target. */
export function presets(analysis: Analysis): Architecture[] {
	const net = (name: string, layers: Layer[], learningRate: number, weightDecay: number): Architecture => ({
		kind: 'architecture',
		name,
		analysis,
		layers: [...layers, { layer: 'output' }],
		loss: LOSS[analysis],
		optimizer: { optimizer: 'adam', learningRate, weightDecay },
	});
	return [
		net('Linear', [], 0.02, 0.01),
		net('Small net', [dense(32), dropout(0.2)], 0.005, 0.1),
		net(
			'Medium net',
			[dense(128), { layer: 'batchNorm' }, dropout(0.4), dense(64), dropout(0.3)],
			0.002,
			0.3,
		),
	];
}

/** What knows nothing of the inputs: the class shares of the training rows, or their mean. Every net must beat it. */
export function baseline(analysis: Analysis): Architecture {
	return {
		kind: 'architecture',
		name: analysis === 'regression' ? 'Mean' : 'Majority class',
		analysis,
		layers: [{ layer: 'constant' }],
		loss: LOSS[analysis],
		optimizer: { optimizer: 'adam', learningRate: 0.01, weightDecay: 0 },
	};
}

/** Batch size grows with the rows and epochs shrink, so that a step stays worth its cost and a fit stays short. */
export function defaultTrainer(rows: number): Trainer {
	const wished = rows / 100;
	const batchSize = Math.min(4096, Math.max(16, 2 ** Math.round(Math.log2(Math.max(1, wished)))));
	const epochs = Math.max(10, Math.min(200, Math.round(4_000_000 / Math.max(1, rows))));
	const patience = Math.max(3, Math.min(20, Math.round(epochs / 5)));
	return { epochs, batchSize, patience };
}
