import { expect, it } from 'vitest';
import { parity } from '../parity/suite';
import { fusedExecutor, fusedTakes } from './executor';
import { canRunRelaxed } from './machine';
import { trainingDigest, TRAINING_DIGEST } from './training-digest';

it('trains to the very bytes that Node gives', async () => {
	expect(await trainingDigest(await fusedExecutor('test'))).toBe(TRAINING_DIGEST);
});

it('has a relaxed build in this browser, which gives other last bits', async () => {
	expect(canRunRelaxed()).toBe(true);
	const relaxed = await fusedExecutor('test', null, 2 ** 28, 'relaxed');
	expect(await trainingDigest(relaxed)).not.toBe(TRAINING_DIGEST);
});

parity('the relaxed build', () => fusedExecutor('test', null, 2 ** 28, 'relaxed'), fusedTakes);
