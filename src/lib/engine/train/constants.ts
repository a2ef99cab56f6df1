/** Numbers every executor uses alike, stated because libraries differ in their defaults. */

/** Adam (Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019). */
export const BETA1 = 0.9;
export const BETA2 = 0.999;
/** Outside of the root, for every optimizer that divides by one; within it for Adadelta. */
export const ADAM_EPSILON = 1e-7;

/** Batch norm: added to the variance, and how much of the running statistics a full batch leaves standing. */
export const NORM_EPSILON = 1e-3;
export const NORM_MOMENTUM = 0.9;

/** GELU by its tanh form (Hendrycks & Gimpel 2016): √(2/π) and the cubic term. */
export const GELU_SCALE = 0.7978845608028654;
export const GELU_CUBIC = 0.044715;

/** SELU (Klambauer et al. 2017): selu(z) = scale · (z > 0 ? z : alpha · (eᶻ − 1)). */
export const SELU_SCALE = 1.0507009873554805;
export const SELU_ALPHA = 1.6732632423543772;

/** What leaky ReLU leaves of a negative number. */
export const LEAKY_SLOPE = 0.01;

/** The other optimizers' second moments: RMSprop and Adadelta keep this share, Adagrad begins at that. */
export const RMSPROP_KEPT = 0.9;
export const ADADELTA_KEPT = 0.95;
export const ADAGRAD_START = 0.1;

/** Share of a batch that its running statistics take over; a partial batch counts for its rows. */
export const normRate = (share: number): number => (1 - NORM_MOMENTUM) * share;
