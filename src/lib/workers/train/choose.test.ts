import { describe, expect, it } from 'vitest';
import type { Backend, BackendReport } from '../api';
import { baseline, presets } from '../../engine/model/presets';
import type { Architecture } from '../../engine/schema/architecture';
import { choose, chooseFor } from './choose';

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
	it('is the fused kernel where it passed, unless a graphics device is clearly faster', () => {
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
		expect(choose([ok('wasm', 100), ok('cpu', 1)], 'cpu')).toMatchObject({
			backend: 'cpu',
			chosen: 'by hand',
		});
		expect(() => choose([ok('wasm', 100), off('cpu')], 'cpu')).toThrow(
			expect.objectContaining({ code: 'train.backend-off' }),
		);
	});
});

describe('the backend for one model', () => {
	const reports = [ok('fused', 100), ok('wasm', 18), ok('cpu', 5)];
	const net = presets('binary')[0] as Architecture;

	it('is the one taken for nets that the fused kernel has, and the CPU for a baseline', () => {
		expect(chooseFor(net, reports, null)).toBe('fused');
		expect(chooseFor(net, reports, 'wasm')).toBe('wasm');
		expect(chooseFor(baseline('binary'), reports, null)).toBe('cpu');
	});
	it('is the best of the others where it lacks something, even when chosen by hand', () => {
		const other = { ...net, layers: [{ layer: 'conv2d' }, ...net.layers] } as unknown as Architecture;
		expect(chooseFor(other, reports, null)).toBe('wasm');
		expect(chooseFor(other, reports, 'fused')).toBe('wasm');
	});
});
