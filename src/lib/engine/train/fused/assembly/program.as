// The kernel's entry: runs flat programs of operations over one model in linear memory. A program is a list of records
// of RECORD words, the first an operation's code, the others addresses, sizes and constants as named beside each code;
// the host lays out memory and writes the records (plan.ts), this file follows them. Whole epochs run in one call.
import { P, PANEL, address, at, least, padded, real, word } from './simd';
import { backward, backwardMasked, columnSums, forward, forwardRectified, kernelGradient, transpose } from './product';
import { activate, deactivate } from './activation';
import { isSparse, sparseBackwardMasked, sparseForward, sparseForwardRectified, sparseKernelGradient } from './sparse';
export { LISTED } from './sparse';
import { draw, scale } from './dropout';
import { lossGradient, weigh } from './loss';
import { denormalise, normalise, normaliseRunning } from './norm';
import { adam, descend, update } from './optimizer';
import { clip, clipNorm, penalise } from './gradient';
export { shuffle } from './shuffle';
export { LINEAR, RELU, TANH, SIGMOID, ELU, GELU, LEAKY_RELU, SELU, HARD_SIGMOID, SOFTPLUS, SWISH, SOFTMAX } from './activation';
export { BINARY_CROSSENTROPY, CATEGORICAL_CROSSENTROPY, MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, HUBER, LOG_COSH, POISSON } from './loss';
export { BINARY_HINGE, BINARY_FOCAL, SMOOTH_CROSSENTROPY, CATEGORICAL_HINGE, CATEGORICAL_FOCAL } from './loss';
export { MOMENTUM, NESTEROV, RMSPROP, ADAGRAD, ADADELTA, ADAMAX } from './optimizer';

/** Words of a record. */
export const RECORD: i32 = 12;

export const END: i32 = 0;
/** to, from, columns */
export const GATHER: i32 = 1;
/** inputs, kernel, bias or zero, outputs, K, N, lists: zero where the inputs are not expected to hold zeros */
export const DENSE: i32 = 2;
/** as DENSE */
export const DENSE_RELU: i32 = 3;
/** kind, z, y, N */
export const ACTIVATE: i32 = 4;
/** mask, first, second, last, kept, N */
export const DRAW: i32 = 5;
/** x, mask, y, N */
export const SCALE: i32 = 6;
/** x, normal, y, inverse, scale, shift, mean, variance, N */
export const NORM: i32 = 7;
/** x, scale, shift, mean, variance, N */
export const NORM_RUNNING: i32 = 8;
/** kind, z, d, labels, N, setting */
export const LOSS: i32 = 9;
/** inputs, d, kernel gradient, bias gradient or zero, K, N, lists */
export const DENSE_GRADIENT: i32 = 10;
/** d, kernel, transposed, dx, K, N */
export const DENSE_BACK: i32 = 11;
/** d, kernel, transposed, dx, K, N, rectified outputs of the layer before, lists */
export const DENSE_BACK_RELU: i32 = 12;
/** kind, d, y, N */
export const DEACTIVATE: i32 = 13;
/** d, normal, inverse, scale, scale gradient, shift gradient, wanted, N */
export const NORM_BACK: i32 = 14;
/** weights, first moment, second moment, gradient, n, decayed */
export const ADAM: i32 = 15;
/** weights, gradient, n, decayed */
export const DESCEND: i32 = 16;
/** z, results, N */
export const RESULTS: i32 = 17;
/** d, weights of rows, N */
export const WEIGH: i32 = 18;
/** weights, gradient, n, l1, twice l2 */
export const PENALTY: i32 = 19;
/** gradient, n, most */
export const CLIP: i32 = 20;
/** gradient, n, most */
export const CLIP_NORM: i32 = 21;
/** kind, weights, first kept, second kept, gradient, n, decayed, momentum */
export const UPDATE: i32 = 22;

/** How the step size follows the number of steps: Adam's way, Adamax'. */
export const BY_ADAM: i32 = 1;
export const BY_ADAMAX: i32 = 2;

// What differs between models: a record of VALUES bytes.
/** Learning rate, then what a step leaves of a decayed weight, β₁ and β₂ to the number of steps taken: float64 each. */
const RATE: usize = 0, DECAY: usize = 8, POWER1: usize = 16, POWER2: usize = 24;
/** Steps taken: int32. */
const STEP: usize = 32;
export const VALUES: i32 = 48;

let order: P = 0, first = 0, stride = 0, rows = 0, drawing = true;
let share: f32 = 1, rate: f32 = 0, epsilon: f32 = 0, decay: f32 = 1, step: u32 = 0;

/** Rows `first` … of a row-major matrix, in the epoch's order or as they lie, into panels. */
function gather(to: P, from: P, columns: i32): void {
	const width = padded(columns);
	for (let i = 0; i < rows; i++) {
		const row = order ? load<i32>(order + (first + i << 2)) : first + i;
		const x = from + <usize>row * (width << 2);
		for (let p = 0; p < width; p += PANEL) {
			const w = least(PANEL, width - p), y = to + (p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) v128.store(y + (j << 2), at(x + (p + j << 2)));
		}
	}
}

/** Out of panels into rows of N numbers; the last store of a row spills into the next, which comes later. */
function results(z: P, to: P, N: i32): void {
	const Np = padded(N);
	for (let i = 0; i < rows; i++) for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p), x = z + (p * stride + i * w << 2), y = to + ((first + i) * N + p << 2);
		for (let j = 0; j < w; j += 4) v128.store(y + (j << 2), at(x + (j << 2)));
	}
}

// Lists of a record: addresses of places, values and counts, then the length of a list by rows and by columns. Evaluation
// and programs that give no lists are dense.
function sparseDense(o: P, rectified: bool): bool {
	const lists = address(o, 7), K = word(o, 5), N = word(o, 6), A = address(o, 1);
	if (!lists || !isSparse(A, stride, rows, K, N)) return false;
	const room = word(lists, 3);
	if (rectified) sparseForwardRectified(lists, room, A, address(o, 2), address(o, 3), address(o, 4), stride, rows, K, N);
	else sparseForward(lists, room, A, address(o, 2), address(o, 3), address(o, 4), stride, rows, K, N);
	return true;
}
function sparseGradient(o: P): bool {
	const lists = address(o, 7), K = word(o, 5), N = word(o, 6), A = address(o, 1);
	if (!lists || rows & 3 || !isSparse(A, stride, rows, K, N)) return false;
	sparseKernelGradient(lists, word(lists, 4), A, address(o, 2), address(o, 3), stride, rows, K, N);
	return true;
}
function sparseBack(o: P): bool {
	const lists = address(o, 8), K = word(o, 5), N = word(o, 6), D = address(o, 1);
	if (!lists || !isSparse(D, stride, rows, N, K)) return false;
	sparseBackwardMasked(lists, word(lists, 3), D, address(o, 3), address(o, 7), address(o, 4), stride, rows, K, N);
	return true;
}

/** Follows one program. */
function follow(program: P): void {
	for (let o = program; ; o += RECORD << 2) {
		switch (word(o, 0)) {
			case END: return;
			case GATHER: gather(address(o, 1), address(o, 2), word(o, 3)); break;
			case DENSE: if (!sparseDense(o, false)) forward(address(o, 1), address(o, 2), address(o, 3), address(o, 4), stride, rows, word(o, 5), word(o, 6)); break;
			case DENSE_RELU: if (!sparseDense(o, true)) forwardRectified(address(o, 1), address(o, 2), address(o, 3), address(o, 4), stride, rows, word(o, 5), word(o, 6)); break;
			case ACTIVATE: activate(word(o, 1), address(o, 2), address(o, 3), stride, rows, word(o, 4)); break;
			case DRAW: if (drawing) draw(address(o, 1), word(o, 2), word(o, 3), word(o, 4), real(o, 5), step, stride, rows, word(o, 6)); break;
			case SCALE: scale(address(o, 1), address(o, 2), address(o, 3), stride, rows, word(o, 4)); break;
			case NORM: normalise(address(o, 1), address(o, 2), address(o, 3), address(o, 4), address(o, 5), address(o, 6), address(o, 7), address(o, 8), <f32>0.1 * share, stride, rows, word(o, 9)); break;
			case NORM_RUNNING: normaliseRunning(address(o, 1), address(o, 2), address(o, 3), address(o, 4), address(o, 5), stride, rows, word(o, 6)); break;
			case LOSS: lossGradient(word(o, 1), address(o, 2), address(o, 3), address(o, 4), stride, rows, word(o, 5), real(o, 6)); break;
			case DENSE_GRADIENT: {
				if (!sparseGradient(o)) kernelGradient(address(o, 1), address(o, 2), address(o, 3), stride, rows, word(o, 5), word(o, 6));
				if (word(o, 4)) columnSums(address(o, 2), address(o, 4), stride, rows, word(o, 6));
				break;
			}
			case DENSE_BACK: {
				transpose(address(o, 2), address(o, 3), word(o, 5), word(o, 6));
				backward(address(o, 1), address(o, 3), address(o, 4), stride, rows, word(o, 5), word(o, 6));
				break;
			}
			case DENSE_BACK_RELU: {
				transpose(address(o, 2), address(o, 3), word(o, 5), word(o, 6));
				if (!sparseBack(o)) backwardMasked(address(o, 1), address(o, 3), address(o, 7), address(o, 4), stride, rows, word(o, 5), word(o, 6));
				break;
			}
			case DEACTIVATE: deactivate(word(o, 1), address(o, 2), address(o, 3), stride, rows, word(o, 4)); break;
			case NORM_BACK: denormalise(address(o, 1), address(o, 2), address(o, 3), address(o, 4), address(o, 5), address(o, 6), word(o, 7), stride, rows, word(o, 8)); break;
			case ADAM: adam(address(o, 1), address(o, 2), address(o, 3), address(o, 4), word(o, 5), rate, epsilon, word(o, 6) ? decay : 1); break;
			case DESCEND: descend(address(o, 1), address(o, 2), word(o, 3), rate, word(o, 4) ? decay : 1); break;
			case RESULTS: results(address(o, 1), address(o, 2), word(o, 3)); break;
			default: alter(o);
		}
	}
}

/** Operations that most programs do without. */
function alter(o: P): void {
	switch (word(o, 0)) {
		case WEIGH: weigh(address(o, 1), address(o, 2), stride, rows, word(o, 3)); break;
		case PENALTY: penalise(address(o, 1), address(o, 2), word(o, 3), real(o, 4), real(o, 5)); break;
		case CLIP: clip(address(o, 1), word(o, 2), real(o, 3)); break;
		case CLIP_NORM: clipNorm(address(o, 1), word(o, 2), real(o, 3)); break;
		case UPDATE: update(word(o, 1), address(o, 2), address(o, 3), address(o, 4), address(o, 5), word(o, 6), rate, real(o, 8), word(o, 7) ? decay : 1); break;
		default: unreachable();
	}
}

/** Rows from … from + count of the data through a program, as they lie, without drawing dropout. */
export function run(program: P, capacity: i32, from: i32, count: i32): void {
	order = 0; first = from; stride = capacity; rows = count; share = 1; drawing = false;
	follow(program);
}

/**
 * Steps from … from + count of an epoch over `samples` rows in batches of `size`, the last as small as it comes.
 * `adaptive` says how the step size follows the number of steps, or 0.
 */
export function train(program: P, values: P, ordered: P, capacity: i32, samples: i32, size: i32, from: i32, count: i32, adaptive: i32): void {
	let power1 = load<f64>(values + POWER1), power2 = load<f64>(values + POWER2);
	const learning = load<f64>(values + RATE);
	order = ordered; stride = capacity; drawing = true;
	step = load<u32>(values + STEP);
	decay = <f32>load<f64>(values + DECAY);
	rate = <f32>learning;
	for (let i = from; i < from + count; i++) {
		first = i * size;
		rows = least(size, samples - first);
		share = <f32>rows / <f32>size;
		if (adaptive) {
			power1 *= 0.9; power2 *= 0.999;
			// Neither changes a thing any more, and as denormal numbers they would be slow.
			if (power1 < 1e-30) power1 = 0;
			if (power2 < 1e-30) power2 = 0;
			const lift = adaptive == BY_ADAM ? sqrt<f64>(1 - power2) : 1;
			rate = <f32>(learning * lift / (1 - power1));
			epsilon = <f32>(1e-7 * lift);
		}
		follow(program);
		step++;
	}
	store<f64>(values + POWER1, power1);
	store<f64>(values + POWER2, power2);
	store<u32>(values + STEP, step);
}

/** First byte that the kernel itself does not use. */
export function heap(): P { return __heap_base; }
