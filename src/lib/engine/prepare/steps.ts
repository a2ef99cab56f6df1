/** The registry: every step a document may name. A new step is a file of its own and one line here. */
import type { EncodeStep, ImputeStep } from '../schema/pipeline';
import { minMaxScaler } from './min-max-scaler';
import { oneHotEncoder } from './one-hot-encoder';
import { ordinalEncoder } from './ordinal-encoder';
import { powerTransformer } from './power-transformer';
import { robustScaler } from './robust-scaler';
import { constantImputer, meanImputer, medianImputer, mostFrequentImputer } from './simple-imputers';
import { standardScaler } from './standard-scaler';
import type { Step } from './step';

type Encoders = { [K in EncodeStep['encoder']]: Step<Extract<EncodeStep, { encoder: K }>> };
type Imputers = { [K in ImputeStep['imputer']]: Step<Extract<ImputeStep, { imputer: K }>> };

const ENCODERS: Encoders = {
	StandardScaler: standardScaler,
	MinMaxScaler: minMaxScaler,
	RobustScaler: robustScaler,
	PowerTransformer: powerTransformer,
	OneHotEncoder: oneHotEncoder,
	OrdinalEncoder: ordinalEncoder,
};

const IMPUTERS: Imputers = {
	mean: meanImputer,
	median: medianImputer,
	mostFrequent: mostFrequentImputer,
	constant: constantImputer,
};

/** The encoder of a document's step. */
export const encoderOf = (step: EncodeStep): Step<EncodeStep> => ENCODERS[step.encoder];
/** The imputer of a document's step. */
export const imputerOf = (step: ImputeStep): Step<ImputeStep> => IMPUTERS[step.imputer];

/** Encoders whose output is a class, not a quantity. */
export const isCategorical = (step: EncodeStep): boolean => encoderOf(step).scope === 'vocabulary';

/** Whether the step reads every row when it is fitted (its vocabulary), or training rows only. */
export const readsAllRows = (step: EncodeStep): boolean => 'vocabulary' in step && step.vocabulary === 'all';
