import { describe, expect, it } from 'vitest';
import type { Run } from '$lib/engine/schema/run';
import { bestSoFar } from './best';

const run = (pipeline: string, startedAt: number, rocAuc: number, ended: Run['ended'] = 'early stop') =>
	({
		pipeline,
		startedAt,
		ended,
		analysis: 'binary',
		target: pipeline,
		metrics: { train: {}, validation: { rocAuc }, test: {} },
	}) as unknown as Run;

describe('the best so far', () => {
	it('is nothing before a net was trained', () => {
		expect(bestSoFar([])).toBeNull();
		expect(bestSoFar([run('a', 1, 0.5, 'closed form')])).toBeNull();
	});

	it('is the best of the pipeline trained last', () => {
		const runs = [run('a', 1, 0.99), run('b', 2, 0.8), run('b', 3, 0.7), run('b', 4, 0.9, 'closed form')];
		expect(bestSoFar(runs)).toEqual({ target: 'b', metric: 'ROC-AUC', score: 0.8 });
	});
});
