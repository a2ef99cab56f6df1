import { describe, expect, it } from 'vitest';
import { addressOf, viewOf } from '../../../src/lib/ui/runs/address';
import { best, everyRun, groups, meanOverRepeats } from '../../../src/lib/ui/runs/line';
import { lettered, NO_PICKS, toggle } from '../../../src/lib/ui/runs/picks';
import { baselineOf, distinctDigits, repeatsOf, runRows } from '../../../src/lib/ui/runs/row';
import { naturalOrder, parseSort, sortLines, sortText, type SortKey } from '../../../src/lib/ui/runs/sort';
import { summarise } from '../../../src/lib/ui/runs/summary';
import { contentsOf, idOf, NETS, runOf } from './project-contents';

const rowsOf = (...runs: ReturnType<typeof runOf>[]) => runRows(contentsOf(runs), new Map());
const closed = { architecture: NETS.baseline, ended: 'closed form', bestEpoch: 0 } as const;

describe('summarise', () => {
	it('gives the mean and the sample standard deviation', () => {
		// numpy: np.std([.7, .8, .9], ddof=1)
		const { mean, sd, count } = summarise([0.7, 0.8, 0.9]);
		expect(mean).toBeCloseTo(0.8, 12);
		expect(sd).toBeCloseTo(0.1, 12);
		expect(count).toBe(3);
	});
	it('leaves undefined values out and makes nothing of nothing', () => {
		expect(summarise([null, 0.5, NaN])).toEqual({ count: 1, mean: 0.5, sd: null, values: [0.5] });
		expect(summarise([null])).toEqual({ count: 0, mean: null, sd: null, values: [] });
	});
});

describe('rows', () => {
	it('join net, data and metrics', () => {
		const [row] = rowsOf(runOf('aaaa'));
		expect(row).toMatchObject({
			net: 'Small net',
			data: 'heart v2',
			metric: 'rocAuc',
			valid: 0.8,
			baseline: false,
		});
		expect(row?.gap).toBeCloseTo(0.1, 12);
	});
	it('stand even when their documents are missing', () => {
		const row = runRows(
			{ ...contentsOf([runOf('aaaa')]), architectures: [], datasets: [], experiments: [] },
			new Map(),
		)[0];
		expect(row).toMatchObject({ net: '5000', data: 'da7a', baseline: false });
	});
	it('are told apart by as many digits as it takes', () => {
		expect(distinctDigits([idOf('aaaa1'), idOf('aaaa2')])).toBe(5);
		expect(distinctDigits([idOf('a'), idOf('b')])).toBe(4);
	});
	it('find their baseline and repeats in their own pipeline', () => {
		const rows = rowsOf(
			runOf('aaaa', { repeat: 1 }),
			runOf('bbbb', { repeat: 0 }),
			runOf('cccc', closed),
			runOf('dddd', { ...closed, pipeline: idOf('1234') }),
		);
		expect(baselineOf(rows, rows[0]!)?.short).toBe('cccc');
		expect(repeatsOf(rows, rows[0]!).map(({ short }) => short)).toEqual(['bbbb', 'aaaa']);
	});
});

describe('mean over repeats', () => {
	const rows = rowsOf(runOf('aaaa', {}, 0.7), runOf('bbbb', { repeat: 1 }, 0.9), runOf('cccc', closed, 0.5));
	it('puts runs of one trial on one line, led by the best', () => {
		const lines = meanOverRepeats(rows);
		expect(lines.map((line) => line.rows.length)).toEqual([2, 1]);
		expect(lines[0]?.valid.mean).toBeCloseTo(0.8, 12);
		expect(lines[0]?.lead.short).toBe('bbbb');
		expect(lines[1]?.valid.sd).toBeNull();
	});
	it('takes any defined score for better than none', () =>
		expect(best(rowsOf(runOf('aaaa', {}, null), runOf('bbbb', {}, 0.1))).short).toBe('bbbb'));
	it('keeps targets apart, newest first', () => {
		const grouped = groups(rowsOf(runOf('aaaa'), runOf('bbbb', { target: 'price', startedAt: 2000 })));
		expect(grouped.map(({ target }) => target)).toEqual(['price', 'died']);
	});
});

describe('sorting', () => {
	const lines = everyRun(
		rowsOf(runOf('aaaa', {}, null), runOf('bbbb', { seconds: 9 }, 0.7), runOf('cccc', {}, 0.9)),
	);
	const order = (key: SortKey, descending: boolean) =>
		sortLines(lines, { key, descending }).map(({ lead }) => lead.short);
	it('puts undefined last, whichever way', () => {
		expect(order('valid', true)).toEqual(['cccc', 'bbbb', 'aaaa']);
		expect(order('valid', false)).toEqual(['bbbb', 'cccc', 'aaaa']);
	});
	it('keeps the order of equals', () => expect(order('seconds', false)).toEqual(['aaaa', 'cccc', 'bbbb']));
	it('starts with the better end', () => {
		expect(naturalOrder('valid', true).descending).toBe(true);
		expect(naturalOrder('valid', false).descending).toBe(false);
		expect(naturalOrder('net', true).descending).toBe(false);
	});
	it('reads what it writes and nothing else', () => {
		expect(parseSort(sortText({ key: 'started', descending: true }))).toEqual({
			key: 'started',
			descending: true,
		});
		expect(parseSort('-nonsense')).toBeNull();
		expect(parseSort('-toString')).toBeNull();
	});
});

describe('the address', () => {
	it('gives back what it was given', () => {
		const view = {
			run: 'aaaa',
			query: 'valid.auc > .8 net:small',
			sort: { key: 'loss', descending: false },
			mean: true,
			picks: ['aaaa', 'bbbb'],
		} as const;
		expect(viewOf(new URLSearchParams(addressOf(view)))).toEqual(view);
	});
	it('is empty at first', () =>
		expect(addressOf({ run: null, query: '', sort: null, mean: false, picks: [] })).toBe(''));
});

describe('picks', () => {
	const all = [
		{ id: 'a1', trial: 'a' },
		{ id: 'a2', trial: 'a' },
		{ id: 'b1', trial: 'b' },
		{ id: 'c1', trial: 'c' },
	];
	const pick = (picks: typeof NO_PICKS, ...ids: string[]) =>
		toggle(
			picks,
			all.filter(({ id }) => ids.includes(id)),
			all,
		);
	it('give a trial the first free letter and keep it', () => {
		let picks = pick(pick(pick(NO_PICKS, 'a1'), 'b1'), 'a2');
		expect([...picks.letters]).toEqual([
			['a', 'A'],
			['b', 'B'],
		]);
		picks = pick(picks, 'a1', 'a2');
		expect([...picks.letters]).toEqual([['b', 'B']]);
		expect(pick(picks, 'c1').letters.get('c')).toBe('A');
	});
	it('drop runs that are gone', () => expect(lettered(['a1', 'x'], new Map(), all).runs).toEqual(['a1']));
});
