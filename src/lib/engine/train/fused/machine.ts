/**
 * The compiled kernel with its memory. Memory only grows, to the largest program so far, and is used anew by every
 * program, so that a thousand models take no more than one.
 */
import { BenchtopError } from '../../errors/error';
import { KERNEL, KERNEL_ID } from './kernel';

/** Names of the kernel's exported constants that are written into programs. */
const CODES = [
	'END',
	'GATHER',
	'DENSE',
	'DENSE_RELU',
	'ACTIVATE',
	'DRAW',
	'SCALE',
	'NORM',
	'NORM_RUNNING',
	'LOSS',
	'DENSE_GRADIENT',
	'DENSE_BACK',
	'DENSE_BACK_RELU',
	'DEACTIVATE',
	'NORM_BACK',
	'ADAM',
	'DESCEND',
	'RESULTS',
	'LINEAR',
	'RELU',
	'TANH',
	'SIGMOID',
	'ELU',
	'GELU',
	'BINARY_CROSSENTROPY',
	'CATEGORICAL_CROSSENTROPY',
	'MEAN_SQUARED_ERROR',
	'MEAN_ABSOLUTE_ERROR',
	'RECORD',
	'VALUES',
	'LISTED',
] as const;
export type Code = (typeof CODES)[number];

/** The kernel's functions; addresses are bytes. See assembly/program.as. */
interface Kernel {
	readonly memory: WebAssembly.Memory;
	heap(): number;
	shuffle(order: number, rows: number, key0: number, key1: number): void;
	run(program: number, capacity: number, from: number, count: number): void;
	train(
		program: number,
		values: number,
		order: number,
		capacity: number,
		samples: number,
		size: number,
		from: number,
		count: number,
		adaptive: number,
	): void;
}

const PAGE = 65_536;
/** What a 32-bit memory may hold, less what the kernel itself keeps. */
const LIMIT = 4_290_000_000;

/** "strict 1a2b3c4d": which build, and what was compiled. */
export const BUILD = `strict ${KERNEL_ID}`;

const binary = (): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(KERNEL), (letter) => letter.charCodeAt(0));

/** Whether this runtime has what the kernel needs. */
export const canRunKernel = (): boolean => WebAssembly.validate(binary());

export class Machine {
	readonly kernel: Kernel;
	readonly codes: Readonly<Record<Code, number>>;
	/** Whether programs may leave zeros out, which gives the same bits sooner or later as the runtime likes. */
	lists = true;

	private constructor(instance: WebAssembly.Instance) {
		this.kernel = instance.exports as unknown as Kernel;
		this.codes = Object.fromEntries(
			CODES.map((code) => [code, Number((instance.exports[code] as WebAssembly.Global).value)]),
		) as Record<Code, number>;
	}

	/** @throws CompileError where there is no SIMD */
	static async create(): Promise<Machine> {
		const { instance } = await WebAssembly.instantiate(binary(), { env: { abort() {} } });
		return new Machine(instance);
	}

	/** First free byte. */
	get base(): number {
		return (this.kernel.heap() + 127) & ~127;
	}

	/** Bytes held. */
	get bytes(): number {
		return this.kernel.memory.buffer.byteLength;
	}

	/** Makes room up to a byte address; views taken before are stale. @throws train.memory */
	reserve(model: string, end: number): void {
		const missing = Math.ceil((end - this.bytes) / PAGE);
		if (missing <= 0) return;
		const refuse = () => new BenchtopError('train.memory', { model, megabytes: Math.ceil(end / 2 ** 20) });
		if (end > LIMIT) throw refuse();
		try {
			this.kernel.memory.grow(missing);
		} catch {
			throw refuse();
		}
	}

	/** Numbers at a byte address. */
	floats(at: number, count: number): Float32Array {
		return new Float32Array(this.kernel.memory.buffer, at, count);
	}

	words(at: number, count: number): Int32Array {
		return new Int32Array(this.kernel.memory.buffer, at, count);
	}

	doubles(at: number, count: number): Float64Array {
		return new Float64Array(this.kernel.memory.buffer, at, count);
	}
}
