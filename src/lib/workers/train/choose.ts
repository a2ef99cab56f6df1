/**
 * Which backend trains: each proves itself and shows its speed once; the fused kernel is taken where it has what a model
 * asks for, unless a graphics device is clearly faster, or a person says otherwise. A busy moment must not change the choice: other backends give other last bits.
 * A graphics device made of software is not worth seconds of shader compiling at start, and is examined when asked for.
 */
import { asBenchtopError, BenchtopError } from '../../engine/errors/error';
import { selfTest } from '../../engine/train/self-test';
import { isBaseline, type Architecture } from '../../engine/schema/architecture';
import { fusedTakes } from '../../engine/train/fused/executor';
import { BACKENDS, type Backend, type BackendReport, type Engine } from '../api';
import type { Backends } from './backends';
import { softwareDevice } from './software';

/** What may be taken, first by habit; a later one has to be this many times as fast. CPU is what is left when all else failed. */
const HABIT: readonly Backend[] = ['fused', 'wasm', 'webgpu', 'webgl', 'cpu'];
const CLEARLY = 1.5;

/** How long the speed of one backend is taken; a whole start stays near a second. */
const MILLISECONDS = 100;

/** Trains the known problem on one backend. */
export async function examine(backends: Backends, backend: Backend): Promise<BackendReport> {
	try {
		const executor = await backends.executor(backend);
		const verdict = await selfTest(executor, () => performance.now(), MILLISECONDS);
		if (verdict.state === 'wrong')
			return { backend, state: 'wrong', detail: verdict.detail, stepsPerSecond: null };
		return { backend, state: 'ok', detail: executor.fingerprint, stepsPerSecond: verdict.stepsPerSecond };
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
		if (software === null) reports.push(await examine(backends, backend));
		else {
			const detail = `Only a software device (${software}), slower than WASM; tested when chosen by hand`;
			reports.push({ backend, state: 'missing', detail, stepsPerSecond: null, onRequest: true });
		}
	}
	return reports;
}

const isWorth = (next: BackendReport, best: BackendReport): boolean =>
	next.backend !== 'cpu' && (next.stepsPerSecond ?? 0) > CLEARLY * (best.stepsPerSecond ?? 0);

/**
 * The backend to use. @param prefer a person's choice, or null for the measured one.
 * @throws train.backend-off when the preferred one did not pass, train.no-backend when none did
 */
export function choose(reports: readonly BackendReport[], prefer: Backend | null): Engine {
	const wished = reports.find(({ backend }) => backend === prefer);
	if (wished && wished.state !== 'ok')
		throw new BenchtopError('train.backend-off', { backend: wished.backend, detail: wished.detail });
	const taken = HABIT.flatMap((habit) =>
		reports.filter(({ backend, state }) => backend === habit && state === 'ok'),
	).reduce<BackendReport | null>((best, next) => (best && !isWorth(next, best) ? best : next), null);
	if (!taken) {
		const detail = reports.map((report) => `${report.backend}: ${report.detail}`).join('; ');
		throw new BenchtopError('train.no-backend', { detail });
	}
	return { reports, backend: (wished ?? taken).backend, chosen: wished ? 'by hand' : 'measured' };
}

/** The backend for one model: the chosen one, or the best of the others where the fused kernel lacks something. */
export function chooseFor(
	architecture: Architecture,
	reports: readonly BackendReport[],
	prefer: Backend | null,
): Backend {
	// Its weights are counted, not trained: nothing is gained by setting anything up.
	if (isBaseline(architecture)) return 'cpu';
	const { backend } = choose(reports, prefer);
	if (backend !== 'fused' || fusedTakes(architecture)) return backend;
	return choose(
		reports.filter((report) => report.backend !== 'fused'),
		null,
	).backend;
}
