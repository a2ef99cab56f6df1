/**
 * The compiled kernel of recurrent layers with its memory, one per thread, made when first asked for. A pass lays out
 * its arrays in that memory and stays there until its way back; when another pass begins before, it moves out and comes
 * back later. So memory is as large as the largest pass, and no pass has to be ended.
 */
import { BenchtopError } from '../../errors/error';
import { KERNEL } from './kernel';

/** `wide` is the width padded to a multiple of 4. */
type Forward = (
	rows: number,
	steps: number,
	width: number,
	wide: number,
	backward: boolean,
	gates: number,
	recurrent: number,
	bias: number,
	states: number,
	cells: number,
	kept: number,
) => void;
type Back = (
	rows: number,
	steps: number,
	wide: number,
	backward: boolean,
	gates: number,
	transposed: number,
	dStates: number,
	states: number,
	cells: number,
	kept: number,
	extra: number,
) => void;

/** The kernel's functions; addresses are bytes. See assembly/. */
export interface Kernel {
	readonly memory: WebAssembly.Memory;
	heap(): number;
	product(
		a: number,
		pitch: number,
		b: number,
		bias: number,
		c: number,
		rows: number,
		k: number,
		n: number,
	): void;
	outer(a: number, pitch: number, d: number, g: number, rows: number, k: number, n: number): void;
	columnSums(d: number, g: number, rows: number, n: number): void;
	readonly lstm: Forward;
	readonly lstmBack: Back;
	readonly gru: Forward;
	readonly gruBack: Back;
	readonly simpleRnn: Forward;
	readonly simpleRnnBack: Back;
}

const PAGE = 65_536;
/** Numbers that may be read behind an array. */
const BEHIND = 4;

/** A pass that lies in the memory, or has moved out of it. */
export class Tenant {
	moved: Float32Array | null = null;
	/** First byte behind what it has. */
	end = 0;

	/** @param name for errors */
	constructor(readonly name: string) {}
}

export class Machine {
	readonly kernel: Kernel;
	readonly #base: number;
	#tenant: Tenant | null = null;

	constructor(module: WebAssembly.Module) {
		const instance = new WebAssembly.Instance(module, { env: { abort() {} } });
		this.kernel = instance.exports as unknown as Kernel;
		this.#base = (this.kernel.heap() + 127) & ~127;
	}

	/** Gives the memory to a pass, with what it had when it moved out. */
	enter(tenant: Tenant): void {
		if (this.#tenant === tenant) return;
		const before = this.#tenant;
		if (before) before.moved = this.floats(this.#base, (before.end - this.#base) / 4).slice();
		this.#tenant = tenant;
		if (tenant.moved) this.floats(this.#base, tenant.moved.length).set(tenant.moved);
		else tenant.end = this.#base;
		tenant.moved = null;
	}

	/** What the pass has is needed no more. */
	leave(tenant: Tenant): void {
		if (this.#tenant === tenant) this.#tenant = null;
	}

	/** Room for numbers, behind what the pass has; it holds what was there before. @throws train.memory */
	take(tenant: Tenant, count: number): number {
		const at = tenant.end;
		tenant.end = Math.ceil((at + 4 * count) / 16) * 16;
		const missing = tenant.end + 4 * BEHIND - this.kernel.memory.buffer.byteLength;
		try {
			if (missing > 0) this.kernel.memory.grow(Math.ceil(missing / PAGE));
		} catch {
			const megabytes = Math.ceil((at + 4 * count) / 2 ** 20);
			throw new BenchtopError('train.memory', { model: tenant.name, megabytes });
		}
		return at;
	}

	/** Numbers at an address; stale after room was taken. */
	floats(at: number, count: number): Float32Array {
		return new Float32Array(this.kernel.memory.buffer, at, count);
	}
}

let shared: Machine | null | undefined;

/** The machine of this thread; null where the runtime has no SIMD. */
export function machine(): Machine | null {
	if (shared !== undefined) return shared;
	const binary = Uint8Array.from(atob(KERNEL), (letter) => letter.charCodeAt(0));
	shared = WebAssembly.validate(binary) ? new Machine(new WebAssembly.Module(binary)) : null;
	return shared;
}
