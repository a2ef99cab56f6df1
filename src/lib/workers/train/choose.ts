/**
 * Which backend trains, from what was measured: the fused kernel where it has what a model asks for, unless another is
 * clearly faster for so many models of that width, or a person says otherwise. A busy moment must not change the choice,
 * since other backends give other last bits: hence a habit and a clear margin. The choice says why in a sentence.
 */
import { BenchtopError } from '../../engine/errors/error';
import type { Backend, BackendReport, Calibration, Engine, EngineSetting, TrainingPlan } from '../api';
import { BACKEND_NAMES, executorName } from './names';

/** What may be taken, first by habit; a later one has to be this many times as fast. CPU is what is left when all else failed. */
const HABIT: readonly Backend[] = ['fused', 'fused-webgpu', 'wasm', 'webgpu', 'webgl', 'cpu'];
const CLEARLY = 1.5;

/** Backends that train in any worker; the graphics device is the first worker's. */
export const onProcessor = (backend: Backend): boolean =>
	backend === 'fused' || backend === 'wasm' || backend === 'cpu';

/** What decides about a model, beside what was measured. */
export interface Wanted {
	/** Whether this backend has all that the model asks for, and has not been found wrong at it. */
	readonly takes: (backend: Backend) => boolean;
	/** What only tfjs has of it: "a convolution"; null where a kernel of our own has all. */
	readonly needs: string | null;
	/** Whether the figures of a wide net are its own. */
	readonly wide: boolean;
	/**
	 * Whether it walks through sequences: on a graphics device every step is two dozen calls, where a compiled kernel walks
	 * on the processor, so that the device is taken only by hand or when nothing else is left.
	 */
	readonly recurrent: boolean;
	/** Models that wait and could train with it, itself among them. */
	readonly alike: number;
	/** Workers that may hold its tensors at once. */
	readonly workers: number;
	/** Folds whose tensors fit beside each other in one. */
	readonly folds: number;
}

/** Steps per second of all models that would train at once. */
function pace(report: BackendReport, { wide, recurrent, alike, workers }: Wanted): number {
	const { backend, stepsPerSecond, wideStepsPerSecond, models = 1 } = report;
	if (recurrent && !onProcessor(backend)) return 0;
	const one = (wide ? wideStepsPerSecond : stepsPerSecond) ?? 0;
	return one * (onProcessor(backend) ? Math.min(workers, alike) : Math.min(1, alike / models));
}

const passed = (reports: readonly BackendReport[]): BackendReport[] =>
	HABIT.flatMap((habit) => reports.filter(({ backend, state }) => backend === habit && state === 'ok'));

/** The one to take among those that passed, by habit and measure. */
function fastest(ranked: readonly BackendReport[], wanted: Wanted): BackendReport | undefined {
	return ranked.reduce<BackendReport | undefined>((best, next) => {
		if (!best) return next;
		return next.backend !== 'cpu' && pace(next, wanted) > CLEARLY * pace(best, wanted) ? next : best;
	}, undefined);
}

const onWorkers = (backend: Backend, workers: number): string =>
	onProcessor(backend) && workers > 1 ? ` on ${workers} workers` : '';

/** Why one of several was taken, as the half of a sentence. */
function reason(taken: BackendReport, among: readonly BackendReport[], wanted: Wanted): string {
	if (among.length === 1) return 'the only one that passed';
	const best = among.reduce((most, each) => Math.max(most, pace(each, wanted)), 0);
	return pace(taken, wanted) === best
		? `fastest of ${among.length} measured`
		: `none of ${among.length} measured is clearly faster`;
}

/** Lost ones are told: somebody wonders why the fast one is not in use. */
const lost = (reports: readonly BackendReport[]): string => {
	const names = reports.filter(({ state }) => state === 'lost').map(({ backend }) => BACKEND_NAMES[backend]);
	return names.length ? `, ${names.join(' and ')} was lost` : '';
};

/** @throws train.no-backend */
function none(reports: readonly BackendReport[]): never {
	const detail = reports.map((report) => `${report.backend}: ${report.detail}`).join('; ');
	throw new BenchtopError('train.no-backend', { detail });
}

/**
 * How to train a model. @param most models that are worth a place in one bucket.
 * @throws train.no-backend when nothing is left that could
 */
export function planFor(
	wanted: Wanted,
	reports: readonly BackendReport[],
	{ prefer }: Pick<EngineSetting, 'prefer'>,
	most = Infinity,
): TrainingPlan {
	const among = passed(reports).filter(({ backend }) => wanted.takes(backend));
	const wished = among.find(({ backend }) => backend === prefer);
	const taken = wished ?? fastest(among, wanted) ?? none(reports);
	const { backend } = taken;
	const workers = onProcessor(backend) ? wanted.workers : 1;
	const because = () => {
		if (wished) return 'chosen by hand';
		if (prefer) {
			const what = wanted.needs ?? 'this net';
			return `${BACKEND_NAMES[prefer]}, chosen by hand, cannot train ${what}`;
		}
		if (wanted.needs) return `this net has ${wanted.needs}`;
		return `${reason(taken, among, wanted)}${lost(reports)}`;
	};
	return {
		backend,
		name: executorName(backend),
		models: backend === 'fused-webgpu' ? Math.max(1, Math.min(wanted.alike, most)) : 1,
		workers,
		folds: wanted.folds,
		why: `${executorName(backend)}${onWorkers(backend, workers)}: ${because()}`,
	};
}

/**
 * The engine as it is shown: what dense nets of the usual size are trained on, all workers busy.
 * @throws train.backend-off when the preferred one did not pass, train.no-backend when none did
 */
export function chooseEngine(
	{ reports, fingerprint }: Calibration,
	setting: EngineSetting,
	workers: number,
): Engine {
	const { prefer, relaxed } = setting;
	const wished = reports.find(({ backend }) => backend === prefer);
	if (wished && wished.state !== 'ok')
		throw new BenchtopError('train.backend-off', {
			backend: BACKEND_NAMES[wished.backend],
			detail: wished.detail,
		});
	const usual: Wanted = {
		takes: () => true,
		needs: null,
		wide: false,
		recurrent: false,
		alike: workers,
		workers,
		folds: 1,
	};
	const { backend, why } = planFor(usual, reports, setting);
	const chosen = wished ? 'by hand' : 'measured';
	return { reports, backend, chosen, why, workers, relaxed, calibration: { fingerprint, reports } };
}
