/** The training engine in a word for the truth line, and what its self-test switched off. */
import type { Backend, BackendReport, Engine } from '$lib/workers/api';
import { BACKEND_NAMES } from '$lib/workers/train/names';

export const backendName = (backend: Backend): string => BACKEND_NAMES[backend];

export const engineText = (engine: Engine | null): string =>
	engine
		? `${BACKEND_NAMES[engine.backend]}${engine.chosen === 'by hand' ? ', chosen by hand' : ''}`
		: 'Engine starts with the first training';

/** Backends that gave wrong numbers; those that are merely not in this browser are no news. */
export const failed = (engine: Engine | null): readonly BackendReport[] =>
	engine?.reports.filter(({ state }) => state === 'wrong') ?? [];
