/** The executors a run of the matrix may be forced on to. */
export const EXECUTORS = ['fused-wasm', 'fused-webgpu', 'tfjs-wasm', 'tfjs-cpu', 'tfjs-webgpu'] as const;
export type ExecutorName = (typeof EXECUTORS)[number];
