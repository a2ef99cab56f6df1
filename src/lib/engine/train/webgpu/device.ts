/**
 * A WebGPU device as the executor uses it: compiled kernels that are kept, buffers that are counted, and trouble that is
 * heard. What fails on the device is told as an event that nobody awaits, or by losing it; whoever waits here is told.
 */
import { BenchtopError } from '../../errors/error';

/** Bits of the WebGPU specification; the globals with their names are not everywhere where its types are. */
export const USAGE = { read: 1, copyFrom: 4, copyTo: 8, uniform: 64, storage: 128 } as const;
const MAP_READ = 1;
const COMPUTE = 4;

/** What a kernel binds at each number; null binds nothing there. */
export type Bindings = readonly ('uniform' | 'read-only-storage' | 'storage' | null)[];

export interface Kernel {
	readonly pipeline: GPUComputePipeline;
	readonly layout: GPUBindGroupLayout;
}

/** Buffers of one piece of work, destroyed together. */
export interface Buffers {
	make(bytes: number, usage: number): GPUBuffer;
	/** A buffer with these numbers in it. */
	with(values: Float32Array | Uint32Array, usage: number): GPUBuffer;
	/** Throws where the device had no room for them or refused one. @throws train.device */
	settle(): Promise<void>;
	destroy(): void;
}

const ROOM = 'it has no room for more';
/** Compiled kernels that are kept. */
const KEPT = 64;

export class Gpu {
	/** What went wrong for good, or null. */
	trouble: string | null = null;
	/** Buffers that are held now, and their bytes. */
	buffers = 0;
	bytes = 0;
	readonly #kernels = new Map<string, Promise<Kernel>>();
	readonly #lost: Promise<void>;
	readonly #heard: (event: GPUUncapturedErrorEvent) => void;

	constructor(readonly device: GPUDevice) {
		this.#heard = ({ error }) => void (this.trouble ??= error.message);
		device.addEventListener('uncapturederror', this.#heard);
		this.#lost = device.lost.then(({ message, reason }) => void (this.trouble ??= message || reason));
	}

	/** @throws train.device */
	check(): void {
		if (this.trouble !== null) throw new BenchtopError('train.device', { detail: this.trouble });
	}

	/** Waits for work of the device, but not for one that is lost. @throws train.device */
	async wait<T>(work: Promise<T>): Promise<T> {
		const failed = (thrown: unknown): never => {
			this.check();
			const detail = thrown instanceof Error ? thrown.message : String(thrown);
			throw new BenchtopError('train.device', { detail });
		};
		const done = await Promise.race([work.then((value) => ({ value }), failed), this.#lost.then(() => null)]);
		this.check();
		if (!done) throw new BenchtopError('train.device', { detail: 'it was lost' });
		return done.value;
	}

	/** The compiled kernel of a shader whose entry is `main`; equal shaders are compiled once. @throws train.device */
	kernel(code: string, bindings: Bindings): Promise<Kernel> {
		let kernel = this.#kernels.get(code);
		if (!kernel) {
			kernel = this.#compile(code, bindings);
			this.#kernels.set(code, kernel);
			const [oldest] = this.#kernels.keys();
			if (this.#kernels.size > KEPT && oldest !== undefined) this.#kernels.delete(oldest);
			// What failed once may be tried again.
			kernel.catch(() => this.#kernels.delete(code));
		}
		return kernel;
	}

	async #compile(code: string, bindings: Bindings): Promise<Kernel> {
		const { device } = this;
		const entries = bindings.flatMap((type, binding) =>
			type ? [{ binding, visibility: COMPUTE, buffer: { type } }] : [],
		);
		const { made, errors } = this.#tried(() => {
			const layout = device.createBindGroupLayout({ entries });
			const module = device.createShaderModule({ code });
			const pipeline = device.createComputePipelineAsync({
				layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
				compute: { module, entryPoint: 'main' },
			});
			return { layout, pipeline };
		});
		made.pipeline.catch(() => {});
		await this.#settle([errors]);
		return { layout: made.layout, pipeline: await this.wait(made.pipeline) };
	}

	/** Runs what makes something on the device; gives it and what the device says to that. */
	#tried<T>(make: () => T): { made: T; errors: Promise<(GPUError | null)[]> } {
		const { device } = this;
		device.pushErrorScope('validation');
		device.pushErrorScope('out-of-memory');
		const made = make();
		return { made, errors: Promise.all([device.popErrorScope(), device.popErrorScope()]) };
	}

	async #settle(pending: readonly Promise<(GPUError | null)[]>[]): Promise<void> {
		const found = (await this.wait(Promise.all(pending))).flat().find((error) => error !== null);
		if (found) throw new BenchtopError('train.device', { detail: found.message || ROOM });
	}

	open(): Buffers {
		const { device } = this;
		const made: GPUBuffer[] = [];
		const pending: Promise<(GPUError | null)[]>[] = [];
		const make: Buffers['make'] = (bytes, usage) => {
			const size = Math.max(16, 4 * Math.ceil(bytes / 4));
			const { made: buffer, errors } = this.#tried(() => device.createBuffer({ size, usage }));
			errors.catch(() => {});
			pending.push(errors);
			made.push(buffer);
			this.buffers++;
			this.bytes += size;
			return buffer;
		};
		return {
			make,
			with: (values, usage) => {
				const buffer = make(values.byteLength, usage | USAGE.copyTo);
				device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
				return buffer;
			},
			settle: () => this.#settle(pending.splice(0)),
			destroy: () => {
				for (const buffer of made.splice(0)) {
					this.buffers--;
					this.bytes -= buffer.size;
					buffer.destroy();
				}
			},
		};
	}

	/** Buffers bound in their order; null leaves a number out. */
	bind({ layout }: Kernel, buffers: readonly (GPUBuffer | null)[]): GPUBindGroup {
		const entries = buffers.flatMap((buffer, binding) => (buffer ? [{ binding, resource: { buffer } }] : []));
		return this.device.createBindGroup({ layout, entries });
	}

	/** Commands written by a function, sent at once. */
	submit(write: (encoder: GPUCommandEncoder) => void): void {
		const encoder = this.device.createCommandEncoder();
		write(encoder);
		this.device.queue.submit([encoder.finish()]);
	}

	/** Runs a kernel in so many workgroups. */
	dispatch({ pipeline }: Kernel, bound: GPUBindGroup, across: number, down = 1): void {
		this.submit((encoder) => {
			const pass = encoder.beginComputePass();
			pass.setPipeline(pipeline);
			pass.setBindGroup(0, bound);
			pass.dispatchWorkgroups(across, down);
			pass.end();
		});
	}

	/** Waits until the device has done what it was sent. @throws train.device */
	async done(): Promise<void> {
		await this.wait(this.device.queue.onSubmittedWorkDone());
	}

	/** A copy of what a buffer that can be mapped holds. @throws train.device */
	async read(buffer: GPUBuffer, bytes: number): Promise<Float32Array> {
		await this.wait(buffer.mapAsync(MAP_READ, 0, bytes));
		const values = new Float32Array(buffer.getMappedRange(0, bytes).slice(0));
		buffer.unmap();
		return values;
	}

	dispose(): void {
		this.device.removeEventListener('uncapturederror', this.#heard);
		this.#kernels.clear();
	}
}
