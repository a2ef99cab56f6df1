import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runFolder } from '../../scripts/conformance/run-folder';

it('gives scikit-learn’s terms, weights and rows in chance combinations of every setting', () => {
	const { known, unknown } = runFolder(fileURLToPath(new URL('../fixtures/more', import.meta.url)));
	expect(unknown).toEqual([]);
	expect(known).toEqual([{ family: 'text', total: 120, failures: [] }]);
});
