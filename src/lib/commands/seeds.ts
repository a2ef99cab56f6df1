/**
 * Which seed a training begins with: a fresh one gives further repeats, one that was cut off is taken up again, so that
 * pressing the same button twice never leaves half a set of runs behind.
 */
import { canonicalJson, type Id } from '../engine/canonical';
import type { ProjectContents } from '../engine/ports';
import { isBaseline } from '../engine/schema/architecture';
import type { Trainer } from '../engine/schema/experiment';

/** One above the highest seed this pipeline's nets were trained with; `first` when there is none. */
export function freshSeed(
	{ experiments, architectures }: ProjectContents,
	pipeline: Id,
	first: number,
): number {
	const nets = new Set(architectures.filter(({ document }) => !isBaseline(document)).map(({ id }) => id));
	const seeds = experiments
		.map(({ document }) => document)
		.filter((document) => document.pipeline === pipeline && nets.has(document.architecture))
		.map(({ seed }) => seed);
	return seeds.length ? Math.max(...seeds) + 1 : first;
}

/** The lowest seed at which one of these nets was cut off; null when none was. A failed job is no reason to repeat. */
export function interruptedSeed(
	{ experiments, jobs }: ProjectContents,
	pipeline: Id,
	nets: ReadonlySet<Id>,
	trainer: Trainer,
): number | null {
	const left = new Set(
		jobs.filter(({ state }) => state === 'interrupted').map(({ experiment }) => experiment),
	);
	const seeds = experiments
		.filter(
			({ id, document }) =>
				left.has(id) &&
				document.pipeline === pipeline &&
				nets.has(document.architecture) &&
				canonicalJson(document.trainer) === canonicalJson(trainer),
		)
		.map(({ document }) => document.seed);
	return seeds.length ? Math.min(...seeds) : null;
}
