import { describe, expect, it } from 'vitest';
import { BenchtopError } from '$lib/engine/errors/error';
import { damageText } from './damage-text';

const damaged = (record: string) => new BenchtopError('storage.damaged', { record, detail: 'cut short' });

describe('unreadable records', () => {
	it('are no news when there are none', () => {
		expect(damageText([])).toBeNull();
	});

	it('are named by their first digits, the rest counted', () => {
		const one = damageText([damaged(`runs sha256:${'88fed261'.repeat(8)}`)]);
		expect(one?.names).toBe('run 88fed261');
		expect(one?.details).toContain('cut short');
		const many = damageText(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => damaged(`projects ${name}`)));
		expect(many?.title).toMatch(/^6 stored records/);
		expect(many?.names).toBe('project a, project b, project c, project d and 2 more');
	});
});
