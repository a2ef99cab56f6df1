/** The check of a pipeline through the real data worker: exact sizes and shapes, refusals, an answer that can be stopped. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stream } from '../engine/random/stream';
import { checkedPipeline, knownCheck, refuseLeaks } from './check';
import { savePipeline } from './pipeline';
import { TestLaboratory } from './testing/laboratory';
import { trainBaseline } from './train';

let lab: TestLaboratory;
beforeAll(async () => {
	lab = await TestLaboratory.open();
});
afterAll(() => lab.close());

const stream = new Stream(3, 'check');
const lines = Array.from({ length: 90 }, (_, i) => {
	const x = stream.normal();
	return `${x},${'abc'[i % 3] ?? ''},${x + stream.normal() > 0 ? 'yes' : 'no'}`;
});
const clean = ['x,kind,out', ...lines].join('\n');
const copies = ['x,kind,out', ...lines, ...lines].join('\n');

describe('the check of a pipeline', { timeout: 60_000 }, () => {
	it('counts the split, and fits the exact shape and names', async () => {
		const { pipeline } = await lab.propose(await lab.add(clean), 'out');
		const progress: string[] = [];
		const told = await checkedPipeline(lab.world, pipeline.document, {
			onProgress: ({ phase }) => progress.push(phase),
		});
		const { train, validation, test } = told.sizes;
		expect(train + validation + test).toBe(90);
		expect(told.inputs).toEqual([{ shape: [4], names: ['x', 'kind=a', 'kind=b', 'kind=c'], columns: 4 }]);
		expect(told.findings.filter(({ verdict }) => verdict === 'refuse')).toEqual([]);
		expect(progress).toContain('Checking the split');
		expect(knownCheck(lab.world, pipeline.id)).toBe(told);
		await expect(refuseLeaks(lab.world, pipeline)).resolves.toBeUndefined();
	});

	it('holds training back from copies on both sides, and writes nothing down', async () => {
		const { pipeline } = await lab.propose(await lab.add(copies), 'out');
		await expect(trainBaseline.run(lab.world, { pipeline: pipeline.id })).rejects.toMatchObject({
			code: 'train.leak',
		});
		expect((await lab.contents()).jobs).toEqual([]);
		const document = { ...pipeline.document, overrides: ['equal-rows'] };
		await expect(
			refuseLeaks(lab.world, await savePipeline.run(lab.world, { document })),
		).resolves.toBeUndefined();
	});

	it('says what the split refuses, and stops when nobody waits', async () => {
		const { pipeline } = await lab.propose(await lab.add(clean, 'again.csv'), 'out');
		const split = { ...pipeline.document.split, method: 'time' as const, time: 'kind', stratify: null };
		await expect(checkedPipeline(lab.world, { ...pipeline.document, split })).rejects.toMatchObject({
			code: 'split.time-text',
		});
		const document = { ...pipeline.document, name: 'Stopped' };
		const work = checkedPipeline(lab.world, document, { signal: AbortSignal.abort() });
		await expect(work).rejects.toMatchObject({ name: 'AbortError' });
		expect((await checkedPipeline(lab.world, document)).samples).toBe(90);
	});
});
