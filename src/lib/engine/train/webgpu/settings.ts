/** What a device is made for, as the executor needs it. */

export interface Settings {
	/** Lanes of a workgroup, at least and at most. */
	readonly lanes: readonly [least: number, most: number];
	/** Bytes of a workgroup's memory. */
	readonly local: number;
	/** Bytes of one binding. */
	readonly binding: number;
	/** Bytes that training may hold on the device. */
	readonly budget: number;
	/** Monotonic milliseconds, or null. */
	readonly elapsed: (() => number) | null;
}

/** Bytes held at most where nobody says otherwise. */
const BUDGET = 1_073_741_824;

/**
 * A device whose lanes come four at a time is a processor: there a workgroup is one of them, since waiting for each other
 * costs more than it gains, and has no memory of its own that were nearer. Elsewhere whole warps are kept busy.
 * @param values overrule what follows from the device.
 */
export function settingsOf(
	{ limits, adapterInfo }: Pick<GPUDevice, 'limits'> & { adapterInfo?: GPUAdapterInfo },
	values: Partial<Settings> = {},
): Settings {
	const narrow = (adapterInfo?.subgroupMaxSize ?? 32) <= 8;
	return {
		lanes: narrow ? [4, 4] : [32, Math.min(256, limits.maxComputeInvocationsPerWorkgroup)],
		local: narrow ? 0 : limits.maxComputeWorkgroupStorageSize,
		binding: Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize),
		budget: BUDGET,
		elapsed: null,
		...values,
	};
}
