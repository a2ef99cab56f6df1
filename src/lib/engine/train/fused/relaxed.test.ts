import { expect, it } from 'vitest';
import { fusedExecutor } from './executor';
import { buildName, canRunKernel, canRunRelaxed, Machine } from './machine';

it('names the builds apart', () => {
	expect(buildName('strict')).toMatch(/^strict [0-9a-f]{8}$/);
	expect(buildName('relaxed')).toMatch(/^relaxed [0-9a-f]{8}$/);
});

it('runs the relaxed build where there is relaxed SIMD, and says elsewhere that there is none', async () => {
	expect(canRunKernel()).toBe(true);
	const relaxed = fusedExecutor('test', null, 2 ** 28, 'relaxed');
	if (canRunRelaxed()) expect((await relaxed).bytes).toBeGreaterThan(0);
	else await expect(relaxed).rejects.toMatchObject({ code: 'train.no-relaxed-simd' });
	expect((await Machine.create('strict')).bytes).toBeGreaterThan(0);
});
