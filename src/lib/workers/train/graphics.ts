/**
 * The WebGPU device: asked for once, shared by all that compute on it, watched for trouble, and asked for anew after it
 * was lost. Errors of a device come as events that nobody awaits: the first is noted in its health.
 */
import type { Health } from '../../engine/train/tfjs/executor';

export interface Graphics {
	readonly device: GPUDevice;
	readonly info: GPUAdapterInfo;
	readonly health: Health;
}

/** What large nets need more of than every device promises. */
const LIMITS = [
	'maxComputeWorkgroupStorageSize',
	'maxComputeWorkgroupsPerDimension',
	'maxComputeWorkgroupSizeX',
	'maxComputeInvocationsPerWorkgroup',
	'maxStorageBufferBindingSize',
	'maxBufferSize',
	'maxStorageBuffersPerShaderStage',
] as const;

async function request(): Promise<Graphics | null> {
	const adapter = await (navigator.gpu as GPU | undefined)?.requestAdapter({
		powerPreference: 'high-performance',
	});
	if (!adapter) return null;
	const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
	const device = await adapter.requestDevice({ requiredLimits });
	const health: Health = { trouble: null };
	device.addEventListener('uncapturederror', ({ error }) => (health.trouble ??= error.message));
	void device.lost.then(({ message, reason }) => (health.trouble = message || reason));
	return { device, info: adapter.info, health };
}

export class GraphicsDevice {
	#open: Promise<Graphics | null> | null = null;

	/** The device; null where there is none. */
	async open(): Promise<Graphics | null> {
		const known = await this.#open;
		if (known?.health.trouble != null) {
			known.device.destroy();
			this.#open = null;
		}
		return (this.#open ??= request());
	}
}

/** "nvidia ampere". */
export const graphicsName = ({ vendor, architecture }: GPUAdapterInfo): string =>
	[vendor, architecture].filter(Boolean).join(' ') || 'unnamed device';
