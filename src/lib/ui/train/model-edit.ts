/** Edits of an architecture document, each a pure function, and the losses an analysis may be trained on. */
import type { Architecture, Layer, Loss } from '$lib/engine/schema/architecture';
import type { Analysis } from '$lib/engine/schema/common';

export const ACTIVATIONS = ['relu', 'tanh', 'sigmoid', 'elu', 'gelu', 'linear'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

export const LOSS_NAME: Record<Loss, string> = {
	binaryCrossentropy: 'Binary cross-entropy',
	categoricalCrossentropy: 'Categorical cross-entropy',
	meanSquaredError: 'Mean squared error',
	meanAbsoluteError: 'Mean absolute error',
	focal: 'Focal',
	hinge: 'Hinge',
	klDivergence: 'Kullback–Leibler divergence',
	huber: 'Huber',
	logCosh: 'Log-cosh',
	poisson: 'Poisson',
};

export function lossesFor(analysis: Analysis): Loss[] {
	if (analysis === 'regression') return ['meanSquaredError', 'meanAbsoluteError'];
	return [analysis === 'binary' ? 'binaryCrossentropy' : 'categoricalCrossentropy'];
}

const FRESH = {
	dense: { layer: 'dense', units: 32, activation: 'relu' },
	dropout: { layer: 'dropout', rate: 0.2 },
	batchNorm: { layer: 'batchNorm' },
} as const satisfies Record<string, Layer>;
export type Addable = keyof typeof FRESH;

/** Layers before the output, which always stays the last. */
export const hidden = ({ layers }: Architecture): Layer[] => layers.slice(0, -1);

const withHidden = (architecture: Architecture, layers: readonly Layer[]): Architecture => ({
	...architecture,
	layers: [...layers, ...architecture.layers.slice(-1)],
});

export const addLayer = (architecture: Architecture, kind: Addable): Architecture =>
	withHidden(architecture, [...hidden(architecture), FRESH[kind]]);

export const setLayer = (architecture: Architecture, index: number, layer: Layer): Architecture =>
	withHidden(
		architecture,
		hidden(architecture).map((each, i) => (i === index ? layer : each)),
	);

export const removeLayer = (architecture: Architecture, index: number): Architecture =>
	withHidden(
		architecture,
		hidden(architecture).filter((_, i) => i !== index),
	);

export function moveLayer(architecture: Architecture, index: number, by: -1 | 1): Architecture {
	const layers = hidden(architecture);
	const [layer] = layers.splice(index, 1);
	if (layer) layers.splice(index + by, 0, layer);
	return withHidden(architecture, layers);
}
