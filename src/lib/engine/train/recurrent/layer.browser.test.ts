import { expect, it } from 'vitest';
import { WALK_DIGEST, walkDigest } from './digest';

it('walks to the very bytes that Node gives', async () => {
	expect(await walkDigest()).toBe(WALK_DIGEST);
});
