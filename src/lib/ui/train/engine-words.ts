/** What the engine card says of an executor: its verdict and speed in a word or two, and the whole of it on request. */
import { count } from '$lib/ui/parts/format';
import type { BackendReport } from '$lib/workers/api';
import { BACKEND_NAMES, executorName } from '$lib/workers/train/names';

/** "Fused WASM", "tfjs on WebGPU". */
export const nameOfExecutor = ({ backend }: Pick<BackendReport, 'backend'>): string => executorName(backend);

/** Whether a person can choose it. */
export const canUse = ({ state, onRequest }: BackendReport): boolean => state === 'ok' || onRequest === true;

/** "18,400 steps/s", "wrong, switched off". */
export function verdictWords({ state, stepsPerSecond, onRequest }: BackendReport): string {
	if (state === 'ok') return stepsPerSecond === null ? 'passed' : `${count(stepsPerSecond)} steps/s`;
	if (state === 'wrong') return 'wrong, switched off';
	if (state === 'lost') return 'lost';
	return onRequest ? 'not tested' : 'not here';
}

/** How the speed was taken: the sentence behind the number. */
export function speedWords({ stepsPerSecond, wideStepsPerSecond, models = 1 }: BackendReport): string {
	if (stepsPerSecond === null) return '';
	const all = models > 1 ? `, ${count(models)} models as one` : ', one worker';
	const wide =
		wideStepsPerSecond === null || wideStepsPerSecond === undefined
			? ''
			: `; wide net ${count(wideStepsPerSecond)} steps/s`;
	return `Small net ${count(stepsPerSecond)} steps/s${all}${wide}`;
}

/** Why it is not in use, as a sentence without its full stop. */
export const reasonOff = ({ backend, detail }: BackendReport): string =>
	`${BACKEND_NAMES[backend]}: ${detail}`;
