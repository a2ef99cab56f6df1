import { expect, it } from 'vitest';
import type { Checkpoint } from '../../engine/train/checkpoint';
import { checkpointsOf } from './checkpoints';

const kept: Checkpoint = { fingerprint: 'one', history: [], state: [Float32Array.of(1)] };
const of = (fingerprint: string, parameters = 10, now = () => 0) => {
	const told: Checkpoint[] = [];
	const checkpoints = checkpointsOf({ from: kept, every: 50 }, fingerprint, parameters, now, (each) =>
		told.push(each),
	);
	return { told, checkpoints };
};

it('goes on from what the same executor wrote, and from nothing else', () => {
	expect(of('one').checkpoints.from).toBe(kept);
	expect(of('another').checkpoints.from).toBeNull();
});

it('is due when so much time has passed since the last, and never for very large nets', () => {
	let now = 0;
	const { checkpoints, told } = of('one', 10, () => now);
	expect(checkpoints.due()).toBe(false);
	now = 50;
	expect(checkpoints.due()).toBe(true);
	checkpoints.take({ history: [], state: [] });
	expect(told).toEqual([{ fingerprint: 'one', history: [], state: [] }]);
	expect(checkpoints.due()).toBe(false);
	now = 1e9;
	expect(checkpoints.due()).toBe(true);
	expect(of('one', 50_000_000, () => now).checkpoints.due()).toBe(false);
});
