/**
 * The compiled kernel with its memory. Memory only grows, to the largest program so far, and is used anew by every
 * program, so that a thousand models take no more than one.
 */
import { BenchtopError } from '../../errors/error';
import { codesOf, type Codes } from './codes';
import { KERNEL, KERNEL_ID, RELAXED_ID } from './kernel';

/** strict: every operation rounded as IEEE 754 says. relaxed: products and sums in one rounding where the processor can. */
export type Build = 'strict' | 'relaxed';

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

/** "strict 1a2b3c4d": which build, and what was compiled. Names what equal bytes hang on. */
export const buildName = (build: Build): string =>
	build === 'strict' ? `strict ${KERNEL_ID}` : `relaxed ${RELAXED_ID}`;

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** The compiled module; the relaxed one is loaded when first asked for. */
const binaryOf = async (build: Build): Promise<Uint8Array<ArrayBuffer>> =>
	bytesOf(build === 'strict' ? KERNEL : (await import('./kernel-relaxed')).KERNEL);

/** Whether this runtime has what the strict build needs. */
export const canRunKernel = (): boolean => WebAssembly.validate(bytesOf(KERNEL));

/** A module that does nothing but multiply and add in one rounding: (module (func (result v128) …)). */
const RELAXED_PROBE = Uint8Array.of(
	...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0],
	...[65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11],
);

/** Whether this runtime has relaxed SIMD, which the relaxed build needs. */
export const canRunRelaxed = (): boolean => canRunKernel() && WebAssembly.validate(RELAXED_PROBE);

export class Machine {
	readonly kernel: Kernel;
	readonly codes: Codes;
	/** Whether programs may leave zeros out, which gives the same bits sooner or later as the runtime likes. */
	lists = true;

	private constructor(instance: WebAssembly.Instance) {
		this.kernel = instance.exports as unknown as Kernel;
		this.codes = codesOf(instance.exports);
	}

	/** @throws CompileError where there is no SIMD, train.no-relaxed-simd where the relaxed build cannot run */
	static async create(build: Build = 'strict'): Promise<Machine> {
		if (build === 'relaxed' && !canRunRelaxed()) throw new BenchtopError('train.no-relaxed-simd', {});
		const { instance } = await WebAssembly.instantiate(await binaryOf(build), { env: { abort() {} } });
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
