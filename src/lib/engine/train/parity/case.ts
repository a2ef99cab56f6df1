/** What a case of the parity suite is made of; for tests and nothing else. */
import type { Shape } from '../../model/topology-layer';
import type { Architecture, Layer, Loss, OptimizerSpec } from '../../schema/architecture';

/** Recurrence and convolution add up long products in float32, and are allowed ten times the error. */
export type Family = 'dense' | 'shape' | 'join' | 'convolution' | 'pooling' | 'recurrent';

export interface Case {
	readonly name: string;
	readonly family: Family;
	/** Columns of a table, or the shape of one sample of each input. */
	readonly inputs: number | readonly Shape[];
	/** Without the output layer. */
	readonly layers: readonly Layer[];
	readonly loss: Loss;
	readonly settings?: Pick<Architecture, 'delta' | 'gamma' | 'labelSmoothing'>;
	readonly outputs: number;
	readonly rows: number;
	/** Inputs are whole numbers from 0 up to this, instead of normal. */
	readonly whole?: number;
	/** Rows weigh differently. */
	readonly weighted?: boolean;
	readonly optimizer?: Partial<OptimizerSpec>;
	/** Among the few that stand for all, where every net costs seconds. */
	readonly short: boolean;
}

/** The loss that goes with a number of outputs where a case is not about losses. */
const USUAL: readonly Loss[] = [
	'meanSquaredError',
	'binaryCrossentropy',
	'meanSquaredError',
	'categoricalCrossentropy',
];

type Values = Partial<Omit<Case, 'name' | 'family' | 'layers' | 'inputs'>>;

/** A case of a family over inputs; what is not given is small and plain. */
export const caseOf = (
	family: Family,
	name: string,
	inputs: Case['inputs'],
	layers: readonly Layer[],
	{ outputs = 3, ...values }: Values = {},
): Case => ({
	...{ family, name, inputs, layers, outputs, rows: 6, short: false },
	loss: USUAL[outputs] ?? 'categoricalCrossentropy',
	...values,
});
