import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runFolder } from '../../scripts/conformance/run-folder';

const { known, unknown } = runFolder(fileURLToPath(new URL('../fixtures', import.meta.url)));

const ENCODING = [
	'scalers',
	'quantile_power',
	'kbins',
	'categorical',
	'expanders',
	'imputers',
	'pipeline_e2e',
];

describe('the conformance run', () => {
	it.each(known.map((result) => [result.family, result] as const))('passes every case of %s', (_, result) => {
		expect(result.total).toBeGreaterThan(0);
		expect(result.failures).toEqual([]);
	});

	it('knows the families of encoders and imputers, and names the others', () => {
		const families = known.map(({ family }) => family);
		for (const family of ENCODING) expect(families).toContain(family);
		expect(new Set([...families, ...unknown]).size).toBe(families.length + unknown.length);
	});

	it('says which case fails and why, and which family it does not know', () => {
		const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
		const made = (family: string, expected: object) =>
			writeFileSync(
				join(folder, `${family}.json`),
				JSON.stringify({
					family,
					cases: [
						{
							case: 'one',
							params: { encoder: 'MaxAbsScaler' },
							input: { fit: [[1], [-2]] },
							expected,
							tolerance: { abs: 0 },
						},
					],
				}),
			);
		try {
			made('scalers', { transform: [[0.5], [-2]] });
			made('weather', {});
			expect(runFolder(folder)).toEqual({
				known: [{ family: 'scalers', total: 1, failures: ['one: transform.0[1] is "-1", not "-2"'] }],
				unknown: ['weather'],
			});
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
