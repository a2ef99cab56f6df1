/** Progress in words: real units, a rate, and an end only when there is one to tell. */
import type { Progress } from '$lib/engine/ports';
import { bytes, count, seconds } from '$lib/ui/parts/format';

/** Milliseconds before a rate is worth telling. */
const WARM_UP = 1000;

const amount = (value: number, unit: string): string =>
	unit === 'bytes' ? bytes(value) : `${count(value)} ${unit}`;

/** A rate in two or three digits: "840", "12 k", "2.1 M". */
function brief(value: number): string {
	if (value >= 1e6) return `${(value / 1e6).toFixed(value < 1e7 ? 1 : 0)} M`;
	if (value >= 1e4) return `${Math.round(value / 1e3)} k`;
	return count(value);
}

/** @param elapsed milliseconds since the work began. */
export function describe(progress: Progress | null, elapsed: number): { done: string; rate: string } {
	if (!progress) return { done: 'Starting', rate: '' };
	const { done, total, unit, phase } = progress;
	const of = total
		? `${unit === 'bytes' ? bytes(done) : count(done)} of ${amount(total, unit)}`
		: done
			? amount(done, unit)
			: '';
	const pace = elapsed > WARM_UP && done ? (done / elapsed) * 1000 : 0;
	const rate = pace >= 1 ? `${unit === 'bytes' ? bytes(pace) : `${brief(pace)} ${unit}`}/s` : '';
	const left = pace && total && total > done ? `${seconds((total - done) / pace)} left` : '';
	return {
		done: [phase, of].filter(Boolean).join(' · '),
		rate: [rate, left].filter(Boolean).join(' · '),
	};
}
