import { describe, expect, it } from 'vitest';
import type { Backend, BackendReport } from '../api';
import { choose } from './choose';

const ok = (backend: Backend, stepsPerSecond: number): BackendReport => ({
	backend,
	state: 'ok',
	detail: backend,
	stepsPerSecond,
});
const off = (backend: Backend): BackendReport => ({
	backend,
	state: 'wrong',
	detail: 'off',
	stepsPerSecond: null,
});
const taken = (...reports: BackendReport[]) => choose(reports, null).backend;

describe('the backend taken', () => {
	it('is WASM, however a busy moment ranks it against the CPU', () => {
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
		expect(choose([ok('wasm', 100), ok('cpu', 1)], 'cpu')).toMatchObject({
			backend: 'cpu',
			chosen: 'by hand',
		});
		expect(() => choose([ok('wasm', 100), off('cpu')], 'cpu')).toThrow(
			expect.objectContaining({ code: 'train.backend-off' }),
		);
	});
});
