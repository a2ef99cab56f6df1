import { describe, expect, it } from 'vitest';
import type { Id } from '$lib/engine/canonical';
import { baseline, defaultTrainer, presets } from '$lib/engine/model/presets';
import type { ProjectContents } from '$lib/engine/ports';
import type { Run } from '$lib/engine/schema/run';
import { curvesOf, extent, pathOf, ticks } from './curves';
import { rowsOf, runsOf, trialsOf } from './leaderboard';
import { halfWidth, verdict } from './verdict';

const id = (text: string): Id => `sha256:${text.padStart(64, '0')}`;
const nets = [baseline('binary'), ...presets('binary')];
const PIPELINE = id('a');

function run(net: number, repeat: number, score: number | null, extra: Partial<Run> = {}): Run {
	const metrics = { rocAuc: score, loss: score === null ? null : 1 - score };
	return {
		kind: 'run',
		id: id(`${net}${repeat}${extra.seed ?? 7}`),
		jobKey: id(`b${net}${repeat}${extra.seed ?? 7}`),
		experiment: id(`e${net}`),
		pipeline: PIPELINE,
		architecture: id(`c${net}`),
		dataset: id('d'),
		analysis: 'binary',
		target: 'died',
		repeat,
		seed: 7,
		startedAt: net * 10 + repeat,
		seconds: 1,
		parameters: 10,
		bestEpoch: net ? 2 : 0,
		ended: net ? 'early stop' : 'closed form',
		history: { train: { loss: [0.7, 0.5, 0.4] }, validation: { loss: [0.8, 0.6, 0.7] } },
		metrics: { train: metrics, validation: metrics, test: metrics },
		classes: ['no', 'yes'],
		environment: { executor: 'tfjs-cpu', fingerprint: 'x', engineVersion: '1', userAgent: '' },
		...extra,
	};
}

function contents(runs: Run[], archived: Id[] = []): ProjectContents {
	return {
		project: {
			id: 'project-1',
			name: 'P',
			createdAt: 0,
			modifiedAt: 0,
			active: { dataset: id('d'), pipeline: PIPELINE },
		},
		datasets: [],
		pipelines: [],
		architectures: nets.map((document, net) => ({ id: id(`c${net}`), document })),
		experiments: nets.map((net, i) => ({
			id: id(`e${i}`),
			document: {
				kind: 'experiment',
				name: net.name,
				pipeline: PIPELINE,
				architecture: id(`c${i}`),
				trainer: defaultTrainer(200),
				repeats: 3,
				seed: 7,
			},
		})),
		jobs: [],
		runs,
		annotations: archived.map((each) => ({ run: each, starred: false, archived: true, note: '' })),
	};
}

const three = (net: number, scores: (number | null)[]) =>
	scores.map((score, repeat) => run(net, repeat, score));
const trialsFor = (...runs: Run[]) => trialsOf(contents(runs), runs, 'rocAuc');

describe('the leaderboard', () => {
	const runs = [run(0, 0, 0.5), ...three(1, [0.7, 0.72, 0.68]), ...three(2, [0.9, 0.6, null])];

	it('puts every run in a row, best on validation first, undefined last', () => {
		const rows = rowsOf(trialsFor(...runs), 'rocAuc');
		expect(rows.map(({ validation }) => validation)).toEqual([0.9, 0.72, 0.7, 0.68, 0.6, 0.5, null]);
		expect(rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, null, null]);
		expect(rows[5]?.trial.baseline).toBe(true);
	});

	it('groups runs that differ in seed and repeat only, with mean and sample sd over those defined', () => {
		const trials = trialsFor(...runs);
		expect(trials.map(({ name }) => name)).toEqual(['Small net', 'Linear', 'Majority class']);
		expect(trials[0]?.validation).toMatchObject({ count: 2, mean: 0.75 });
		expect(trials[1]?.validation.sd).toBeCloseTo(0.02, 12);
		expect(trials[2]?.validation.sd).toBeNull();
	});

	it('leaves archived runs and those of other pipelines out', () => {
		const other = run(1, 5, 0.99, { pipeline: id('f') });
		const all = contents([...runs, other], [runs[1]!.id]);
		expect(runsOf(all, PIPELINE)).toEqual(runs.filter((each) => each !== runs[1]));
	});
});

describe('the verdict', () => {
	it('says by how much, over how many repeats, and what it does not know', () => {
		const said = verdict(trialsFor(run(0, 0, 0.5), ...three(1, [0.9, 0.91, 0.92])), 'ROC-AUC', 45);
		expect(said).toEqual({
			tone: 'ok',
			text: 'Linear beats the baseline by .410 ± .010 ROC-AUC on validation (mean ± sd of 3 repeats).',
			limit: 'One split, 45 validation rows: other rows may say otherwise.',
		});
	});

	it('names the nets the repeats cannot tell apart', () => {
		const said = verdict(
			trialsFor(
				run(0, 0, 0.5),
				...three(1, [0.9, 0.91, 0.92]),
				...three(2, [0.89, 0.91, 0.92]),
				...three(3, [0.6, 0.61, 0.62]),
			),
			'ROC-AUC',
			45,
		);
		expect(said?.text).toMatch(/\. Small net cannot be told apart from \w+\.$/);
	});

	it('finds no evidence below the baseline or within the spread', () => {
		const below = verdict(trialsFor(run(0, 0, 0.5), ...three(1, [0.4, 0.5, 0.3])), 'ROC-AUC', 45);
		expect(below).toMatchObject({
			tone: 'warn',
			text: 'No evidence that any net is better than the baseline.',
		});
		const within = verdict(trialsFor(run(0, 0, 0.5), ...three(1, [0.4, 0.6, 0.65])), 'ROC-AUC', 45);
		expect(within?.text).toMatch(/^No evidence .* within its spread over 3 repeats\.$/);
	});

	it('speaks of a net with repeats before one that was lucky once', () => {
		const said = verdict(
			trialsFor(run(0, 0, 0.5), run(2, 0, 0.99), ...three(1, [0.9, 0.91, 0.92])),
			'ROC-AUC',
			45,
		);
		expect(said?.text).toMatch(/^Linear beats the baseline/);
	});

	it('does not call one run a proof, and says nothing of no net', () => {
		expect(verdict(trialsFor(run(0, 0, 0.5), run(1, 0, 0.9)), 'ROC-AUC', null)?.tone).toBe('info');
		expect(verdict(trialsFor(run(0, 0, 0.5)), 'ROC-AUC', null)).toBeNull();
	});

	it('uses Student’s t for the interval', () => {
		// scipy.stats.t.ppf(.975, 2) * 1 / 3 ** .5
		expect(halfWidth(3, 1)).toBeCloseTo(2.484, 3);
		expect(halfWidth(1, null)).toBeNull();
	});
});

describe('curves', () => {
	it('come from the histories of the rows', () => {
		const rows = rowsOf(trialsFor(run(0, 0, 0.5), run(1, 0, 0.9)), 'rocAuc');
		const [first] = curvesOf(rows, [], 'loss');
		expect(first).toMatchObject({ name: 'Linear', repeat: 1, bestEpoch: 2, validation: [0.8, 0.6, 0.7] });
	});

	it('have round ticks inside their range and break where nothing is defined', () => {
		expect(ticks(0.31, 0.83, 4)).toEqual([0.4, 0.6, 0.8]);
		expect(ticks(1, 1, 4)).toEqual([1]);
		const same = (value: number) => value;
		expect(pathOf([1, 2, null, 4], same, same)).toBe('M1.0 1.0L2.0 2.0M4.0 4.0');
		const curve = {
			key: 'k',
			model: 'm',
			name: 'n',
			fold: null,
			repeat: 1,
			live: false,
			bestEpoch: null,
			train: [1, 3],
			validation: [],
		};
		const [low, high] = extent(curve, []);
		expect(low).toBeLessThan(1);
		expect(high).toBeGreaterThan(3);
	});
});
