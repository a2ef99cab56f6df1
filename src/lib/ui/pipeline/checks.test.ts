/** What is asked of the data worker as one edits, and the rows of a finding one can look at. */
import { describe, expect, it, vi } from 'vitest';
import type { Finding } from '$lib/engine/check/finding';
import { BenchtopError } from '$lib/engine/errors/error';
import type { Dataset } from '$lib/engine/schema/dataset';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { PipelineCheck } from '$lib/workers/api';
import { Checks } from './checks.svelte';
import { Evidence, labelsOf } from './evidence.svelte';

const A = `sha256:${'a'.repeat(64)}` as const;
const pipeline = (seed: number): Pipeline => ({
	kind: 'pipeline',
	name: 'p',
	analysis: 'binary',
	inputs: [{ dataset: A, columns: { exclude: [] }, impute: [], encode: [] }],
	target: { dataset: A, columns: ['y'], encode: null },
	split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed },
});
const finding: Finding = {
	rule: 'equal-rows',
	verdict: 'refuse',
	title: 'Copies',
	detail: '',
	remedy: '',
	rows: [
		{ label: 'train 1 ↔ test 3', rows: [0, 2] },
		{ label: 'train 2 ↔ validation (a made row)', rows: [1] },
	],
	more: 4,
};
const answer = (findings: Finding[] = []): PipelineCheck => ({
	findings,
	samples: 10,
	dropped: 0,
	sizes: { train: 6, validation: 2, test: 2 },
	folds: null,
	warnings: [],
	inputs: null,
	learned: null,
	trouble: null,
});

describe('checks as one edits', () => {
	it('keep the last answer, and take a question back that nobody waits for', async () => {
		const asked: number[] = [];
		const aborted: number[] = [];
		const ask = vi.fn((document: Pipeline, { signal }: { signal?: AbortSignal | undefined }) => {
			const { seed } = document.split;
			asked.push(seed);
			if (seed !== 2) return Promise.resolve(answer(seed === 1 ? [finding] : []));
			return new Promise<PipelineCheck>((_, reject) =>
				signal?.addEventListener('abort', () => {
					aborted.push(seed);
					reject(new DOMException('Stopped', 'AbortError'));
				}),
			);
		});
		const checks = new Checks({ ask, pause: 0 });
		await checks.look(pipeline(1));
		expect(checks.refusals).toHaveLength(1);
		expect(checks.stale).toBe(false);

		const second = checks.look(pipeline(2));
		await vi.waitFor(() => expect(asked).toEqual([1, 2]));
		expect(checks.stale).toBe(true);
		expect(checks.refusals).toHaveLength(1);
		const third = checks.look(pipeline(3));
		await Promise.all([second, third]);
		expect(aborted).toEqual([2]);
		expect(checks.refusals).toEqual([]);
		expect(checks.failure).toBeNull();
		expect(checks.stale).toBe(false);
	});

	it('say that they were stopped, and can be asked again', async () => {
		let asked = 0;
		const ask = vi.fn((_: Pipeline, { signal }: { signal?: AbortSignal | undefined }) =>
			++asked > 1
				? Promise.resolve(answer())
				: new Promise<PipelineCheck>((_resolve, reject) =>
						signal?.addEventListener('abort', () => reject(new DOMException('Stopped', 'AbortError'))),
					),
		);
		const checks = new Checks({ ask, pause: 0 });
		const first = checks.look(pipeline(1));
		await vi.waitFor(() => expect(ask).toHaveBeenCalledOnce());
		checks.halt();
		await first;
		expect(checks.stopped).toBe(true);
		expect(checks.stale).toBe(true);
		checks.again();
		await vi.waitFor(() => expect(checks.stale).toBe(false));
		expect(checks.stopped).toBe(false);
		checks.halt();
		expect(checks.stopped).toBe(false);
	});

	it('show neither an old answer beside a refusal, nor a refusal of what is not shown', async () => {
		const refusal = new BenchtopError('split.time-text', { column: 'day' });
		const ask = vi.fn((document: Pipeline) =>
			document.split.seed === 1 ? Promise.resolve(answer([finding])) : Promise.reject(refusal),
		);
		const checks = new Checks({ ask, pause: 0 });
		await checks.look(pipeline(1));
		expect(checks.refusals).toHaveLength(1);
		await checks.look(pipeline(2));
		expect(checks.answer).toBeNull();
		expect(checks.failure).toBe(refusal);
		await checks.look(null);
		expect(checks.failure).toBeNull();
	});

	it('ask once of several edits in a row', async () => {
		const ask = vi.fn(() => Promise.resolve(answer()));
		const checks = new Checks({ ask, pause: 0 });
		await Promise.all([1, 2, 3].map((seed) => checks.look(pipeline(seed))));
		expect(ask).toHaveBeenCalledOnce();
	});

	it('say what staging refuses, and forget it with the next good document', async () => {
		const refusal = new BenchtopError('split.time-text', { column: 'day' });
		const ask = vi.fn((document: Pipeline) =>
			document.split.seed === 1 ? Promise.reject(refusal) : Promise.resolve(answer()),
		);
		const checks = new Checks({ ask, pause: 0 });
		await checks.look(pipeline(1));
		expect(checks.failure?.code).toBe('split.time-text');
		await checks.look(pipeline(2));
		expect(checks.failure).toBeNull();
	});
});

describe('rows to look at', () => {
	const columns = ['x', 'y', 'z'].map((name) => ({ name, dtype: 'float64' as const }));
	const dataset = { id: A, columns } as unknown as Dataset;
	const table = [
		[1, 0, 5],
		[2, 1, 6],
		[1, 1, 5],
	];

	it('stand side by side, the target first, and say where they differ', async () => {
		const read = vi.fn((_: Dataset, row: number) =>
			Promise.resolve({ offset: row, numbers: [row], rows: [table[row] ?? []] }),
		);
		const evidence = new Evidence(
			() => finding,
			() => dataset,
			() => ['y'],
			read,
		);
		expect(evidence.ready).toBe(false);
		await evidence.load();
		expect(evidence.labels).toEqual(['train 1', 'test 3']);
		expect(evidence.lines.map(({ column, values, differs }) => [column, ...values, differs])).toEqual([
			['y', '0', '1', true],
			['x', '1', '1', false],
			['z', '5', '5', false],
		]);
		expect(evidence.place).toBe('1 of 2, and 4 more');
		evidence.step(1);
		await evidence.load();
		expect(evidence.labels).toEqual(['train 2']);
		expect(read).toHaveBeenCalledTimes(3);
		evidence.step(1);
		expect(evidence.index).toBe(1);
	});

	it('are named by their number where a label does not name each', () => {
		expect(labelsOf({ label: 'train 1', rows: [0, 4] })).toEqual(['row 1', 'row 5']);
	});
});
