import { describe, expect, it } from 'vitest';
import type { Backend, BackendReport } from '../api';
import { chooseEngine, planFor, type Wanted } from './choose';

const ok = (backend: Backend, stepsPerSecond: number, more: Partial<BackendReport> = {}): BackendReport => ({
	backend,
	state: 'ok',
	detail: backend,
	stepsPerSecond,
	...more,
});
const off = (backend: Backend, state: 'wrong' | 'lost' = 'wrong'): BackendReport => ({
	backend,
	state,
	detail: 'off',
	stepsPerSecond: null,
});
const usual = { prefer: null, relaxed: false };
const engine = (reports: readonly BackendReport[], prefer: Backend | null = null, workers = 1) =>
	chooseEngine({ reports, fingerprint: 'this machine' }, { prefer, relaxed: false }, workers);
const taken = (...reports: BackendReport[]) => engine(reports).backend;
const wanted = (changes: Partial<Wanted> = {}): Wanted => ({
	takes: () => true,
	needs: null,
	wide: false,
	recurrent: false,
	alike: 1,
	workers: 1,
	folds: 1,
	...changes,
});

describe('the backend taken', () => {
	it('is the fused kernel where it passed, unless another is clearly faster', () => {
		expect(taken(ok('fused', 100), ok('wasm', 18), ok('cpu', 21))).toBe('fused');
		expect(taken(ok('fused', 100), ok('webgpu', 140))).toBe('fused');
		expect(taken(ok('fused', 100), ok('webgpu', 160))).toBe('webgpu');
		expect(taken(off('fused'), ok('wasm', 18))).toBe('wasm');
	});
	it('is WASM without it, however a busy moment ranks it against the CPU', () => {
		expect(taken(ok('wasm', 18), ok('cpu', 21))).toBe('wasm');
		expect(taken(ok('cpu', 900), ok('wasm', 18))).toBe('wasm');
	});
	it('is a graphics device when that is clearly faster', () => {
		expect(taken(ok('webgpu', 140), ok('wasm', 100))).toBe('wasm');
		expect(taken(ok('webgpu', 160), ok('wasm', 100))).toBe('webgpu');
		expect(taken(ok('webgpu', 160), ok('webgl', 200), ok('wasm', 100))).toBe('webgpu');
	});
	it('is what is left when others failed', () => {
		expect(taken(off('webgpu'), off('wasm'), ok('webgl', 3), ok('cpu', 50))).toBe('webgl');
		expect(taken(off('webgpu'), off('wasm'), off('webgl'), ok('cpu', 5))).toBe('cpu');
		expect(() => taken(off('wasm'), off('cpu'))).toThrow(
			expect.objectContaining({ code: 'train.no-backend' }),
		);
	});
	it('is the one a person chose, or a refusal', () => {
		expect(engine([ok('wasm', 100), ok('cpu', 1)], 'cpu')).toMatchObject({
			backend: 'cpu',
			chosen: 'by hand',
			why: 'tfjs on CPU: chosen by hand',
		});
		expect(() => engine([ok('wasm', 100), off('cpu')], 'cpu')).toThrow(
			expect.objectContaining({ code: 'train.backend-off' }),
		);
	});
	it('says why', () => {
		const why = (reports: BackendReport[], workers = 1) => engine(reports, null, workers).why;
		expect(why([ok('fused', 9), ok('wasm', 2)], 2)).toBe('Fused WASM on 2 workers: fastest of 2 measured');
		expect(why([ok('fused', 10), ok('webgpu', 12)])).toBe('Fused WASM: none of 2 measured is clearly faster');
		expect(why([off('fused', 'lost'), ok('wasm', 2)])).toBe(
			'tfjs on WASM: the only one that passed, Fused WASM was lost',
		);
	});
});

describe('the plan for one model', () => {
	const reports = [
		ok('fused', 100, { wideStepsPerSecond: 10 }),
		ok('fused-webgpu', 1600, { wideStepsPerSecond: 12, models: 16 }),
		ok('wasm', 18),
		ok('cpu', 5),
	];
	const plan = (changes: Partial<Wanted>, prefer: Backend | null = null) =>
		planFor(wanted(changes), reports, { prefer });

	it('gives a bucket to the graphics device when enough models wait for it, and no wide ones', () => {
		expect(plan({ alike: 1, workers: 2 })).toMatchObject({ backend: 'fused', models: 1, workers: 2 });
		expect(plan({ alike: 2, workers: 2 })).toMatchObject({ backend: 'fused' });
		expect(plan({ alike: 9, workers: 2 })).toMatchObject({ backend: 'fused-webgpu', models: 9, workers: 1 });
		expect(plan({ alike: 9, workers: 8 })).toMatchObject({ backend: 'fused' });
		expect(plan({ alike: 9, workers: 2, wide: true })).toMatchObject({ backend: 'fused' });
		expect(planFor(wanted({ alike: 900 }), reports, usual, 64).models).toBe(64);
	});
	it('keeps sequences off graphics devices, which are slow at steps however fast they are at wide nets', () => {
		const takes = (backend: Backend) => !backend.startsWith('fused');
		const fast = [ok('wasm', 18), ok('webgpu', 900)];
		const walks = wanted({ takes, needs: 'a recurrent layer', recurrent: true });
		expect(planFor(walks, fast, usual).backend).toBe('wasm');
		expect(planFor(walks, fast, { prefer: 'webgpu' }).backend).toBe('webgpu');
		expect(planFor({ ...walks, recurrent: false }, fast, usual).backend).toBe('webgpu');
	});
	it('is the best of the others where the kernels lack something, even when chosen by hand, and says so', () => {
		const takes = (backend: Backend) => !backend.startsWith('fused');
		const conv = { takes, needs: 'a convolution' };
		expect(plan(conv)).toMatchObject({
			backend: 'wasm',
			why: 'tfjs on WASM: this net has a convolution',
		});
		expect(plan(conv, 'fused')).toMatchObject({
			backend: 'wasm',
			why: 'tfjs on WASM: Fused WASM, chosen by hand, cannot train a convolution',
		});
		expect(plan(conv, 'cpu').backend).toBe('cpu');
	});
	it('is refused when nothing is left', () => {
		expect(() => plan({ takes: () => false })).toThrow(expect.objectContaining({ code: 'train.no-backend' }));
	});
});
