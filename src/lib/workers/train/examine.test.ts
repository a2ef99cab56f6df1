/** What is kept of a machine is taken as it was found, or not at all. */
import { describe, expect, it } from 'vitest';
import { BACKENDS, type Calibration } from '../api';
import { keptOf } from './examine';

const kept: Calibration = {
	fingerprint: 'this machine',
	reports: BACKENDS.map((backend) => ({ backend, state: 'ok', detail: backend, stepsPerSecond: 10 })),
};

describe('a calibration', () => {
	it('of this machine comes back as it was kept', () => {
		expect(keptOf(structuredClone(kept), 'this machine')).toEqual(kept);
	});
	it.each([
		['of another machine', { ...kept, fingerprint: 'another' }],
		['that lacks a backend', { ...kept, reports: kept.reports.slice(1) }],
		['with a figure that is none', { ...kept, reports: [{ ...kept.reports[0], stepsPerSecond: 'fast' }] }],
		['that is no calibration', 'fast'],
		['that was never kept', undefined],
	])('%s is none', (_, odd) => {
		expect(keptOf(odd, 'this machine')).toBeNull();
	});
});
