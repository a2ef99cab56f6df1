/** Probabilities and the numbers a net gives for them: the logistic function and its inverse. */

/** 1 / (1 + e⁻ˣ). */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** ln(p / (1 − p)) for 0 ≤ p ≤ 1, infinite at the ends. */
export const logit = (p: number): number => Math.log(p / (1 - p));
