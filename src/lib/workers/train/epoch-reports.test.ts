import { expect, it } from 'vitest';
import type { Id } from '../../engine/canonical';
import { epochReports } from './epoch-reports';

const job = `sha256:${'0'.repeat(64)}` as Id;
const event = (epoch: number) => ({ job, epochs: 9, epoch, train: {}, validation: {} });

it('tells the first epoch at once, the others in bundles, each once and in order', () => {
	const told: number[][] = [];
	let now = 0;
	const reports = epochReports(
		(events) => told.push(events.map(({ epoch }) => epoch)),
		40,
		() => now,
	);
	for (const time of [0, 10, 20, 39, 45, 46]) {
		now = time;
		reports.note(event(time));
	}
	expect(told).toEqual([[0], [10, 20, 39, 45]]);
	reports.flush();
	reports.flush();
	expect(told).toEqual([[0], [10, 20, 39, 45], [46]]);
});
