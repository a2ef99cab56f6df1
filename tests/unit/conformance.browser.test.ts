/** The fixtures in Chromium: the numbers are the same in another JavaScript engine's build as in Node's. */
import { describe, expect, it } from 'vitest';
import { runFixture, type Fixture } from '../../scripts/conformance/families';

const fixtures = import.meta.glob<Fixture>('../fixtures/*.json', { eager: true, import: 'default' });
const results = Object.entries(fixtures).flatMap(([path, fixture]) => {
	const result = runFixture(fixture, path.replace(/^.*\/|\.json$/g, ''));
	return result ? [[result.family, result] as const] : [];
});

describe('the conformance run in Chromium', () => {
	it.each(results)('passes every case of %s', (_, { total, failures }) => {
		expect(total).toBeGreaterThan(0);
		expect(failures).toEqual([]);
	});

	it('runs families', () => expect(results.length).toBeGreaterThan(12));
});
