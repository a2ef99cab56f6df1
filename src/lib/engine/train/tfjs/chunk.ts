/** How much is held at once. */

/** Numbers of one intermediate of an evaluation, or of a convolution's patches: 16 MB. */
export const CHUNK = 4_194_304;

/** Rows of one evaluation: more are beyond what a graphics device counts along one axis. */
export const MOST_ROWS = 32_768;
