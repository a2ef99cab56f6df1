import { expect, it } from 'vitest';
import { fusedExecutor } from './executor';
import { CASES, parity } from './parity';
import { trainingDigest, TRAINING_DIGEST } from './training-digest';

const executor = await fusedExecutor('test');

it('agrees with the float64 reference for every net and loss', async () => {
	for (const one of CASES) expect((await parity(executor, one)).norm, JSON.stringify(one)).toBeLessThan(1e-5);
});

it('trains to the very bytes that Node gives', async () => {
	expect(await trainingDigest(executor)).toBe(TRAINING_DIGEST);
});
