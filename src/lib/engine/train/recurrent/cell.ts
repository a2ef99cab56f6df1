/**
 * What the cells of recurrent layers have in common: they walk over the steps of a whole batch, given the products of
 * the inputs, which need no order, and give the state after every step. Arrays lie step by step (steps × rows × units);
 * a cell that walks backward begins at the last step, and everything stays where its step is.
 */
import type { Cell, LayerOfKind } from '../../model/topology-layer';
import type { Orders } from './order';

export type Recurrent = Pick<
	LayerOfKind<'recurrent'>,
	'cell' | 'inputs' | 'width' | 'steps' | 'returnSequences' | 'bidirectional'
>;

export interface Passed {
	/** rows × units of the layer. */
	readonly y: Float32Array;
	/**
	 * To be called once, since it writes over what was kept.
	 * @param dy rows × units @returns rows × (steps × inputs) where wanted, and gradients in the order of the weights
	 */
	back(dy: Float32Array, wanted: boolean): { dx: Float32Array | null; gradients: Float32Array[] };
}

export interface Walk {
	readonly rows: number;
	readonly steps: number;
	readonly width: number;
	readonly backward: boolean;
}

export interface Walked {
	/** (steps + 1) × rows × width: the states, and the zeros the walk began with at its end. */
	readonly states: Float32Array;
	/**
	 * The way back, once: it writes over what was kept and over `dStates`, which is dLoss/dState of every step
	 * (steps × rows × width) by what used that state outside of the cell.
	 * @returns dLoss by the products of the inputs and by those of the states, both steps × rows × gates · width
	 */
	back(dStates: Float32Array): { readonly inputs: Float32Array; readonly states: Float32Array };
}

/**
 * @param products x · kernel + bias, steps × rows × gates · width; the cell writes over it.
 * @param recurrent [width, gates · width]
 * @param bias of the products of the states; the GRU's alone
 */
export type Walker = (
	walk: Walk,
	products: Float32Array,
	recurrent: Float32Array,
	bias: Float32Array,
) => Walked;

/** How many times its width a cell's kernels have as columns. */
export const GATES: Readonly<Record<Cell, number>> = { lstm: 4, gru: 3, simpleRnn: 1 };

/** The step that is walked as the n-th, from 0. */
export const stepAt = ({ steps, backward }: Walk, n: number): number => (backward ? steps - 1 - n : n);

/** Numbers of one row of the layer's result. */
export const unitsOf = ({ width, steps, returnSequences, bidirectional }: Recurrent): number =>
	(returnSequences ? steps : 1) * (bidirectional ? 2 : 1) * width;

/** Where the state before a step stands among `states`. */
export const before = ({ backward }: Walk, step: number): number => (backward ? step + 1 : step);

/** Where the state after a step stands among `states`. */
export const after = ({ backward }: Walk, step: number): number => (backward ? step : step + 1);

/** The step whose state a layer without sequences gives. */
export const lastOf = ({ steps, backward }: Walk): number => (backward ? 0 : steps - 1);

/** Forward, and backward where a layer has both. */
export const waysOf = (
	{ steps, width, bidirectional }: { steps: number; width: number; bidirectional: boolean },
	rows: number,
): Walk[] => (bidirectional ? [false, true] : [false]).map((backward) => ({ rows, steps, width, backward }));

/**
 * How a walk's states become the layer's result.
 * @param pitch numbers of one state as it lies by step. @param first the block that belongs to step 0
 */
export function resultOrders(layer: Recurrent, walk: Walk, pitch: number, first: number): Orders {
	const { width, returnSequences, bidirectional } = layer;
	const { rows, steps, backward } = walk;
	const block = first + (returnSequences ? 0 : lastOf(walk));
	return {
		...{ rows, steps: returnSequences ? steps : 1, units: width, from: block * rows * pitch, pitch },
		...{ stride: bidirectional ? 2 * width : width, column: backward ? width : 0 },
	};
}
