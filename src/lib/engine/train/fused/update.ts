/** The optimizer's step as the kernel's operations: gradients are cut first, then every range of weights moves. */
import type { Program } from '../program';
import type { Code } from './codes';
import type { Machine } from './machine';
import type { Places } from './places';
import { asWord, type Writer } from './writer';

interface Method {
	/** What it is called among the kernel's `UPDATE`s; null where it has an operation of its own. */
	readonly update: Code | null;
	/** Numbers kept for each weight. */
	readonly kept: 0 | 1 | 2;
	/** What these begin as. */
	readonly begins: number;
	/** How its step size follows the number of steps. */
	readonly adaptive: Code | null;
}

const method = (
	kept: Method['kept'],
	update: Code | null,
	adaptive: Code | null = null,
	begins = 0,
): Method => ({ update, kept, begins, adaptive });

const METHODS: Readonly<Record<Program['optimizer'], Method>> = {
	sgd: method(0, null),
	adam: method(2, null, 'BY_ADAM'),
	adamW: method(2, null, 'BY_ADAM'),
	momentum: method(1, 'MOMENTUM'),
	nesterov: method(1, 'NESTEROV'),
	rmsprop: method(1, 'RMSPROP'),
	adagrad: method(1, 'ADAGRAD', null, 0.1),
	adadelta: method(2, 'ADADELTA'),
	adamax: method(2, 'ADAMAX', 'BY_ADAMAX'),
};

/** How an optimizer is carried out. */
export const methodOf = ({ optimizer }: Pick<Program, 'optimizer'>): Method => METHODS[optimizer];

/** How the step size follows the number of steps, as the kernel's `train` asks. */
export const adaptiveOf = (program: Pick<Program, 'optimizer'>, { codes }: Machine): number => {
	const { adaptive } = methodOf(program);
	return adaptive === null ? 0 : codes[adaptive];
};

/** @param kept where the numbers begin that are kept for the weights, as many as the method asks for. */
export function lowerUpdate(
	program: Pick<Program, 'optimizer' | 'momentum' | 'clipValue' | 'clipNorm'>,
	places: Places,
	gradients: number,
	kept: readonly number[],
	writer: Writer,
): void {
	const { update } = methodOf(program);
	const { clipValue, clipNorm, momentum } = program;
	if (clipValue < Infinity) writer.add('CLIP', gradients, places.trained, asWord(clipValue));
	if (clipNorm < Infinity) writer.add('CLIP_NORM', gradients, places.trained, asWord(clipNorm));
	const ranges = [
		[0, places.decaying, 1],
		[places.decaying, places.trained, 0],
	] as const;
	for (const [from, to, decayed] of ranges) {
		if (from === to) continue;
		const [weights, slopes] = [places.at + 4 * from, gradients + 4 * from];
		const [one = 0, two = 0] = kept.map((at) => at + 4 * from);
		const rest = [to - from, decayed] as const;
		if (update !== null)
			writer.add('UPDATE', writer.codes[update], weights, one, two, slopes, ...rest, asWord(momentum));
		else if (kept.length === 0) writer.add('DESCEND', weights, slopes, ...rest);
		else writer.add('ADAM', weights, one, two, slopes, ...rest);
	}
}
