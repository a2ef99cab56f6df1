/**
 * What this machine can train on: each backend proves itself against the reference and shows its speed once. What was
 * found is kept between visits under a fingerprint, so that the next one starts at once and takes the same backend. A
 * graphics device made of software is not worth seconds of shader compiling at start, and is examined when asked for.
 */
import * as v from 'valibot';
import { asBenchtopError } from '../../engine/errors/error';
import { selfTest } from '../../engine/train/self-test';
import { ENGINE_VERSION } from '../../engine/version';
import { BACKENDS, type BackendReport, type Calibration } from '../api';
import type { Backends } from './backends';
import { graphicsAdapter, softwareDevice } from './software';
import { BUCKET, speedOf } from './speed';

/** How long each speed of one backend is taken; a whole start stays near a second. */
const MILLISECONDS = 60;

const elapsed = () => performance.now();

/** Whether the wide problem is measured too: not where it takes seconds and the backend is taken only when all else fails. */
const isQuick = (report: Pick<BackendReport, 'backend' | 'onRequest'>): boolean =>
	report.backend !== 'cpu' && !report.onRequest;

/** Trains known problems on one backend. @param known what was said of it before */
export async function examine(
	backends: Backends,
	known: Pick<BackendReport, 'backend' | 'onRequest'>,
): Promise<BackendReport> {
	const { backend } = known;
	try {
		const executor = await backends.executor(backend);
		const verdict = await selfTest(executor);
		if (verdict.state === 'wrong')
			return { backend, state: 'wrong', detail: verdict.detail, stepsPerSecond: null };
		return {
			backend,
			state: 'ok',
			detail: executor.fingerprint,
			stepsPerSecond: await speedOf(executor, 'small', elapsed, MILLISECONDS),
			...(isQuick(known)
				? { wideStepsPerSecond: await speedOf(executor, 'wide', elapsed, MILLISECONDS) }
				: {}),
			...(backend === 'fused-webgpu' ? { models: BUCKET } : {}),
		};
	} catch (thrown) {
		const error = asBenchtopError(thrown);
		if (error.code === 'train.backend-off')
			return { backend, state: 'missing', detail: String(error.operands.detail), stepsPerSecond: null };
		return { backend, state: 'wrong', detail: error.message, stepsPerSecond: null };
	}
}

/** Examines all of them, one after the other, but for those that would run on software. */
export async function examineAll(backends: Backends): Promise<BackendReport[]> {
	const reports: BackendReport[] = [];
	for (const backend of BACKENDS) {
		const software = await softwareDevice(backend).catch(() => null);
		if (software === null) reports.push(await examine(backends, { backend }));
		else {
			const detail = `Only a software device (${software}), slower than WASM; tested when chosen by hand`;
			reports.push({ backend, state: 'missing', detail, stepsPerSecond: null, onRequest: true });
		}
	}
	return reports;
}

/** What the figures hold for: browser, engine, graphics and the processors it may use. */
export async function machineOf(userAgent: string): Promise<string> {
	const graphics = await graphicsAdapter().catch(() => null);
	const cores = `${navigator.hardwareConcurrency} cores`;
	return [`engine ${ENGINE_VERSION}`, userAgent, cores, graphics?.name ?? 'no WebGPU'].join(' · ');
}

const figure = v.nullable(v.pipe(v.number(), v.finite()));
const keptSchema = v.object({
	fingerprint: v.string(),
	reports: v.array(
		v.object({
			backend: v.picklist(BACKENDS),
			state: v.picklist(['ok', 'wrong', 'missing', 'lost']),
			detail: v.string(),
			stepsPerSecond: figure,
			wideStepsPerSecond: v.optional(figure),
			models: v.optional(v.number()),
			onRequest: v.optional(v.boolean()),
		}),
	),
});

/** What was kept of this very machine, every backend in it; null where anything is missing or odd. */
export function keptOf(kept: unknown, fingerprint: string): Calibration | null {
	const parsed = v.safeParse(keptSchema, kept);
	if (!parsed.success || parsed.output.fingerprint !== fingerprint) return null;
	const { reports } = parsed.output;
	const whole = BACKENDS.every((backend) => reports.some((report) => report.backend === backend));
	return whole ? { fingerprint, reports: reports as BackendReport[] } : null;
}
