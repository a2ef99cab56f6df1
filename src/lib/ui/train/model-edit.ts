/** Edits of an architecture document, each a pure function: layers come, go, move, change and are joined by name. */
import type { Architecture, Layer, Loss, OptimizerSpec } from '$lib/engine/schema/architecture';
import { layerName } from './layer-words';

type Shape = readonly number[];

export const LOSS_NAME: Record<Loss, string> = {
	binaryCrossentropy: 'Binary cross-entropy',
	categoricalCrossentropy: 'Categorical cross-entropy',
	focal: 'Focal',
	hinge: 'Hinge',
	klDivergence: 'KL divergence',
	meanSquaredError: 'Mean squared error',
	meanAbsoluteError: 'Mean absolute error',
	huber: 'Huber',
	logCosh: 'Log-cosh',
	poisson: 'Poisson',
};

/** Layers before the output, which always stays the last. */
export const hidden = ({ layers }: Architecture): Layer[] => layers.slice(0, -1);

const withHidden = (architecture: Architecture, layers: readonly Layer[]): Architecture => ({
	...architecture,
	layers: [...layers, ...architecture.layers.slice(-1)],
});

export const setLayer = (architecture: Architecture, index: number, layer: Layer): Architecture => ({
	...architecture,
	layers: architecture.layers.map((each, i) => (i === index ? layer : each)),
});

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

/** The name a layer has, whose result others may take. */
export const nameOf = (layer: Layer | undefined): string | undefined =>
	layer && 'name' in layer ? layer.name : undefined;

/** A name nobody has: "dense 1". */
function freeName({ layers }: Architecture, index: number): string {
	const layer = layers[index];
	const wish = `${layer ? layerName(layer).toLowerCase() : 'layer'} ${index + 1}`;
	const taken = new Set(layers.map(nameOf));
	let name = wish;
	for (let again = 2; taken.has(name); again++) name = `${wish}.${again}`;
	return name;
}

/** The document in which the layer has a name, and that name. */
function named(architecture: Architecture, index: number): readonly [Architecture, string] {
	const layer = architecture.layers[index];
	const name = nameOf(layer) ?? freeName(architecture, index);
	if (!layer || nameOf(layer) === name) return [architecture, name];
	return [setLayer(architecture, index, { ...layer, name } as Layer), name];
}

/** Another name for a layer; whoever takes its result follows. Undefined takes the name off. */
export function renameLayer(
	architecture: Architecture,
	index: number,
	name: string | undefined,
): Architecture {
	const layer = architecture.layers[index];
	if (!layer) return architecture;
	const before = nameOf(layer);
	const { name: _, ...bare } = layer as Layer & { name?: string };
	const next = setLayer(architecture, index, (name === undefined ? bare : { ...bare, name }) as Layer);
	if (before === undefined || name === undefined) return next;
	const follow = (each: string) => (each === before ? name : each);
	return {
		...next,
		layers: next.layers.map((each) => ({
			...each,
			...('from' in each && each.from !== undefined ? { from: follow(each.from) } : {}),
			...('with' in each ? { with: each.with.map(follow) } : {}),
		})),
	};
}

/** Takes what the layer at `source` gives instead of the layer before; null goes back to that. Names the source. */
export function takeFrom(architecture: Architecture, index: number, source: number | null): Architecture {
	if (source === null) {
		const { from: _, ...bare } = architecture.layers[index] as Layer & { from?: string };
		return setLayer(architecture, index, bare as Layer);
	}
	const [next, from] = named(architecture, source);
	return setLayer(next, index, { ...next.layers[index], from } as Layer);
}

/** Joins a layer with what others give; names them. Nothing changes without any. */
export function joinWith(
	architecture: Architecture,
	index: number,
	sources: readonly number[],
): Architecture {
	if (!sources.length) return architecture;
	let next = architecture;
	const names = sources.map((source) => {
		const [after, name] = named(next, source);
		next = after;
		return name;
	});
	return setLayer(next, index, { ...next.layers[index], with: names } as Layer);
}

/** Positions of the named layers among those before. */
export const positionsOf = ({ layers }: Architecture, names: readonly string[]): number[] =>
	names.flatMap((name) => {
		const at = layers.findIndex((layer) => nameOf(layer) === name);
		return at < 0 ? [] : [at];
	});

/** A new layer as it suits what it is given: a reshape that holds as many numbers, a permutation of as many axes. */
function suited(fresh: Layer, given: Shape | null): Layer {
	if (!given) return fresh;
	if (fresh.layer === 'reshape')
		return {
			...fresh,
			shape: given.length > 1 ? [given.reduce((all, each) => all * each, 1)] : [...given, 1],
		};
	if (fresh.layer === 'permute')
		return {
			...fresh,
			axes: given.length > 1 ? [...given.keys()].map((axis) => (axis + 1) % given.length) : [0],
		};
	return fresh;
}

/**
 * A new layer before the output, or at `at`. A join takes the first layer that is not right before it.
 * @param given shape of what it will be given, where that is known
 */
export function addLayer(
	architecture: Architecture,
	fresh: Layer,
	given: Shape | null = null,
	at = architecture.layers.length - 1,
): Architecture {
	const layers = hidden(architecture);
	layers.splice(at, 0, suited(fresh, given));
	const next = withHidden(architecture, layers);
	return 'with' in fresh && at > 0 ? joinWith(next, at, [Math.max(0, at - 2)]) : next;
}

/** What every loss can be told besides the targets; anything else is left out of the document. */
export const isOfLoss = (key: 'delta' | 'gamma' | 'labelSmoothing', loss: Loss): boolean => {
	if (key === 'delta') return loss === 'huber';
	if (key === 'gamma') return loss === 'focal';
	return loss === 'binaryCrossentropy' || loss === 'categoricalCrossentropy' || loss === 'klDivergence';
};

export function withLoss(architecture: Architecture, loss: Loss): Architecture {
	const { delta, gamma, labelSmoothing, ...rest } = architecture;
	const settings = Object.entries({ delta, gamma, labelSmoothing }).filter(
		([key, value]) => value !== undefined && isOfLoss(key as 'delta', loss),
	);
	return { ...rest, loss, ...Object.fromEntries(settings) };
}

export const hasMomentum = (optimizer: OptimizerSpec['optimizer']): boolean =>
	optimizer === 'momentum' || optimizer === 'nesterov';

/** The optimizer with a setting, or without it; momentum goes where there is none. */
export function withOptimizer(
	architecture: Architecture,
	change: Readonly<Record<string, unknown>>,
): Architecture {
	const entries = Object.entries({ ...architecture.optimizer, ...change }).filter(
		([, value]) => value !== undefined,
	);
	const optimizer = Object.fromEntries(entries) as unknown as OptimizerSpec;
	const { momentum, ...rest } = optimizer;
	const kept = momentum !== undefined && hasMomentum(optimizer.optimizer) ? { momentum } : {};
	return { ...architecture, optimizer: { ...rest, ...kept } };
}
